package org.stepless.bench.common;

import java.util.Random;
import java.util.stream.IntStream;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;

/** Dense rows of normal features, with labels drawn from a logistic model; the same every time. */
public final class DenseRows {
  private static final long SEED = 20;

  private DenseRows() {}

  /** A frame with the columns {@code label} (0 or 1) and {@code features}, not yet computed. */
  public static Dataset<Row> frame(SparkSession spark, int rows, int features, int partitions) {
    return DrawnRows.frame(
        spark,
        rows,
        partitions,
        (partition, count) -> {
          Random random = new Random(SEED + partition);
          return IntStream.range(0, count).mapToObj(i -> row(random, features)).iterator();
        });
  }

  private static Row row(Random random, int features) {
    double[] values = new double[features];
    double margin = 0;
    for (int j = 0; j < features; j++) {
      values[j] = random.nextGaussian();
      margin += values[j] * (j % 2 == 0 ? 1 : -1) / Math.sqrt(features);
    }
    double label = random.nextDouble() < 1 / (1 + Math.exp(-margin)) ? 1 : 0;
    return RowFactory.create(label, Vectors.dense(values));
  }
}
