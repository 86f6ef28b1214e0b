package org.stepless.spark;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.stepless.spark.Messages.assertMessage;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.apache.spark.ml.classification.LogisticRegression;
import org.apache.spark.ml.classification.LogisticRegressionModel;
import org.apache.spark.ml.linalg.SparseMatrix;
import org.apache.spark.ml.linalg.SparseVector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.param.shared.HasElasticNetParam;
import org.apache.spark.ml.regression.LinearRegression;
import org.apache.spark.ml.regression.LinearRegressionModel;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Elastic nets have the coefficients of Spark's OWL-QN at a tolerance of 1e-12, zeros included. */
class ElasticNetTest {
  private static final double EXACT = 1e-12;
  private static final int MANY = 300;

  /** Relative to the largest; zeros exactly. */
  private static void assertSame(double[] expected, double[] actual, double tolerance) {
    double largest = Arrays.stream(expected).map(Math::abs).max().orElse(0);
    assertArrayEquals(expected, actual, tolerance * largest);
    for (int i = 0; i < expected.length; i++) {
      assertEquals(expected[i] == 0, actual[i] == 0, "coefficient " + i + ": " + expected[i]);
    }
  }

  private static long zeros(double[] values) {
    return Arrays.stream(values).filter(value -> value == 0).count();
  }

  @ParameterizedTest
  @CsvSource({
    "newton, 2, 0.05, 1, true, true, true", "newton, 2, 0.5, 0.5, false, true, false",
    "newton, 2, 0.1, 1, false, false, true", "tron, 2, 0.05, 0.5, true, true, true",
    "newton, 3, 0.04, 1, false, true, false", "tron, 3, 0.03, 0.5, true, false, true",
  })
  void logisticRegression(
      String finish,
      int classes,
      double reg,
      double alpha,
      boolean standardization,
      boolean intercept,
      boolean weighted) {
    Dataset<Row> data = Samples.classes(400, 7, classes, 11).coalesce(1).cache();
    SteplessLogisticRegression ours =
        new SteplessLogisticRegression()
            .setMaxEpochs(2)
            .setFinish(finish)
            .setTol(1e-10)
            .setRegParam(reg)
            .setElasticNetParam(alpha)
            .setStandardization(standardization)
            .setFitIntercept(intercept);
    LogisticRegression theirs =
        new LogisticRegression()
            .setTol(EXACT)
            .setMaxIter(MANY)
            .setRegParam(reg)
            .setElasticNetParam(alpha)
            .setStandardization(standardization)
            .setFitIntercept(intercept);
    if (weighted) {
      ours.setWeightCol("weight");
      theirs.setWeightCol("weight");
    }
    LogisticRegressionModel a = ours.fit(data), b = theirs.fit(data);
    assertTrue(ours.summary().finish().converged(), ours.summary().finish().describe());
    double[] expected = b.coefficientMatrix().toArray();
    assertTrue(zeros(expected) > 0 && zeros(expected) < expected.length, b.toString());
    assertSame(expected, a.coefficientMatrix().toArray(), 1e-5);
    assertArrayEquals(b.interceptVector().toArray(), a.interceptVector().toArray(), 1e-5);
    double[] history = b.summary().objectiveHistory();
    double optimum = history[history.length - 1];
    assertEquals(optimum, ours.summary().objective(), 1e-9 * optimum);
  }

  @ParameterizedTest
  @CsvSource({
    "newton, 0.5, 1, true, true, true", "newton, 2, 1, true, false, false",
    "newton, 0.9, 0.5, false, true, true", "tron, 0.5, 0.5, true, true, false",
    "tron, 2, 1, false, false, true", "tron, 0.9, 1, false, true, false",
  })
  void linearRegression(
      String finish,
      double reg,
      double alpha,
      boolean standardization,
      boolean intercept,
      boolean weighted) {
    Dataset<Row> data = Samples.linear(400, 5, 3).coalesce(1).cache();
    SteplessLinearRegression ours =
        new SteplessLinearRegression()
            .setSolver("l-bfgs")
            .setMaxEpochs(2)
            .setFinish(finish)
            .setTol(1e-10)
            .setRegParam(reg)
            .setElasticNetParam(alpha)
            .setStandardization(standardization)
            .setFitIntercept(intercept);
    LinearRegression theirs =
        new LinearRegression()
            .setSolver("l-bfgs")
            .setTol(EXACT)
            .setMaxIter(MANY)
            .setRegParam(reg)
            .setElasticNetParam(alpha)
            .setStandardization(standardization)
            .setFitIntercept(intercept);
    if (weighted) {
      ours.setWeightCol("weight");
      theirs.setWeightCol("weight");
    }
    LinearRegressionModel a = ours.fit(data), b = theirs.fit(data);
    assertTrue(zeros(b.coefficients().toArray()) > 0, b.coefficients().toString());
    assertSame(b.coefficients().toArray(), a.coefficients().toArray(), 1e-6);
    assertEquals(b.intercept(), a.intercept(), 1e-6);
  }

  /**
   * Columns that are orthogonal and have a mean of 0 and a mean square of 1: the least squares'
   * coefficients, which are 2, 0.3 and -1, shrink by the penalty. Spark's l-bfgs divides by the
   * deviation with n - 1: sqrt(4/3) for the penalty's weights.
   */
  @Test
  void orthogonalFeaturesAreSoftThresholded() {
    double[][] x = {{1, 1, 1}, {1, -1, -1}, {-1, 1, -1}, {-1, -1, 1}};
    List<Row> rows = new ArrayList<>();
    for (double[] row : x) {
      double label = 5 + 2 * row[0] + 0.3 * row[1] - row[2];
      rows.add(RowFactory.create(Vectors.dense(row), label, 1.0));
    }
    SteplessLinearRegression lasso =
        new SteplessLinearRegression().setRegParam(0.4).setElasticNetParam(1);
    LinearRegressionModel raw = lasso.setStandardization(false).fit(Samples.frame(rows));
    assertArrayEquals(new double[] {1.6, 0, -0.6}, raw.coefficients().toArray(), 1e-9);
    assertEquals(5, raw.intercept(), 1e-9);
    LinearRegressionModel normal = lasso.setStandardization(true).fit(Samples.frame(rows));
    assertArrayEquals(new double[] {1.6, 0, -0.6}, normal.coefficients().toArray(), 1e-9);
    double shrink = 0.4 * Math.sqrt(4 / 3.0);
    LinearRegressionModel scaled = lasso.setSolver("l-bfgs").fit(Samples.frame(rows));
    assertArrayEquals(
        new double[] {2 - shrink, 0, -1 + shrink}, scaled.coefficients().toArray(), 1e-9);
  }

  /** Few of many coefficients are not 0; they are kept as Spark keeps them. */
  @Test
  void sparseModelsAreCompressed(@TempDir Path folder) throws Exception {
    Random random = new Random(2);
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      double[] x = random.doubles(40, -1, 1).toArray();
      double score = 4 * x[3] - 4 * x[30];
      rows.add(RowFactory.create(Vectors.dense(x), score + random.nextGaussian(), 1.0));
    }
    Dataset<Row> data = Samples.frame(rows);
    LinearRegressionModel linear =
        new SteplessLinearRegression().setRegParam(0.5).setElasticNetParam(1).fit(data);
    SparseVector coefficients = assertInstanceOf(SparseVector.class, linear.coefficients());
    assertArrayEquals(new int[] {3, 30}, coefficients.indices());
    Dataset<Row> classes = data.selectExpr("features", "cast(label > 0 as double) label");
    SteplessLogisticRegression estimator =
        new SteplessLogisticRegression().setRegParam(0.1).setElasticNetParam(1);
    LogisticRegressionModel binomial = estimator.fit(classes);
    SparseMatrix matrix = assertInstanceOf(SparseMatrix.class, binomial.coefficientMatrix());
    assertTrue(matrix.isTransposed());
    assertArrayEquals(new int[] {3, 30}, ((SparseVector) binomial.coefficients()).indices());
    LogisticRegressionModel multinomial =
        estimator.copy(new ParamMap()).setFamily("multinomial").fit(classes);
    assertInstanceOf(SparseMatrix.class, multinomial.coefficientMatrix());
    String path = folder.resolve("model").toString();
    multinomial.write().save(path);
    assertEquals(
        multinomial.coefficientMatrix(), LogisticRegressionModel.load(path).coefficientMatrix());
    estimator.write().overwrite().save(path);
    assertEquals(1, SteplessLogisticRegression.load(path).getElasticNetParam());
  }

  /** Wherever the rows are, and however they are cut, the model is the same. */
  @ParameterizedTest
  @ValueSource(strings = {"newton", "tron"})
  void allPlacementsAgree(String finish) {
    Dataset<Row> data = Samples.classes(500, 6, 3, 5).coalesce(1).cache();
    double[] first = null;
    for (String mode : new String[] {"driver", "single", "synchronous", "local"}) {
      SteplessLogisticRegression estimator =
          new SteplessLogisticRegression()
              .setMode(mode)
              .setMaxEpochs(1)
              .setNumPartitions(mode.equals("driver") || mode.equals("single") ? 1 : 3)
              .setRegParam(0.05)
              .setElasticNetParam(0.7)
              .setFinish(finish)
              .setTol(1e-12);
      double[] found = estimator.fit(data).coefficientMatrix().toArray();
      first = first == null ? found : first;
      assertArrayEquals(first, found, 1e-9, mode);
      assertTrue(zeros(found) > 0 && zeros(found) == zeros(first), mode);
    }
  }

  @Test
  void largePenaltiesLeaveTheIntercept() {
    Dataset<Row> data = Samples.linear(200, 4, 7);
    LinearRegressionModel model =
        new SteplessLinearRegression().setRegParam(1e3).setElasticNetParam(1).fit(data);
    double mean = data.selectExpr("avg(label)").first().getDouble(0);
    assertArrayEquals(new double[4], model.coefficients().toArray());
    assertEquals(mean, model.intercept(), 1e-9);
  }

  @Test
  void whatDoesNotGoTogetherIsRefused() {
    Dataset<Row> data = Samples.classes(50, 3, 2, 1);
    SteplessLogisticRegression net =
        new SteplessLogisticRegression().setRegParam(0.1).setElasticNetParam(0.5);
    assertInstanceOf(HasElasticNetParam.class, net);
    assertMessage("finish is none", () -> net.setFinish("none").fit(data));
    assertMessage(
        "optimizer sp",
        () ->
            new SteplessLogisticRegression()
                .setRegParam(0.1)
                .setElasticNetParam(1)
                .setOptimizer("sp")
                .fit(data));
    assertMessage(
        "loss huber",
        () -> new SteplessLinearRegression().setLoss("huber").setElasticNetParam(0.5).fit(data));
    assertMessage(
        "elasticNetParam", () -> new SteplessLogisticRegression().setElasticNetParam(1.5));
    // Without a penalty its shares do not matter.
    new SteplessLogisticRegression()
        .setElasticNetParam(1)
        .setFinish("none")
        .setMaxEpochs(1)
        .fit(data);
  }
}
