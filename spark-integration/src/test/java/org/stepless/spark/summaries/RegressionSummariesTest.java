package org.stepless.spark.summaries;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.ml.regression.GeneralizedLinearRegression;
import org.apache.spark.ml.regression.GeneralizedLinearRegressionTrainingSummary;
import org.apache.spark.ml.regression.LinearRegression;
import org.apache.spark.ml.regression.LinearRegressionModel;
import org.apache.spark.ml.regression.LinearRegressionTrainingSummary;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.stepless.spark.Samples;
import org.stepless.spark.SteplessGeneralizedLinearRegression;
import org.stepless.spark.SteplessLinearRegression;

/** The training summaries of regressions have R's tables and say what Spark's own fits say. */
class RegressionSummariesTest {
  private static final double NEAR = 1e-6;

  private static SteplessLinearRegression ours() {
    return new SteplessLinearRegression().setFinish("auto").setTol(1e-9);
  }

  private static Dataset<Row> frame(double[] labels, double[]... features) {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < labels.length; i++) {
      rows.add(RowFactory.create(Vectors.dense(features[i]), labels[i], 1.0));
    }
    return Samples.frame(rows).coalesce(1);
  }

  /** The first two of R's {@code anscombe}, whose coefficients its help prints. */
  @ParameterizedTest
  @CsvSource({
    "1, 3.0000909, 0.5000909, 1.1247468, 0.1179055, 2.667348, 4.241455, 0.025734051, 0.002169629",
    "2, 3.0009091, 0.5000000, 1.1253024, 0.1179637, 2.666758, 4.238590, 0.025758941, 0.002178816"
  })
  void leastSquaresOfAnscombe(
      int number,
      double a,
      double b,
      double ea,
      double eb,
      double ta,
      double tb,
      double pa,
      double pb) {
    double[] x = {10, 8, 13, 9, 11, 14, 6, 4, 12, 7, 5};
    double[] y1 = {8.04, 6.95, 7.58, 8.81, 8.33, 9.96, 7.24, 4.26, 10.84, 4.82, 5.68};
    double[] y2 = {9.14, 8.14, 8.74, 8.77, 9.26, 8.10, 6.13, 3.10, 9.13, 7.26, 4.74};
    double[][] rows = new double[x.length][];
    for (int i = 0; i < x.length; i++) {
      rows[i] = new double[] {x[i]};
    }
    LinearRegressionModel model = ours().fit(frame(number == 1 ? y1 : y2, rows));
    LinearRegressionTrainingSummary summary = model.summary();
    assertArrayEquals(new double[] {b}, model.coefficients().toArray(), 1e-7);
    assertEquals(a, model.intercept(), 1e-7);
    assertArrayEquals(new double[] {eb, ea}, summary.coefficientStandardErrors(), 1e-7);
    assertArrayEquals(new double[] {tb, ta}, summary.tValues(), 1e-6);
    assertArrayEquals(new double[] {pb, pa}, summary.pValues(), 1e-8);
    assertEquals(9, summary.degreesOfFreedom());
    assertEquals(11, summary.numInstances());
    assertEquals(number == 1 ? 0.6665425 : 0.6662420, summary.r2(), 1e-7);
  }

  private static void assertSame(
      LinearRegressionTrainingSummary expected, LinearRegressionTrainingSummary actual) {
    assertEquals(expected.rootMeanSquaredError(), actual.rootMeanSquaredError(), NEAR);
    assertEquals(expected.meanSquaredError(), actual.meanSquaredError(), NEAR);
    assertEquals(expected.meanAbsoluteError(), actual.meanAbsoluteError(), NEAR);
    assertEquals(expected.explainedVariance(), actual.explainedVariance(), NEAR);
    assertEquals(expected.r2(), actual.r2(), NEAR);
    assertEquals(expected.r2adj(), actual.r2adj(), NEAR);
    assertEquals(expected.degreesOfFreedom(), actual.degreesOfFreedom());
    assertEquals(expected.numInstances(), actual.numInstances());
    assertArrayEquals(expected.devianceResiduals(), actual.devianceResiduals(), NEAR);
    assertEquals(expected.predictionCol(), actual.predictionCol());
    assertEquals(expected.labelCol(), actual.labelCol());
    assertEquals(expected.featuresCol(), actual.featuresCol());
    List<Row> a = expected.residuals().collectAsList(), b = actual.residuals().collectAsList();
    assertEquals(a.size(), b.size());
    for (int i = 0; i < a.size(); i++) {
      assertEquals(a.get(i).getDouble(0), b.get(i).getDouble(0), NEAR);
    }
    double[] history = actual.objectiveHistory();
    assertEquals(history.length - 1, actual.totalIterations());
    Histories.assertFalls(history);
  }

  /** Ridge as well: the penalty is part of the inverse, as in Spark's normal equations. */
  @ParameterizedTest
  @CsvSource({
    "'', true, 0, true",
    "weight, true, 0, true",
    "weight, false, 0, true",
    "'', false, 0, true",
    "weight, true, 0.3, true",
    "'', true, 0.3, false"
  })
  void standardErrorsOfSparksNormalSolver(
      String weights, boolean intercept, double reg, boolean standardization) {
    Dataset<Row> data = Samples.linear(200, 4, 8).coalesce(1).cache();
    SteplessLinearRegression ours =
        ours().setFitIntercept(intercept).setRegParam(reg).setStandardization(standardization);
    LinearRegression theirs =
        new LinearRegression()
            .setSolver("normal")
            .setFitIntercept(intercept)
            .setRegParam(reg)
            .setStandardization(standardization);
    if (!weights.isEmpty()) {
      ours.setWeightCol(weights);
      theirs.setWeightCol(weights);
    }
    LinearRegressionTrainingSummary actual = ours.fit(data).summary();
    LinearRegressionTrainingSummary expected = theirs.fit(data).summary();
    // Spark's normal equations know the labels' deviation by another formula, if rows are weighted.
    double tolerance = reg > 0 ? 1e-3 : NEAR;
    double[] errors = expected.coefficientStandardErrors(), t = expected.tValues();
    assertArrayEquals(errors, actual.coefficientStandardErrors(), tolerance * errors[0]);
    for (int i = 0; i < t.length; i++) {
      assertEquals(t[i], actual.tValues()[i], tolerance * Math.max(10, Math.abs(t[i])));
      assertEquals(expected.pValues()[i], actual.pValues()[i], tolerance);
    }
    if (reg == 0) {
      assertSame(expected, actual);
    }
  }

  /** As in Spark where another solver than the normal equations found the model. */
  @Test
  void noStandardErrorsWithoutTheCurvatureOfSquaredErrors() {
    Dataset<Row> data = Samples.linear(200, 3, 8).coalesce(1).cache();
    LinearRegressionTrainingSummary expected =
        new LinearRegression().setLoss("huber").fit(data).summary();
    String message =
        assertThrows(
                UnsupportedOperationException.class, () -> expected.coefficientStandardErrors())
            .getMessage();
    for (SteplessLinearRegression estimator :
        List.of(ours().setFinish("none"), ours().setFinish("tron"), ours().setLoss("huber"))) {
      LinearRegressionTrainingSummary summary = estimator.fit(data).summary();
      assertEquals(
          message,
          assertThrows(
                  UnsupportedOperationException.class, () -> summary.coefficientStandardErrors())
              .getMessage());
      assertThrows(UnsupportedOperationException.class, () -> summary.pValues());
      assertTrue(summary.r2() > 0.9);
    }
  }

  /** Collinear columns have many optima, and no standard errors: Spark's search says so too. */
  @Test
  void noStandardErrorsOfCollinearColumns() {
    Dataset<Row> data =
        frame(
            new double[] {1, 2, 2, 4, 6},
            new double[] {1, 2},
            new double[] {2, 4},
            new double[] {3, 6},
            new double[] {4, 8},
            new double[] {5, 10});
    LinearRegressionTrainingSummary summary = ours().fit(data).summary();
    assertThrows(UnsupportedOperationException.class, () -> summary.coefficientStandardErrors());
    assertEquals(new LinearRegression().fit(data).summary().r2(), summary.r2(), NEAR);
  }

  /** R's {@code glm} of Dobson's trial, 1990, page 93, which the help of glm fits. */
  @Test
  void poissonRegressionOfDobson() {
    double[] counts = {18, 17, 15, 20, 10, 20, 25, 13, 12};
    double[][] features = new double[9][];
    for (int i = 0; i < 9; i++) {
      int outcome = i % 3, treatment = i / 3;
      features[i] =
          new double[] {
            outcome == 1 ? 1 : 0,
            outcome == 2 ? 1 : 0,
            treatment == 1 ? 1 : 0,
            treatment == 2 ? 1 : 0
          };
    }
    GeneralizedLinearRegressionTrainingSummary summary =
        new SteplessGeneralizedLinearRegression()
            .setFamily("poisson")
            .setFinish("auto")
            .setTol(1e-10)
            .fit(frame(counts, features))
            .summary();
    assertArrayEquals(
        new double[] {0.2022, 0.1927, 0.2000, 0.2000, 0.1709},
        summary.coefficientStandardErrors(),
        5e-5);
    double[] t = summary.tValues(), p = summary.pValues();
    assertArrayEquals(new double[] {-2.247, -1.520}, new double[] {t[0], t[1]}, 5e-4);
    assertEquals(17.815, t[4], 5e-4);
    assertArrayEquals(new double[] {0.0246, 0.1285, 1, 1}, java.util.Arrays.copyOf(p, 4), 5e-5);
    assertEquals(10.5814, summary.nullDeviance(), 5e-5);
    assertEquals(5.1291, summary.deviance(), 5e-5);
    assertEquals(56.76, summary.aic(), 5e-3);
    assertEquals(1, summary.dispersion());
    assertEquals(4, summary.residualDegreeOfFreedom());
    assertEquals(8, summary.residualDegreeOfFreedomNull());
    assertTrue(summary.toString().contains("Residual deviance: 5.1291 on 4 degrees of freedom"));
  }

  @ParameterizedTest
  @CsvSource({"'', true", "weight, true", "weight, false"})
  void poissonRegressionLikeSparks(String weights, boolean intercept) {
    Dataset<Row> data = Samples.counts(300, 3, 4).coalesce(1).cache();
    SteplessGeneralizedLinearRegression ours =
        new SteplessGeneralizedLinearRegression()
            .setFamily("poisson")
            .setFinish("auto")
            .setTol(1e-9)
            .setFitIntercept(intercept);
    GeneralizedLinearRegression theirs =
        new GeneralizedLinearRegression()
            .setFamily("poisson")
            .setTol(1e-12)
            .setMaxIter(100)
            .setFitIntercept(intercept);
    if (!weights.isEmpty()) {
      ours.setWeightCol(weights);
      theirs.setWeightCol(weights);
    }
    GeneralizedLinearRegressionTrainingSummary actual = ours.fit(data).summary();
    GeneralizedLinearRegressionTrainingSummary expected = theirs.fit(data).summary();
    assertArrayEquals(
        expected.coefficientStandardErrors(), actual.coefficientStandardErrors(), NEAR);
    assertArrayEquals(expected.pValues(), actual.pValues(), NEAR);
    assertEquals(expected.deviance(), actual.deviance(), NEAR * expected.deviance());
    assertEquals(expected.nullDeviance(), actual.nullDeviance(), NEAR * expected.nullDeviance());
    assertEquals(expected.aic(), actual.aic(), NEAR * expected.aic());
    assertEquals("newton", actual.solver());
    for (String kind : List.of("deviance", "pearson", "working", "response")) {
      List<Row> a = expected.residuals(kind).collectAsList();
      List<Row> b = actual.residuals(kind).collectAsList();
      for (int i = 0; i < a.size(); i++) {
        assertEquals(a.get(i).getDouble(0), b.get(i).getDouble(0), NEAR);
      }
    }
  }
}
