package org.stepless.spark.jobs;

import com.esotericsoftware.kryo.DefaultSerializer;
import com.esotericsoftware.kryo.serializers.JavaSerializer;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.spark.TaskContext;
import org.stepless.data.RowBlock;
import scala.Tuple2;
import scala.collection.Iterator;
import scala.runtime.AbstractFunction2;

/**
 * Turns what one partition holds into one part, in a parcel, or null if it holds nothing. A class
 * and not a lambda: Spark searches the byte code of every lambda for what it captures, in every
 * job, which takes longer than a small step.
 */
abstract sealed class PartFunction<S, T>
    extends AbstractFunction2<TaskContext, Iterator<S>, Parcel<T>> implements Serializable {
  private static final long serialVersionUID = 1L;

  /** A part and the number of the partition or group that it comes from. */
  @DefaultSerializer(JavaSerializer.class) // as a Parcel
  record Numbered<T>(int number, T part) implements Serializable {}

  @Override
  public final Parcel<T> apply(TaskContext context, Iterator<S> elements) {
    return elements.hasNext() ? new Parcel<>(part(context.partitionId(), elements)) : null;
  }

  abstract T part(int partition, Iterator<S> elements);

  /** The first level: a part of every block. */
  static final class OfBlock<T> extends PartFunction<RowBlock, T> {
    private static final long serialVersionUID = 1L;
    private final BlockTask<T> task;

    OfBlock(BlockTask<T> task) {
      this.task = task;
    }

    @Override
    T part(int partition, Iterator<RowBlock> blocks) {
      return task.run(partition, blocks.next());
    }
  }

  /** The first level where the parts are there already. */
  static final class OfPart<T> extends PartFunction<T, T> {
    private static final long serialVersionUID = 1L;

    @Override
    T part(int partition, Iterator<T> parts) {
      return parts.next();
    }
  }

  /** The numbered parts that a task made, as they are. */
  static final class OfTask<T>
      extends PartFunction<Tuple2<Integer, Numbered<T>>, List<Numbered<T>>> {
    private static final long serialVersionUID = 1L;

    @Override
    List<Numbered<T>> part(int task, Iterator<Tuple2<Integer, Numbered<T>>> parts) {
      List<Numbered<T>> all = new ArrayList<>();
      while (parts.hasNext()) {
        all.add(parts.next()._2());
      }
      return all;
    }
  }

  /** Every further level: one part of those of a group, which a shuffle delivers in any order. */
  static final class OfGroup<T> extends PartFunction<Tuple2<Integer, Numbered<T>>, T> {
    private static final long serialVersionUID = 1L;
    private final PartMerge<T> merge;

    OfGroup(PartMerge<T> merge) {
      this.merge = merge;
    }

    @Override
    T part(int group, Iterator<Tuple2<Integer, Numbered<T>>> members) {
      List<Numbered<T>> all = new ArrayList<>();
      while (members.hasNext()) {
        all.add(members.next()._2());
      }
      all.sort(Comparator.comparingInt(Numbered::number));
      return merge.merge(all.stream().map(Numbered::part).toList());
    }
  }
}
