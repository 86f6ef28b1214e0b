package org.stepless.bench.common;

import org.apache.spark.sql.SparkSession;
import org.stepless.cli.options.SparkOptions;
import picocli.CommandLine.Option;

/** How many rows of how many features a benchmark draws, in how many partitions. */
public final class DrawnShape {
  @Option(
      names = "--rows",
      paramLabel = "N",
      description = "Rows to draw (default: ${DEFAULT-VALUE}).")
  private int rows;

  @Option(
      names = "--features",
      paramLabel = "N",
      description = "Features of a row (default: ${DEFAULT-VALUE}).")
  private int features;

  @Option(
      names = "--partitions",
      paramLabel = "N",
      description = "Partitions of the rows; 0 makes one a core (default: ${DEFAULT-VALUE}).")
  private int partitions;

  /** Options with these defaults. */
  public DrawnShape(int rows, int features, int partitions) {
    this.rows = rows;
    this.features = features;
    this.partitions = partitions;
  }

  /** Requires values in range. */
  public void check() {
    SparkOptions.atLeast("--rows", rows, 1);
    SparkOptions.atLeast("--features", features, 1);
    SparkOptions.atLeast("--partitions", partitions, 0);
  }

  public int rows() {
    return rows;
  }

  public int features() {
    return features;
  }

  /** The number of partitions, at least 1. */
  public int partitions(SparkSession spark) {
    return partitions > 0 ? partitions : spark.sparkContext().defaultParallelism();
  }
}
