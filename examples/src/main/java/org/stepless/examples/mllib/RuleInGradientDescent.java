package org.stepless.examples.mllib;

import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.mllib.linalg.Vector;
import org.apache.spark.mllib.linalg.Vectors;
import org.apache.spark.mllib.optimization.GradientDescent;
import org.apache.spark.mllib.optimization.LogisticGradient;
import org.apache.spark.mllib.optimization.SimpleUpdater;
import org.apache.spark.mllib.optimization.Updater;
import org.apache.spark.mllib.util.MLUtils;
import org.apache.spark.sql.SparkSession;
import org.stepless.examples.SampleData;
import org.stepless.spark.mllib.RuleUpdater;
import scala.Tuple2;

/**
 * Spark's own GradientDescent with another update rule: the {@code Updater} is all that changes.
 * The step size stays at 1 and is not tuned. For speed use {@code SteplessOptimizer}:
 * GradientDescent reads all rows in every step, however few it samples.
 */
public final class RuleInGradientDescent {
  private static final int ITERATIONS = 40;

  private RuleInGradientDescent() {}

  /**
   * Runs GradientDescent on all rows.
   *
   * @param stepSize of Spark; 1 with a rule that needs no learning rate
   * @return weights, and the loss before every step
   */
  static Tuple2<Vector, double[]> run(
      JavaRDD<Tuple2<Object, Vector>> rows, int columns, Updater updater, double stepSize) {
    return GradientDescent.runMiniBatchSGD(
        rows.rdd(),
        new LogisticGradient(),
        updater,
        stepSize,
        ITERATIONS,
        0, // regParam
        1, // all rows in every step
        Vectors.zeros(columns),
        0); // convergenceTol: rules that start with tiny steps would meet a larger one at once
  }

  /** Digit 0 against the others, with a column of ones for the intercept. */
  static JavaRDD<Tuple2<Object, Vector>> rows(SparkSession spark, String path) {
    return MLUtils.loadLibSVMFile(spark.sparkContext(), path)
        .toJavaRDD()
        .map(
            point ->
                new Tuple2<Object, Vector>(
                    point.label() == 0 ? 1.0 : 0.0, MLUtils.appendBias(point.features())))
        .cache();
  }

  /**
   * @param arguments a LIBSVM file; none for the shipped digits
   */
  public static void main(String[] arguments) {
    SparkSession spark = SparkSession.builder().getOrCreate();
    var rows = rows(spark, SampleData.path(arguments, "digits.libsvm.gz"));
    int columns = rows.first()._2().size();
    for (double stepSize : new double[] {0.01, 1, 100}) {
      double[] losses = run(rows, columns, new SimpleUpdater(), stepSize)._2();
      System.out.printf("SimpleUpdater, step size %s: %.4f%n", stepSize, losses[ITERATIONS - 1]);
    }
    double[] losses = run(rows, columns, new RuleUpdater("prodigy"), 1)._2();
    System.out.printf("RuleUpdater(\"prodigy\"): %.4f%n", losses[ITERATIONS - 1]);
  }
}
