package org.stepless.spark.jobs;

import org.apache.spark.Partition;
import org.apache.spark.Partitioner;
import org.apache.spark.TaskContext;
import org.apache.spark.rdd.RDD;
import org.apache.spark.rdd.ShuffledRDD;
import org.stepless.spark.jobs.PartFunction.Numbered;
import scala.Option;
import scala.Tuple2;
import scala.collection.Iterator;
import scala.reflect.ClassTag;

/** One part a partition, with the number of the group in which the next level merges it. */
final class GroupedParts<S, T> extends RDD<Tuple2<Integer, Numbered<T>>> {
  private static final long serialVersionUID = 1L;

  private final RDD<S> parent;
  private final PartFunction<S, T> function;
  private final int groupSize;

  private GroupedParts(RDD<S> parent, PartFunction<S, T> function, int groupSize) {
    super(parent, ClassTag.apply(Tuple2.class));
    this.parent = parent;
    this.function = function;
    this.groupSize = groupSize;
  }

  /**
   * The parts of a level, brought together in groups of {@code groupSize} neighbours, one group a
   * partition.
   */
  static <S, T> RDD<Tuple2<Integer, Numbered<T>>> shuffled(
      RDD<S> level, PartFunction<S, T> function, int groupSize, int groups) {
    return new ShuffledRDD<Integer, Numbered<T>, Numbered<T>>(
        new GroupedParts<>(level, function, groupSize),
        new Groups(groups),
        ClassTag.apply(Integer.class),
        ClassTag.apply(Numbered.class),
        ClassTag.apply(Numbered.class));
  }

  /** The parts of several partitions, made in one task for so many tasks in all. */
  static <S, T> RDD<Tuple2<Integer, Numbered<T>>> coalesced(
      RDD<S> rdd, PartFunction<S, T> function, int tasks) {
    return new GroupedParts<>(rdd, function, 1).coalesce(tasks, false, Option.empty(), null);
  }

  @Override
  public Iterator<Tuple2<Integer, Numbered<T>>> compute(Partition split, TaskContext context) {
    Iterator<S> elements = parent.iterator(split, context);
    if (!elements.hasNext()) {
      return Option.<Tuple2<Integer, Numbered<T>>>empty().iterator();
    }
    int number = split.index(); // not always that of the task's partition
    T part = function.part(number, elements);
    return Option.apply(new Tuple2<>((Integer) (number / groupSize), new Numbered<>(number, part)))
        .iterator();
  }

  @Override
  public Partition[] getPartitions() {
    return parent.partitions();
  }

  /** Key g goes to partition g. */
  private static final class Groups extends Partitioner {
    private static final long serialVersionUID = 1L;
    private final int groups;

    Groups(int groups) {
      this.groups = groups;
    }

    @Override
    public int numPartitions() {
      return groups;
    }

    @Override
    public int getPartition(Object key) {
      return (Integer) key;
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Groups that && that.groups == groups;
    }

    @Override
    public int hashCode() {
      return groups;
    }
  }
}
