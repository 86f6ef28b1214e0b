package org.stepless.spark.jobs;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.rdd.RDD;
import org.stepless.data.RowBlock;
import org.stepless.spark.jobs.PartFunction.Numbered;
import scala.Tuple2;
import scala.reflect.ClassTag;

/**
 * Jobs over blocks whose result depends on the partitions and the shape of the tree alone: parts
 * are merged in the order of their partitions, whichever task ends first, is retried or runs twice.
 */
public final class BlockJobs {
  /** Parts that together take more than this are merged to one before they go to the driver. */
  private static final long DRIVER_BYTES = 1 << 26;

  private BlockJobs() {}

  /** The parts of all partitions that have rows, in their order. */
  public static <T> List<T> collect(JavaRDD<RowBlock> blocks, BlockTask<T> task) {
    return run(blocks.rdd(), new PartFunction.OfBlock<>(task));
  }

  /** As {@link #collect(JavaRDD, BlockTask)}, in at most so many tasks. */
  public static <T> List<T> collect(JavaRDD<RowBlock> blocks, BlockTask<T> task, int tasks) {
    if (tasks >= blocks.getNumPartitions()) {
      return collect(blocks, task);
    }
    RDD<Tuple2<Integer, Numbered<T>>> parts =
        GroupedParts.coalesced(blocks.rdd(), new PartFunction.OfBlock<>(task), tasks);
    return run(parts, new PartFunction.OfTask<T>()).stream()
        .flatMap(List::stream)
        .sorted(Comparator.comparingInt(Numbered::number))
        .map(Numbered::part)
        .toList();
  }

  /**
   * Merges the parts of all partitions that have rows, in one job. As in Spark's treeAggregate, few
   * parts go straight to the driver, and more are first merged on executors, in groups of
   * neighbours.
   *
   * @param depth levels of the tree, at least 1; 1 sends all parts to the driver
   * @param bytes about the size of a part
   * @throws IllegalArgumentException if no partition has rows
   */
  public static <T> T reduce(
      JavaRDD<RowBlock> blocks, BlockTask<T> task, PartMerge<T> merge, int depth, long bytes) {
    return reduce(blocks.rdd(), new PartFunction.OfBlock<>(task), merge, depth, bytes);
  }

  /**
   * Merges parts that tasks make in another way.
   *
   * @param parts at most one a partition
   */
  public static <T> T reduce(JavaRDD<T> parts, PartMerge<T> merge, int depth, long bytes) {
    return reduce(parts.rdd(), new PartFunction.OfPart<>(), merge, depth, bytes);
  }

  /**
   * All blocks as one in one partition, in the order of their partitions; nothing is computed yet.
   */
  public static JavaRDD<RowBlock> inOnePartition(JavaRDD<RowBlock> blocks) {
    // Coalescing puts a partition first that some executor holds, which is not always the same one:
    // the numbers restore the order.
    return blocks
        .mapPartitionsWithIndex(BlockJobs::numbered, true)
        .coalesce(1)
        .mapPartitions(
            parts -> {
              List<Numbered<RowBlock>> all = new ArrayList<>();
              parts.forEachRemaining(all::add);
              all.sort(Comparator.comparingInt(Numbered::number));
              return List.of(RowBlock.concat(all.stream().map(Numbered::part).toList())).iterator();
            });
  }

  private static Iterator<Numbered<RowBlock>> numbered(
      Integer partition, Iterator<RowBlock> blocks) {
    return blocks.hasNext()
        ? List.of(new Numbered<>(partition, blocks.next())).iterator()
        : Collections.emptyIterator();
  }

  private static <S, T> T reduce(
      RDD<S> rdd, PartFunction<S, T> first, PartMerge<T> merge, int depth, long bytes) {
    List<T> parts = reduced(rdd, first, merge, depth, bytes);
    if (parts.isEmpty()) {
      throw new IllegalArgumentException("there are no rows; check the input and its filters");
    }
    return merge.merge(parts);
  }

  private static <S, T> List<T> reduced(
      RDD<S> rdd, PartFunction<S, T> first, PartMerge<T> merge, int depth, long bytes) {
    int count = rdd.getNumPartitions();
    int size = (int) Math.max(2, Math.ceil(Math.pow(count, 1.0 / depth)));
    int groups = groups(count, size, depth, bytes);
    if (groups == count) {
      return run(rdd, first);
    }
    PartFunction<Tuple2<Integer, Numbered<T>>, T> next = new PartFunction.OfGroup<>(merge);
    RDD<Tuple2<Integer, Numbered<T>>> level =
        GroupedParts.shuffled(rdd, first, groupSize(count, groups), groups);
    for (count = groups; (groups = groups(count, size, depth, bytes)) < count; count = groups) {
      level = GroupedParts.shuffled(level, next, groupSize(count, groups), groups);
    }
    return run(level, next);
  }

  /**
   * How many groups the next level makes of {@code count} parts; as many if they go as they are.
   */
  private static int groups(int count, int size, int depth, long bytes) {
    int groups = (count + size - 1) / size;
    if (count > size + groups) { // else a level costs more than it spares, as treeAggregate has it
      return groups;
    }
    return depth > 1 && count > 2 && count * bytes > DRIVER_BYTES ? 1 : count;
  }

  private static int groupSize(int count, int groups) {
    return (count + groups - 1) / groups;
  }

  @SuppressWarnings("unchecked") // an array of what its class tag says
  private static <S, T> List<T> run(RDD<S> rdd, PartFunction<S, T> function) {
    ClassTag<Parcel<T>> parcel = ClassTag.apply(Parcel.class);
    Parcel<T>[] results = (Parcel<T>[]) rdd.context().runJob(rdd, function, parcel);
    List<T> parts = new ArrayList<>(results.length);
    for (Parcel<T> result : results) {
      if (result != null) {
        parts.add(result.content());
      }
    }
    return parts;
  }
}
