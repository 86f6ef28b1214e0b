package org.stepless.spark.peers;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.stepless.spark.Samples;

/** Rows of the kinds that Spark's suites have, drawn here: columns features, label and weight. */
final class PeerRows {
  private PeerRows() {}

  /** One partition: Spark's optimisers run many jobs. */
  static Dataset<Row> of(List<Row> rows) {
    return Samples.frame(rows).coalesce(1).cache();
  }

  /** Four columns of unlike means and deviations; whole weights from 1 to 3. */
  static List<Row> classes(int rows, int classes, long seed) {
    Random random = new Random(seed);
    double[][] truth = {{-0.6, 0.9, 0.5, -0.3}, {0.5, -0.2, -0.4, 0.6}, {0.1, -0.7, 0.4, 0.2}};
    List<Row> all = new ArrayList<>();
    for (int i = 0; i < rows; i++) {
      double[] z = random.doubles(4, -1.7, 1.7).toArray();
      int best = 0;
      double highest = Double.NEGATIVE_INFINITY;
      for (int k = 0; k < classes; k++) {
        double score = -Math.log(-Math.log(random.nextDouble())) + 0.3 * k; // Gumbel's noise
        for (int j = 0; j < z.length; j++) {
          score += truth[k][j] * z[j];
        }
        if (score > highest) {
          best = k;
          highest = score;
        }
      }
      all.add(
          RowFactory.create(
              Vectors.dense(5.8 + 0.8 * z[0], 3 + 0.4 * z[1], 3.8 + 1.7 * z[2], 1.2 + z[3]),
              (double) best,
              1.0 + random.nextInt(3)));
    }
    return all;
  }

  /** Labels 6.3 + 4.7 a + 7.2 b with noise, of columns with a mean; weights from 1 to 3. */
  static List<Row> line(int rows, double noise, long seed) {
    Random random = new Random(seed);
    List<Row> all = new ArrayList<>();
    for (int i = 0; i < rows; i++) {
      double a = 0.9 + 0.8 * random.nextGaussian(), b = -1.3 + 1.1 * random.nextGaussian();
      double label = 6.3 + 4.7 * a + 7.2 * b + noise * random.nextGaussian();
      all.add(RowFactory.create(Vectors.dense(a, b), label, 1.0 + random.nextInt(3)));
    }
    return all;
  }

  /** A column whose mean is 10,000 deviations, and one beside it. */
  static List<Row> smallVariance(int rows, int classes) {
    Random random = new Random(4);
    List<Row> all = new ArrayList<>();
    for (int i = 0; i < rows; i++) {
      double first = random.nextGaussian(), second = random.nextGaussian();
      double score = first - 0.7 * second + 1.5 * random.nextGaussian();
      double label = Math.max(0, Math.min(classes - 1, Math.floor(score + classes / 2.0)));
      all.add(RowFactory.create(Vectors.dense(10 + 0.001 * first, second), label, 1.0));
    }
    return all;
  }

  /** The rows with a further column that is everywhere the same. */
  static List<Row> withConstant(List<Row> rows, double value) {
    return features(
        rows,
        x -> {
          double[] values = java.util.Arrays.copyOf(x.toArray(), x.size() + 1);
          values[x.size()] = value;
          return Vectors.dense(values);
        });
  }

  /** The rows with other features. */
  static List<Row> features(List<Row> rows, java.util.function.UnaryOperator<Vector> change) {
    return rows.stream()
        .map(row -> RowFactory.create(change.apply(row.getAs(0)), row.get(1), row.get(2)))
        .toList();
  }

  /** Every row as often as it weighs. */
  static List<Row> repeated(List<Row> rows) {
    List<Row> all = new ArrayList<>();
    for (Row row : rows) {
      for (int i = 0; i < row.getDouble(2); i++) {
        all.add(RowFactory.create(row.get(0), row.get(1), 1.0));
      }
    }
    return all;
  }

  /** Four weighted rows, of which books and suites have their tables. */
  static List<Row> four(double... labels) {
    double[][] x = {{0, 5}, {1, 7}, {2, 11}, {3, 13}};
    List<Row> all = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      all.add(RowFactory.create(Vectors.dense(x[i]), labels[i], i + 1.0));
    }
    return all;
  }
}
