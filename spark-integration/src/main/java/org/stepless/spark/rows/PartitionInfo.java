package org.stepless.spark.rows;

import java.io.Serializable;
import org.stepless.data.ColumnStatistics;
import org.stepless.data.Correlations;
import org.stepless.data.RowBlock;

/**
 * What the first pass tells the driver of one partition.
 *
 * @param correlations null where there are more columns than is supported
 * @param block the rows themselves, if they are few; else null
 */
record PartitionInfo(
    int rows,
    long bytes,
    long storedValues,
    ColumnStatistics statistics,
    LabelStatistics labels,
    OffsetStatistics offsets,
    Correlations correlations,
    PackedBlock block)
    implements Serializable {
  /**
   * @param few bytes that rows may take on their way to the driver
   */
  static PartitionInfo of(RowBlock block, long few) {
    LabelStatistics labels = LabelStatistics.of(block);
    return new PartitionInfo(
        block.rows(),
        block.bytes(),
        block.storedValues(),
        ColumnStatistics.of(block),
        labels,
        OffsetStatistics.of(block, labels),
        block.columns() <= Correlations.MOST_COLUMNS ? Correlations.of(block) : null,
        block.bytes() <= few ? new PackedBlock(block) : null);
  }
}
