package org.stepless.examples.pipeline;

import org.apache.spark.ml.classification.LogisticRegressionModel;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.stepless.examples.SampleData;
import org.stepless.spark.SteplessLogisticRegression;

/**
 * Yesterday's model is where today's training starts, and rows kept back say when to stop: a model
 * that no longer gets better for three passes is good enough, and the best one is returned.
 */
public final class WarmStart {
  private WarmStart() {}

  /** An estimator that stops by the rows whose column {@code held} is true. */
  static SteplessLogisticRegression estimator() {
    return new SteplessLogisticRegression()
        .setRegParam(0.01)
        .setMaxEpochs(60)
        .setValidationIndicatorCol("held")
        .setPatience(3);
  }

  /** Adds the column {@code held}, true for a fifth of the rows. */
  static Dataset<Row> withHeld(Dataset<Row> rows) {
    return rows.withColumn("held", functions.rand(5).lt(0.2)).cache();
  }

  /**
   * @param arguments a LIBSVM file whose labels are 0, 1, ...; none for the shipped digits
   */
  public static void main(String[] arguments) {
    SparkSession spark = SparkSession.builder().getOrCreate();
    Dataset<Row> all =
        spark.read().format("libsvm").load(SampleData.path(arguments, "digits.libsvm.gz"));
    Dataset<Row>[] days = all.randomSplit(new double[] {0.7, 0.3}, 3);

    SteplessLogisticRegression first = estimator();
    LogisticRegressionModel yesterday = first.fit(withHeld(days[0]));
    print("first day", first);

    SteplessLogisticRegression warm = estimator().setInitialModel(yesterday);
    Dataset<Row> today = withHeld(days[1]);
    warm.fit(today);
    print("second day, from the first day's model", warm);

    SteplessLogisticRegression cold = estimator();
    cold.fit(today);
    print("second day, from nothing", cold);
  }

  private static void print(String what, SteplessLogisticRegression fitted) {
    double[] losses = fitted.summary().validationHistory();
    int best = fitted.summary().bestEpoch();
    System.out.printf(
        "%s: loss on held rows %.4f after the first pass, %.4f at best (pass %d of %d)%n",
        what, losses[0], losses[best - 1], best, losses.length);
  }
}
