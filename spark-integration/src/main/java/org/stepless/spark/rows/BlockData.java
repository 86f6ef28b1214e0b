package org.stepless.spark.rows;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.storage.StorageLevel;
import org.stepless.data.ColumnStatistics;
import org.stepless.data.Correlations;
import org.stepless.data.RowBlock;
import org.stepless.plan.DataFacts;
import org.stepless.spark.jobs.BlockJobs;
import org.stepless.spark.jobs.DriverMemory;
import org.stepless.spark.jobs.Release;

/**
 * The rows of a data set as persisted blocks, one a partition, and what is known about them. Close
 * it to release the blocks.
 */
public final class BlockData implements AutoCloseable {

  /** Rows that take at most so much together come to the driver with what is found out of them. */
  private static final long DRIVER_BYTES = 1 << 24;

  private final JavaRDD<RowBlock> blocks;
  private final List<PartitionInfo> partitions;
  private final ColumnStatistics statistics;
  private final List<JavaRDD<RowBlock>> persisted = new ArrayList<>();
  private List<RowBlock> driverBlocks; // null until they are asked for

  private BlockData(
      JavaRDD<RowBlock> blocks, List<PartitionInfo> partitions, ColumnStatistics statistics) {
    this.blocks = blocks;
    this.partitions = partitions;
    this.statistics = statistics;
    persisted.add(blocks);
  }

  /**
   * Persists the blocks and takes their statistics, in one job.
   *
   * @param blocks one block per partition, none for a partition without rows
   * @param what the data's name in messages
   * @throws IllegalArgumentException if there are no rows, or the partitions disagree on the
   *     columns
   */
  public static BlockData persist(JavaRDD<RowBlock> blocks, String what) {
    return persist(blocks, what, Integer.MAX_VALUE);
  }

  /**
   * As {@link #persist(JavaRDD, String)}, in at most so many tasks; the result does not depend on
   * them.
   */
  public static BlockData persist(JavaRDD<RowBlock> blocks, String what, int tasks) {
    JavaRDD<RowBlock> kept = blocks.persist(StorageLevel.MEMORY_AND_DISK());
    try {
      long all = Math.min(DRIVER_BYTES, DriverMemory.forResults(kept.context()));
      long few = all / Math.max(1, kept.getNumPartitions());
      List<PartitionInfo> partitions =
          BlockJobs.collect(kept, (partition, block) -> PartitionInfo.of(block, few), tasks);
      ColumnStatistics total = null;
      for (PartitionInfo partition : partitions) {
        ColumnStatistics part = partition.statistics();
        if (total != null && total.columns() != part.columns()) {
          throw new IllegalArgumentException(
              "%s hold vectors of %d and of %d features; all rows must have the same number"
                  .formatted(what, total.columns(), part.columns()));
        }
        total = total == null ? part : total.merge(part);
      }
      if (total == null) {
        throw new IllegalArgumentException(what + " have no rows; check the input and its filters");
      }
      return new BlockData(kept, partitions, total);
    } catch (Throwable e) { // jobs throw checked exceptions that Scala does not declare
      Release.persisted(kept);
      throw e;
    }
  }

  /**
   * Requires that there are columns; without, these rows are closed.
   *
   * @param what the data's name in the message
   * @throws IllegalArgumentException if there are none
   */
  public BlockData requireColumns(String what) {
    if (columns() == 0) {
      close();
      throw new IllegalArgumentException(
          what
              + " hold vectors of 0 features; there is nothing to learn from: check how they are"
              + " made, such as the input columns of a VectorAssembler");
    }
    return this;
  }

  /** The blocks, one a partition; none in partitions without rows. */
  public JavaRDD<RowBlock> blocks() {
    return blocks;
  }

  /** Whether the driver has all rows, because they are few. */
  public boolean onDriver() {
    return partitions.stream().allMatch(partition -> partition.block() != null);
  }

  /** The blocks in the order of their partitions, on the driver; one job if they are not there. */
  public List<RowBlock> driverBlocks() {
    if (!onDriver()) {
      return BlockJobs.collect(blocks, (partition, block) -> block);
    }
    if (driverBlocks == null) {
      driverBlocks = partitions.stream().map(partition -> partition.block().unpack()).toList();
    }
    return driverBlocks;
  }

  /**
   * All rows as one block in one partition, in the order of their partitions; persisted until this
   * object is closed.
   */
  public JavaRDD<RowBlock> single() {
    if (partitions.size() == 1) {
      return blocks;
    }
    JavaRDD<RowBlock> single =
        BlockJobs.inOnePartition(blocks).persist(StorageLevel.MEMORY_AND_DISK());
    persisted.add(single);
    return single;
  }

  /** Means, scales and counts of the columns over all rows. */
  public ColumnStatistics statistics() {
    return statistics;
  }

  /** What is known about the labels. */
  public LabelStatistics labels() {
    return partitions.stream()
        .map(PartitionInfo::labels)
        .reduce(LabelStatistics::merge)
        .orElseThrow();
  }

  /** What is known about the offsets. */
  public OffsetStatistics offsets() {
    return partitions.stream()
        .map(PartitionInfo::offsets)
        .reduce(OffsetStatistics::merge)
        .orElseThrow();
  }

  /** Correlations of the columns; null if there are more than is supported. */
  public Correlations correlations() {
    return columns() > Correlations.MOST_COLUMNS
        ? null
        : partitions.stream()
            .map(PartitionInfo::correlations)
            .reduce(Correlations::merge)
            .orElseThrow();
  }

  /** Features of a row. */
  public int columns() {
    return statistics.columns();
  }

  /** Number of rows. */
  public long rows() {
    return partitions.stream().mapToLong(PartitionInfo::rows).sum();
  }

  /** Rows of every partition that has some. */
  public int[] partitionRows() {
    return partitions.stream().mapToInt(PartitionInfo::rows).toArray();
  }

  /** All rows, with a hash of their labels in their order; one job. */
  public RowSignature signature() {
    return RowSignature.join(blocks.map(BlockData::signature).collect());
  }

  private static RowSignature signature(RowBlock block) {
    RowSignature rows = new RowSignature();
    for (int row = 0; row < block.rows(); row++) {
      rows.add(block.label(row));
    }
    return rows;
  }

  /** Bytes that all blocks take in memory. */
  public long bytes() {
    return partitions.stream().mapToLong(PartitionInfo::bytes).sum();
  }

  /** Stored feature values of all blocks: all of a dense block, the non-zeros of a sparse one. */
  public long storedValues() {
    return partitions.stream().mapToLong(PartitionInfo::storedValues).sum();
  }

  /** Mean weight of a row. */
  public double meanWeight() {
    return statistics.weightSum() / rows();
  }

  /**
   * What a plan needs to know of these rows.
   *
   * @param taskHeap bytes of heap where tasks run
   */
  public DataFacts facts(long taskHeap) {
    return new DataFacts(
        rows(),
        Arrays.stream(partitionRows()).max().orElse(0),
        columns(),
        storedValues(),
        bytes(),
        onDriver(),
        taskHeap,
        Runtime.getRuntime().maxMemory());
  }

  @Override
  public void close() {
    persisted.forEach(Release::persisted);
  }
}
