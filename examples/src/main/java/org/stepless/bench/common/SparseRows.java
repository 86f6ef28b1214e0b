package org.stepless.bench.common;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;

/**
 * Sparse rows of ones, as click data are: few features occur in many rows and many in few, number j
 * with probability about 1/j. Labels are drawn from a logistic model; the same every time.
 */
public final class SparseRows {
  private static final long SEED = 21;
  private static final double STRENGTH = 0.5;

  private SparseRows() {}

  /** A frame with the columns {@code label} (0 or 1) and {@code features}, not yet computed. */
  public static Dataset<Row> frame(
      SparkSession spark, int rows, int features, int nonZeros, int partitions) {
    return DrawnRows.frame(
        spark,
        rows,
        partitions,
        (partition, count) -> {
          SplittableRandom random = new SplittableRandom(SEED + partition);
          return IntStream.range(0, count)
              .mapToObj(i -> row(random, features, nonZeros))
              .iterator();
        });
  }

  private static Row row(SplittableRandom random, int features, int nonZeros) {
    int[] indices = new int[nonZeros];
    double margin = 0;
    for (int i = 0; i < nonZeros; i++) {
      int j = (int) Math.pow(features, random.nextDouble()) - 1;
      indices[i] = Math.min(j, features - 1);
      margin += STRENGTH * weight(indices[i]);
    }
    double label = random.nextDouble() < 1 / (1 + Math.exp(-margin)) ? 1 : 0;
    int[] distinct = Arrays.stream(indices).sorted().distinct().toArray();
    double[] ones = new double[distinct.length];
    Arrays.fill(ones, 1);
    return RowFactory.create(label, Vectors.sparse(features, distinct, ones));
  }

  /** A fixed number in [-1, 1) for every feature. */
  private static double weight(int feature) {
    return 2 * new SplittableRandom(feature).nextDouble() - 1;
  }
}
