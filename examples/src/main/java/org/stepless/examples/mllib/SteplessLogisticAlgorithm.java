package org.stepless.examples.mllib;

import java.util.Comparator;
import org.apache.spark.SparkContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.mllib.classification.LogisticRegressionModel;
import org.apache.spark.mllib.linalg.Vector;
import org.apache.spark.mllib.optimization.LogisticGradient;
import org.apache.spark.mllib.optimization.Optimizer;
import org.apache.spark.mllib.regression.GeneralizedLinearAlgorithm;
import org.apache.spark.mllib.regression.LabeledPoint;
import org.apache.spark.mllib.util.MLUtils;
import org.apache.spark.sql.SparkSession;
import org.stepless.examples.SampleData;
import org.stepless.spark.mllib.SteplessOptimizer;

/**
 * MLlib's logistic regression without a step size: {@code LogisticRegressionWithLBFGS} with another
 * optimiser. The algorithm is MLlib's {@code GeneralizedLinearAlgorithm}, which appends the column
 * for the intercept, and the model is MLlib's own; only {@link #optimizer()} is new. {@code new
 * SteplessLogisticAlgorithm(10).run(points.rdd())} trains on ten classes.
 */
public final class SteplessLogisticAlgorithm
    extends GeneralizedLinearAlgorithm<LogisticRegressionModel> {
  private static final long serialVersionUID = 1L;

  private final int numClasses;
  private final SteplessOptimizer optimizer;

  /**
   * @param numClasses number of classes; labels are 0 to numClasses - 1
   */
  public SteplessLogisticAlgorithm(int numClasses) {
    this.numClasses = numClasses;
    optimizer =
        new SteplessOptimizer(new LogisticGradient(numClasses))
            .setRule("prodigy")
            .setMode("auto")
            .setMiniBatchFraction(0.02)
            .setNumIterations(1500)
            .setRegParam(1e-4);
    numOfLinearPredictor_$eq(numClasses - 1);
    setIntercept(true);
  }

  @Override
  public Optimizer optimizer() {
    return optimizer;
  }

  @Override
  public LogisticRegressionModel createModel(Vector weights, double intercept) {
    return numClasses == 2
        ? new LogisticRegressionModel(weights, intercept)
        : new LogisticRegressionModel(weights, intercept, numFeatures(), numClasses);
  }

  /** Trains on 80 % of a LIBSVM file, none for the shipped digits, and tests on the rest. */
  public static void main(String[] arguments) {
    SparkSession spark = SparkSession.builder().getOrCreate();
    String path = SampleData.path(arguments, "digits.libsvm.gz");
    System.out.printf("test accuracy %.4f%n", testAccuracy(spark.sparkContext(), path));
  }

  static double testAccuracy(SparkContext context, String path) {
    JavaRDD<LabeledPoint> points = MLUtils.loadLibSVMFile(context, path).toJavaRDD();
    JavaRDD<LabeledPoint>[] parts = points.randomSplit(new double[] {0.8, 0.2}, 1);
    int classes = 1 + points.map(point -> (int) point.label()).max(Comparator.naturalOrder());
    LogisticRegressionModel model = new SteplessLogisticAlgorithm(classes).run(parts[0].rdd());
    return parts[1].mapToDouble(p -> model.predict(p.features()) == p.label() ? 1 : 0).mean();
  }
}
