package org.stepless.spark.placement;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.api.java.JavaDoubleRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.stepless.spark.rows.RowSignature;

/**
 * The trackers that a per-example rule leaves, one number per row, in the order of the rows trained
 * on. High ones mark rows that the model keeps getting wrong.
 */
public final class Trackers {

  private final JavaSparkContext context;
  private final double[][] parts;
  private final JavaRDD<double[]> onExecutors;
  private final RowSignature rows;

  private Trackers(
      JavaSparkContext context,
      double[][] parts,
      JavaRDD<double[]> onExecutors,
      RowSignature rows) {
    this.context = context;
    this.parts = parts;
    this.onExecutors = onExecutors;
    this.rows = rows;
  }

  /** Trackers that the driver holds, in the order of the rows, cut anyhow. */
  static Trackers onDriver(JavaSparkContext context, double[][] parts, RowSignature rows) {
    return new Trackers(context, parts, null, rows);
  }

  /** Trackers that stay with the executors, one array per partition. */
  static Trackers onExecutors(JavaRDD<double[]> parts, RowSignature rows) {
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
   * The trackers cut as some rows are, one array per partition.
   *
   * @param partitions the rows of every partition, empty ones included
   * @throws IllegalArgumentException if they are not the rows trained on, in the same order
   */
  public JavaRDD<double[]> beside(List<RowSignature> partitions) {
    RowSignature given = RowSignature.join(partitions);
    if (given.count() != rows.count()) {
      throw new IllegalArgumentException(
          "%d rows are given, but there are trackers of the %d rows trained on"
              .formatted(given.count(), rows.count()));
    }
    if (!given.sameOrder(rows)) {
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

  private List<double[]> slices(List<RowSignature> partitions) {
    double[] all = new double[Math.toIntExact(rows.count())];
    int at = 0;
    for (double[] part : parts) {
      System.arraycopy(part, 0, all, at, part.length);
      at += part.length;
    }
    List<double[]> slices = new ArrayList<>();
    int from = 0;
    for (RowSignature partition : partitions) {
      int to = from + (int) partition.count();
      slices.add(Arrays.copyOfRange(all, from, to));
      from = to;
    }
    return slices;
  }
}
