package org.stepless.spark;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.spark.ml.classification.LogisticRegression;
import org.apache.spark.ml.classification.LogisticRegressionModel;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.ml.regression.GeneralizedLinearRegression;
import org.apache.spark.ml.regression.GeneralizedLinearRegressionModel;
import org.apache.spark.ml.regression.LinearRegression;
import org.apache.spark.ml.regression.LinearRegressionModel;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.stepless.spark.fit.TrainingSummary;

/** Finished models have the coefficients of Spark's estimators at a tolerance of 1e-12. */
class FinishedModelsTest {
  private static final double EXACT = 1e-12;
  private static final int MANY = 300;

  /** Relative to the largest of them. */
  private static void assertNear(double[] expected, double[] actual, double tolerance) {
    double largest = 0;
    for (double value : expected) {
      largest = Math.max(largest, Math.abs(value));
    }
    assertArrayEquals(expected, actual, tolerance * largest);
  }

  private static void assertFinished(TrainingSummary summary) {
    assertTrue(summary.finish().converged(), summary.finish().describe());
    assertTrue(summary.finish().passes() < 60, summary.finish().describe());
  }

  private static void compareLogistic(
      Dataset<Row> samples,
      SteplessLogisticRegression ours,
      LogisticRegression theirs,
      double tolerance) {
    Dataset<Row> data = samples.coalesce(1).cache(); // Spark's jobs are many
    LogisticRegressionModel a = ours.fit(data);
    LogisticRegressionModel b = theirs.setTol(EXACT).setMaxIter(MANY).fit(data);
    assertFinished(ours.summary());
    assertNear(b.coefficientMatrix().toArray(), a.coefficientMatrix().toArray(), tolerance);
    assertNear(b.interceptVector().toArray(), a.interceptVector().toArray(), tolerance);
  }

  @ParameterizedTest
  @CsvSource({
    "newton, 2, 0, true, true", "newton, 2, 0.1, true, false", "tron, 2, 0.1, false, true",
    "newton, 3, 0.05, false, true", "newton, 3, 0, true, true", "tron, 3, 0.1, true, false"
  })
  void logisticRegression(
      String finish, int classes, double reg, boolean intercept, boolean standardization) {
    compareLogistic(
        Samples.classes(1000, 5, classes, 11),
        new SteplessLogisticRegression()
            .setFinish(finish)
            .setTol(1e-9)
            .setRegParam(reg)
            .setWeightCol("weight")
            .setFitIntercept(intercept)
            .setStandardization(standardization),
        new LogisticRegression()
            .setRegParam(reg)
            .setWeightCol("weight")
            .setFitIntercept(intercept)
            .setStandardization(standardization),
        1e-6);
  }

  /** A column whose mean is 10,000 deviations, which others must not suffer from. */
  private static Dataset<Row> smallVariance(int rows, int classes) {
    Random random = new Random(4);
    List<Row> list = new ArrayList<>();
    for (int i = 0; i < rows; i++) {
      double first = random.nextGaussian(), second = random.nextGaussian();
      double score = first - 0.7 * second + 1.5 * random.nextGaussian();
      double label = Math.max(0, Math.min(classes - 1, Math.floor(score + classes / 2.0)));
      list.add(RowFactory.create(Vectors.dense(10 + 0.001 * first, second), label, 1.0));
    }
    return Samples.frame(list);
  }

  @ParameterizedTest
  @CsvSource({"2, newton", "3, newton", "2, tron", "3, tron"})
  void featuresOfSmallVariance(int classes, String finish) {
    compareLogistic(
        smallVariance(3000, classes),
        new SteplessLogisticRegression().setFinish(finish).setTol(1e-9),
        new LogisticRegression(),
        1e-6);
  }

  @Test
  void constantColumnsHaveNoCoefficient() {
    Random random = new Random(6);
    List<Row> list = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      double x = random.nextGaussian();
      double label = x + random.nextGaussian() > 0 ? 1 : 0;
      list.add(RowFactory.create(Vectors.dense(x, 3, random.nextGaussian()), label, 1.0));
    }
    Dataset<Row> data = Samples.frame(list);
    compareLogistic(
        data, new SteplessLogisticRegression().setFinish("newton"), new LogisticRegression(), 1e-6);
    compareLogistic(
        data, new SteplessLogisticRegression().setFinish("tron"), new LogisticRegression(), 1e-6);
  }

  private static Dataset<Row> tiny() {
    return Samples.frame(
        List.of(
            RowFactory.create(Vectors.dense(0, 5), 17.0, 1.0),
            RowFactory.create(Vectors.dense(1, 7), 19.0, 2.0),
            RowFactory.create(Vectors.dense(2, 11), 23.0, 3.0),
            RowFactory.create(Vectors.dense(3, 13), 29.0, 4.0)));
  }

  /** R's lm with weights: 18.08, 6.08, -0.6; without intercept -3.727, 3.01. */
  @ParameterizedTest
  @CsvSource({"newton", "tron"})
  void weightedLeastSquaresOfFourRows(String finish) {
    SteplessLinearRegression estimator =
        new SteplessLinearRegression().setFinish(finish).setTol(1e-10).setWeightCol("weight");
    LinearRegressionModel model = estimator.fit(tiny());
    assertArrayEquals(new double[] {6.08, -0.6}, model.coefficients().toArray(), 1e-8);
    assertEquals(18.08, model.intercept(), 1e-8);
    assertFinished(estimator.summary());
    LinearRegressionModel plain = estimator.setFitIntercept(false).fit(tiny());
    assertArrayEquals(
        new double[] {-3.7271214642, 3.0099833611}, plain.coefficients().toArray(), 1e-8);
  }

  @ParameterizedTest
  @CsvSource({
    "squaredError, 0, true, newton",
    "squaredError, 0.5, true, newton",
    "squaredError, 0.5, false, tron",
    "huber, 0, true, newton",
    "huber, 0.1, true, tron",
    "huber, 0.1, false, newton"
  })
  void linearRegression(String loss, double reg, boolean intercept, String finish) {
    Dataset<Row> data = Samples.linear(500, 4, 3).coalesce(1).cache();
    SteplessLinearRegression ours =
        new SteplessLinearRegression()
            .setLoss(loss)
            .setSolver("l-bfgs")
            .setRegParam(reg)
            .setFitIntercept(intercept)
            .setWeightCol("weight")
            .setFinish(finish)
            .setTol(1e-9);
    LinearRegressionModel a = ours.fit(data);
    LinearRegressionModel b =
        new LinearRegression()
            .setLoss(loss)
            .setSolver("l-bfgs")
            .setRegParam(reg)
            .setFitIntercept(intercept)
            .setWeightCol("weight")
            .setTol(EXACT)
            .setMaxIter(MANY)
            .fit(data);
    assertFinished(ours.summary());
    double tolerance = loss.equals("huber") ? 1e-5 : 1e-6; // Spark's search gives up before
    assertNear(b.coefficients().toArray(), a.coefficients().toArray(), tolerance);
    assertEquals(b.intercept(), a.intercept(), tolerance * (1 + Math.abs(b.intercept())));
    assertEquals(b.scale(), a.scale(), tolerance * b.scale());
    LinearRegressionModel other =
        ours.setFinish(finish.equals("tron") ? "newton" : "tron").fit(data);
    assertNear(a.coefficients().toArray(), other.coefficients().toArray(), 1e-7);
    assertEquals(a.scale(), other.scale(), 1e-7 * a.scale());
  }

  @ParameterizedTest
  @CsvSource({"newton, true", "tron, true", "newton, false"})
  void poissonRegression(String finish, boolean intercept) {
    Dataset<Row> data = Samples.counts(800, 4, 9);
    SteplessGeneralizedLinearRegression ours =
        new SteplessGeneralizedLinearRegression()
            .setFamily("poisson")
            .setFinish(finish)
            .setTol(1e-9)
            .setFitIntercept(intercept)
            .setWeightCol("weight");
    GeneralizedLinearRegressionModel a = ours.fit(data);
    GeneralizedLinearRegressionModel b =
        new GeneralizedLinearRegression()
            .setFamily("poisson")
            .setFitIntercept(intercept)
            .setWeightCol("weight")
            .setTol(EXACT)
            .setMaxIter(100)
            .fit(data);
    assertFinished(ours.summary());
    assertNear(b.coefficients().toArray(), a.coefficients().toArray(), 1e-7);
    assertEquals(b.intercept(), a.intercept(), 1e-7);
  }

  /** A penalised vector machine at its optimum: a plain loop finds a gradient of 0. */
  @ParameterizedTest
  @CsvSource({"newton", "tron"})
  void squaredHinge(String finish) {
    Dataset<Row> data = Samples.classes(400, 3, 2, 21);
    SteplessLinearSVC estimator =
        new SteplessLinearSVC()
            .setLoss("squaredHinge")
            .setRegParam(0.1)
            .setStandardization(false)
            .setFinish(finish)
            .setTol(1e-9);
    var model = estimator.fit(data);
    assertFinished(estimator.summary());
    double[] w = model.coefficients().toArray(), gradient = new double[4];
    for (Row row : data.collectAsList()) {
      double[] x = ((org.apache.spark.ml.linalg.Vector) row.get(0)).toArray();
      double sign = 2 * row.getDouble(1) - 1, margin = model.intercept();
      for (int j = 0; j < 3; j++) {
        margin += w[j] * x[j];
      }
      double slope = -2 * sign * Math.max(0, 1 - sign * margin) / 400;
      for (int j = 0; j < 3; j++) {
        gradient[j] += slope * x[j];
      }
      gradient[3] += slope;
    }
    for (int j = 0; j < 3; j++) {
      gradient[j] += 0.1 * w[j];
    }
    assertArrayEquals(new double[4], gradient, 1e-7);
  }
}
