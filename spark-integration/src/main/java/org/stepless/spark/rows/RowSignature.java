package org.stepless.spark.rows;

import java.io.Serializable;
import java.util.List;

/**
 * Number of rows of a partition, and a hash of their labels that depends on their order. Hashes of
 * consecutive partitions join, wherever the rows are cut.
 */
public final class RowSignature implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final long BASE = 0x9E3779B97F4A7C15L;

  private long count;
  private long hash;
  private long power = 1;

  /** Appends a row. */
  public void add(double label) {
    // Zero and minus zero are one label; an even factor would lose bits at every power.
    hash += power * (2 * Double.hashCode(label + 0.0) + 1);
    power *= BASE;
    count++;
  }

  /** Appends the rows of another partition. */
  public void add(RowSignature next) {
    hash += power * next.hash;
    power *= next.power;
    count += next.count;
  }

  /** Whether other rows have the same labels in the same order, as far as hashes tell. */
  public boolean sameOrder(RowSignature other) {
    return hash == other.hash;
  }

  /** Number of rows. */
  public long count() {
    return count;
  }

  /** The rows of consecutive partitions as one. */
  public static RowSignature join(List<RowSignature> partitions) {
    RowSignature all = new RowSignature();
    partitions.forEach(all::add);
    return all;
  }
}
