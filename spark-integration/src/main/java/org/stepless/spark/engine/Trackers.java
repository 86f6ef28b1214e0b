package org.stepless.spark.engine;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.api.java.JavaDoubleRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * The trackers that a per-example rule leaves, one number a row, in the order of the rows trained
 * on. High ones mark rows that the model keeps getting wrong.
 */
public final class Trackers {

  /**
   * Number of rows of a partition, and a hash of their labels that depends on their order. Hashes
   * of consecutive partitions join, wherever the rows are cut.
   */
  public static final class Rows implements Serializable {
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
    public void add(Rows next) {
      hash += power * next.hash;
      power *= next.power;
      count += next.count;
    }

    /** Number of rows. */
    public long count() {
      return count;
    }

    static Rows join(List<Rows> partitions) {
      Rows all = new Rows();
      partitions.forEach(all::add);
      return all;
    }
  }

  private final JavaSparkContext context;
  private final double[][] parts;
  private final JavaRDD<double[]> onExecutors;
  private final Rows rows;

  private Trackers(
      JavaSparkContext context, double[][] parts, JavaRDD<double[]> onExecutors, Rows rows) {
    this.context = context;
    this.parts = parts;
    this.onExecutors = onExecutors;
    this.rows = rows;
  }

  /** Trackers that the driver holds, in the order of the rows, cut anyhow. */
  static Trackers onDriver(JavaSparkContext context, double[][] parts, Rows rows) {
    return new Trackers(context, parts, null, rows);
  }

  /** Trackers that stay with the executors, one array a partition. */
  static Trackers onExecutors(JavaRDD<double[]> parts, Rows rows) {
    return new Trackers(null, null, parts, rows);
  }

  /** Number of rows trained on. */
  public long count() {
    return rows.count();
  }

  /** All trackers as numbers, cut anyhow; for statistics of them. */
  public JavaDoubleRDD values() {
    JavaRDD<double[]> all =
        onExecutors == null
            ? context.parallelize(Arrays.asList(parts), Math.max(1, parts.length))
            : onExecutors;
    return all.flatMapToDouble(part -> Arrays.stream(part).iterator());
  }

  /**
   * The trackers cut as some rows are, one array a partition.
   *
   * @param partitions the rows of every partition, empty ones included
   * @throws IllegalArgumentException if they are not the rows trained on, in the same order
   */
  public JavaRDD<double[]> beside(List<Rows> partitions) {
    Rows given = Rows.join(partitions);
    if (given.count != rows.count) {
      throw new IllegalArgumentException(
          "%d rows are given, but there are trackers of the %d rows trained on"
              .formatted(given.count, rows.count));
    }
    if (given.hash != rows.hash) {
      throw new IllegalArgumentException(
          "the rows come with other labels or in another order than in training; cache the data,"
              + " or sort them by a key, before they are trained on");
    }
    if (onExecutors == null) {
      return context.parallelize(slices(partitions), partitions.size());
    }
    if (partitions.size() != onExecutors.getNumPartitions()) {
      throw new IllegalArgumentException(
          ("the rows come in %d partitions, their trackers in %d, too many to move; train with"
                  + " mode local and numPartitions 0, or give the driver more memory")
              .formatted(partitions.size(), onExecutors.getNumPartitions()));
    }
    return onExecutors;
  }

  private List<double[]> slices(List<Rows> partitions) {
    double[] all = new double[Math.toIntExact(rows.count)];
    int at = 0;
    for (double[] part : parts) {
      System.arraycopy(part, 0, all, at, part.length);
      at += part.length;
    }
    List<double[]> slices = new ArrayList<>();
    int from = 0;
    for (Rows partition : partitions) {
      int to = from + (int) partition.count;
      slices.add(Arrays.copyOfRange(all, from, to));
      from = to;
    }
    return slices;
  }
}
