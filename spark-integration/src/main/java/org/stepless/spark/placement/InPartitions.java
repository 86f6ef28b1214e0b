package org.stepless.spark.placement;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.stepless.data.RowBlock;
import org.stepless.spark.jobs.BlockJobs;
import org.stepless.spark.jobs.BlockTask;
import org.stepless.spark.jobs.PartMerge;
import org.stepless.spark.jobs.Shipped;

/** Rows in the partitions of an RDD; with one partition, in one task. */
public final class InPartitions implements Placement {
  private final JavaSparkContext context;
  private final JavaRDD<RowBlock> blocks;
  private final int aggregationDepth;
  private final List<Shipped<?>> shared = new ArrayList<>();

  /**
   * @param blocks one per partition, none for a partition without rows; persisted by their owner
   * @param aggregationDepth levels of the tree in which results are merged, at least 1
   */
  public InPartitions(JavaSparkContext context, JavaRDD<RowBlock> blocks, int aggregationDepth) {
    this.context = context;
    this.blocks = blocks;
    this.aggregationDepth = aggregationDepth;
  }

  JavaRDD<RowBlock> blocks() {
    return blocks;
  }

  <T> Shipped<T> ship(T value, long doubles) {
    return Shipped.of(context, value, doubles);
  }

  @Override
  public <T> Shipped<T> share(T value, long doubles) {
    Shipped<T> shipped = ship(value, doubles);
    shared.add(shipped);
    return shipped;
  }

  @Override
  public <I, R> List<R> collect(PartTask<I, R> task, I input, long doubles) {
    try (Shipped<I> shipped = ship(input, doubles)) {
      return BlockJobs.collect(blocks, new OnBlock<>(task, shipped));
    }
  }

  @Override
  public <I, R> R reduce(PartTask<I, R> task, I input, PartMerge<R> merge, long doubles) {
    try (Shipped<I> shipped = ship(input, doubles)) {
      return BlockJobs.reduce(
          blocks, new OnBlock<>(task, shipped), merge, aggregationDepth, doubles * Double.BYTES);
    }
  }

  /** Merges what tasks made of the partitions in another way. */
  <R> R reduce(JavaRDD<R> parts, PartMerge<R> merge, long doubles) {
    return BlockJobs.reduce(parts, merge, aggregationDepth, doubles * Double.BYTES);
  }

  @Override
  public void close() {
    shared.forEach(Shipped::close);
    shared.clear();
  }

  private record OnBlock<I, R>(PartTask<I, R> task, Shipped<I> input) implements BlockTask<R> {
    @Override
    public R run(int partition, RowBlock block) {
      return task.run(new Part(partition, block), input.get());
    }
  }
}
