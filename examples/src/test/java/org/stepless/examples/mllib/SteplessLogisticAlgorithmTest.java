package org.stepless.examples.mllib;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.spark.SparkContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.mllib.classification.LogisticRegressionModel;
import org.apache.spark.mllib.linalg.Vectors;
import org.apache.spark.mllib.regression.LabeledPoint;
import org.junit.jupiter.api.Test;
import org.stepless.cli.Commands;

class SteplessLogisticAlgorithmTest {
  private static SparkContext context() {
    return Commands.spark().sparkContext();
  }

  @Test
  void readsDigits() {
    double accuracy = SteplessLogisticAlgorithm.testAccuracy(context(), "data/digits.libsvm.gz");
    assertTrue(accuracy > 0.94, "accuracy was " + accuracy);
  }

  /** With two classes MLlib keeps the intercept apart from the weights. */
  @Test
  void fitsAnIntercept() {
    Random random = new Random(4);
    List<LabeledPoint> points = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      double x = random.nextGaussian();
      double label = random.nextDouble() < 1 / (1 + Math.exp(1.5 - 2 * x)) ? 1 : 0;
      points.add(new LabeledPoint(label, Vectors.dense(x)));
    }
    LogisticRegressionModel model =
        new SteplessLogisticAlgorithm(2)
            .run(JavaSparkContext.fromSparkContext(context()).parallelize(points, 2).rdd());
    assertTrue(Math.abs(model.intercept() + 1.5) < 0.3, "" + model);
    assertTrue(Math.abs(model.weights().apply(0) - 2) < 0.4, "" + model);
  }
}
