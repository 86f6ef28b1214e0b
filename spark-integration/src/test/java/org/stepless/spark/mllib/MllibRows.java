package org.stepless.spark.mllib;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.mllib.linalg.Vector;
import org.apache.spark.mllib.linalg.Vectors;
import org.apache.spark.mllib.optimization.Gradient;
import org.apache.spark.mllib.util.MLUtils;
import org.apache.spark.rdd.RDD;
import org.stepless.spark.SharedSpark;
import scala.Tuple2;

/** Labelled rows as MLlib's optimisers take them; the last column is a bias of ones. */
final class MllibRows {
  private MllibRows() {}

  /** Noisy classes; every third row is sparse, and column j has deviation scale^j. */
  static List<Tuple2<Object, Vector>> classes(
      int rows, int columns, int classes, double scale, long seed) {
    Random random = new Random(seed);
    double[][] truth = new double[classes][];
    for (int k = 0; k < classes; k++) {
      truth[k] = random.doubles(columns, -2, 2).toArray();
    }
    List<Tuple2<Object, Vector>> list = new ArrayList<>();
    for (int i = 0; i < rows; i++) {
      double[] x = new double[columns];
      double best = Double.NEGATIVE_INFINITY;
      int label = 0;
      for (int j = 0; j < columns; j++) {
        x[j] = random.nextInt(3) == 0 ? 0 : random.nextGaussian();
      }
      for (int k = 0; k < classes; k++) {
        double score = 0.3 * k - Math.log(-Math.log(random.nextDouble()));
        for (int j = 0; j < columns; j++) {
          score += truth[k][j] * x[j];
        }
        if (score > best) {
          best = score;
          label = k;
        }
      }
      for (int j = 0; j < columns; j++) {
        x[j] *= Math.pow(scale, j);
      }
      Vector features = MLUtils.appendBias(Vectors.dense(x));
      list.add(row(label, i % 3 == 0 ? features.toSparse() : features));
    }
    return list;
  }

  static Tuple2<Object, Vector> row(double label, Vector features) {
    return new Tuple2<>(label, features);
  }

  static JavaSparkContext context() {
    return JavaSparkContext.fromSparkContext(SharedSpark.session().sparkContext());
  }

  static RDD<Tuple2<Object, Vector>> rdd(List<Tuple2<Object, Vector>> rows, int partitions) {
    return context().parallelize(rows, partitions).rdd();
  }

  /** Mean loss plus penalty, by the gradient's own arithmetic. */
  static double objective(
      List<Tuple2<Object, Vector>> rows, Gradient gradient, Vector weights, double regParam) {
    double sum = 0;
    for (Tuple2<Object, Vector> row : rows) {
      sum += (double) gradient.compute(row._2(), (Double) row._1(), weights)._2();
    }
    double norm = Vectors.norm(weights, 2);
    return sum / rows.size() + 0.5 * regParam * norm * norm;
  }
}
