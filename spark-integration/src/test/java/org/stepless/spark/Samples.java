package org.stepless.spark;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** Data frames drawn from known models; the same for the same seed. */
public final class Samples {
  private static final StructType SCHEMA =
      new StructType()
          .add("features", SQLDataTypes.VectorType())
          .add("label", DataTypes.DoubleType)
          .add("weight", DataTypes.DoubleType);

  private Samples() {}

  /**
   * Rows of noisy classes: column j has mean j and deviation 1 + j, so that standardisation
   * matters; every third row is sparse.
   */
  public static Dataset<Row> classes(int rows, int columns, int classes, long seed) {
    Random random = new Random(seed);
    double[][] truth = new double[classes][columns];
    for (double[] row : truth) {
      for (int j = 0; j < columns; j++) {
        row[j] = random.nextGaussian();
      }
    }
    List<Row> list = new ArrayList<>();
    for (int i = 0; i < rows; i++) {
      double[] z = random.doubles(columns, -1.5, 1.5).toArray();
      int best = 0;
      double bestScore = Double.NEGATIVE_INFINITY;
      for (int k = 0; k < classes; k++) {
        // Gumbel noise makes the labels draws from the softmax of the scores.
        double score = -Math.log(-Math.log(random.nextDouble()));
        for (int j = 0; j < columns; j++) {
          score += truth[k][j] * z[j];
        }
        if (score > bestScore) {
          best = k;
          bestScore = score;
        }
      }
      list.add(row(i, z, best, 0.5 + random.nextInt(4)));
    }
    return frame(list);
  }

  /** Rows of a linear model with intercept 7 and noise of deviation 0.5. */
  public static Dataset<Row> linear(int rows, int columns, long seed) {
    Random random = new Random(seed);
    List<Row> list = new ArrayList<>();
    for (int i = 0; i < rows; i++) {
      double[] z = random.doubles(columns, -1.5, 1.5).toArray();
      double y = 7 + 0.5 * random.nextGaussian();
      for (int j = 0; j < columns; j++) {
        y += (j - 1) * z[j];
      }
      list.add(row(i, z, y, 0.5 + random.nextInt(4)));
    }
    return frame(list);
  }

  /** Counts drawn from a Poisson model with means from about 0.3 to 20. */
  public static Dataset<Row> counts(int rows, int columns, long seed) {
    Random random = new Random(seed);
    List<Row> list = new ArrayList<>();
    for (int i = 0; i < rows; i++) {
      double[] z = random.doubles(columns, -1.5, 1.5).toArray();
      double logMean = 1;
      for (int j = 0; j < columns; j++) {
        logMean += (j % 2 == 0 ? 0.3 : -0.5) * z[j];
      }
      int count = -1;
      for (double left = Math.exp(logMean); left > 0; count++) { // arrivals in that much time
        left += Math.log(1 - random.nextDouble());
      }
      list.add(row(i, z, count, 0.5 + random.nextInt(4)));
    }
    return frame(list);
  }

  /**
   * Rows of 5 features whose products of neighbours make the label, with noise of deviation 0.1; as
   * classes, whether that is positive.
   */
  public static Dataset<Row> interactions(int rows, boolean classes, long seed) {
    Random random = new Random(seed);
    List<Row> list = new ArrayList<>();
    for (int i = 0; i < rows; i++) {
      double[] z = random.doubles(5, -1.5, 1.5).toArray();
      double y = 0.5 * z[0] + 0.1 * random.nextGaussian();
      for (int j = 1; j < z.length; j++) {
        y += (j % 2 == 0 ? 1 : -1) * z[j] * z[j - 1];
      }
      Vector vector = Vectors.dense(z);
      list.add(
          RowFactory.create(
              i % 3 == 0 ? vector.toSparse() : vector, classes ? (y > 0 ? 1.0 : 0.0) : y, 1.0));
    }
    return frame(list);
  }

  private static Row row(int number, double[] z, double label, double weight) {
    double[] values = new double[z.length];
    for (int j = 0; j < z.length; j++) {
      values[j] = j + (1 + j) * z[j];
    }
    Vector vector = Vectors.dense(values);
    return RowFactory.create(number % 3 == 0 ? vector.toSparse() : vector, label, weight);
  }

  /** A frame of (features, label, weight) rows. */
  public static Dataset<Row> frame(List<Row> rows) {
    return SharedSpark.session().createDataFrame(rows, SCHEMA).repartition(2).cache();
  }
}
