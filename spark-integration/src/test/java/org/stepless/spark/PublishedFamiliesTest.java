package org.stepless.spark;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.ml.regression.GeneralizedLinearRegressionModel;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Small tables of textbooks whose coefficients anyone can look up, or work out by hand. */
class PublishedFamiliesTest {
  private static final StructType SCHEMA =
      new StructType()
          .add("features", SQLDataTypes.VectorType())
          .add("label", DataTypes.DoubleType)
          .add("trials", DataTypes.DoubleType)
          .add("offset", DataTypes.DoubleType);

  private static Dataset<Row> rows(
      IntFunction<double[]> features, double[] labels, double[] trials, double[] offsets) {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < labels.length; i++) {
      double offset = offsets == null ? 0 : offsets[i], weight = trials == null ? 1 : trials[i];
      rows.add(
          RowFactory.create(Vectors.dense(features.apply(i)), labels[i] / weight, weight, offset));
    }
    return SharedSpark.session().createDataFrame(rows, SCHEMA);
  }

  private static void assertModel(
      GeneralizedLinearRegressionModel model, double tolerance, double... expected) {
    double[] actual = new double[expected.length];
    actual[0] = model.intercept();
    System.arraycopy(model.coefficients().toArray(), 0, actual, 1, expected.length - 1);
    assertArrayEquals(expected, actual, tolerance);
  }

  private static SteplessGeneralizedLinearRegression estimator(String family) {
    return new SteplessGeneralizedLinearRegression().setFamily(family).setTol(1e-9);
  }

  /**
   * Dobson, "An Introduction to Generalized Linear Models", 1990, page 93: the example of R's glm.
   * Treatments have the same totals, so that fitted counts are products of shares.
   */
  @Test
  void randomizedTrialOfCounts() {
    double[] counts = {18, 17, 15, 20, 10, 20, 25, 13, 12};
    Dataset<Row> rows =
        rows(
            i ->
                new double[] {
                  i % 3 == 1 ? 1 : 0, i % 3 == 2 ? 1 : 0, i / 3 == 1 ? 1 : 0, i / 3 == 2 ? 1 : 0
                },
            counts,
            null,
            null);
    assertModel(
        estimator("poisson").fit(rows),
        1e-8,
        Math.log(21),
        Math.log(40 / 63.0),
        Math.log(47 / 63.0),
        0,
        0);
  }

  /** McCullagh, Nelder, "Generalized Linear Models", 1989, page 300: the same example of R's. */
  @Test
  void clottingTimes() {
    double[] u = {5, 10, 15, 20, 30, 40, 60, 80, 100};
    double[] first = {118, 58, 42, 35, 27, 25, 21, 19, 18};
    double[] second = {69, 35, 26, 21, 18, 16, 13, 12, 12};
    IntFunction<double[]> log = i -> new double[] {Math.log(u[i])};
    GeneralizedLinearRegressionModel model = estimator("gamma").fit(rows(log, first, null, null));
    assertModel(model, 1e-8, -0.01655438, 0.01534311);
    assertEquals(0.01672967, model.evaluate(rows(log, first, null, null)).deviance(), 1e-6);
    assertModel(
        estimator("Gamma").setLink("Inverse").fit(rows(log, second, null, null)),
        1e-8,
        -0.02390847,
        0.02359921);
  }

  /** Bliss's beetles, as in Dobson's table 7.2 and section 7.3: deviances 11.23, 10.12 and 3.45. */
  @ParameterizedTest
  @CsvSource({
    "logit, -60.71745, 34.27033, 11.23",
    "probit, -34.93526, 19.72793, 10.12",
    "cloglog, -39.57231, 22.04117, 3.45"
  })
  void beetles(String link, double intercept, double slope, double deviance) {
    double[] dose = {1.6907, 1.7242, 1.7552, 1.7842, 1.8113, 1.8369, 1.8610, 1.8839};
    double[] killed = {6, 13, 18, 28, 52, 53, 61, 60}, trials = {59, 60, 62, 56, 63, 59, 62, 60};
    Dataset<Row> rows = rows(i -> new double[] {dose[i]}, killed, trials, null);
    GeneralizedLinearRegressionModel model =
        estimator("binomial").setLink(link).setWeightCol("trials").fit(rows);
    assertModel(model, 1e-5, intercept, slope);
    assertEquals(deviance, model.evaluate(rows).deviance(), 5e-3);
  }

  /** Venables, Ripley, "Modern Applied Statistics with S", 4th edition, section 7.2: budworms. */
  @Test
  void budworms() {
    double[] dead = {1, 4, 9, 13, 18, 20, 0, 2, 6, 10, 12, 16}, trials = new double[12];
    java.util.Arrays.fill(trials, 20);
    Dataset<Row> rows = rows(i -> new double[] {i < 6 ? 1 : 0, i % 6}, dead, trials, null);
    assertModel(
        estimator("binomial").setWeightCol("trials").fit(rows),
        1e-6,
        -3.473155,
        1.100743,
        1.064214);
  }

  /** Dobson's table 4.3, Poisson counts with link identity: 7.45163 + 4.93530 x. */
  @Test
  void countsOnALine() {
    double[] x = {-1, -1, 0, 0, 0, 0, 1, 1, 1}, y = {2, 3, 6, 7, 8, 9, 10, 12, 15};
    Dataset<Row> rows = rows(i -> new double[] {x[i]}, y, null, null);
    assertModel(estimator("poisson").setLink("identity").fit(rows), 1e-5, 7.45163, 4.93530);
  }

  /** With the logarithm of the exposure for offset, the rate of a group is events by exposure. */
  @Test
  void ratesByExposure() {
    double[] events = {3, 7, 0, 12, 5, 20}, exposure = {10, 14, 3, 8, 9, 25};
    double[] offsets = java.util.Arrays.stream(exposure).map(Math::log).toArray();
    Dataset<Row> rows = rows(i -> new double[] {i / 3}, events, null, offsets);
    GeneralizedLinearRegressionModel model = estimator("poisson").setOffsetCol("offset").fit(rows);
    double first = 10 / 27.0, second = 37 / 42.0;
    assertModel(model, 1e-7, Math.log(first), Math.log(second / first));
    assertEquals("offset", model.getOffsetCol());
    double predicted = model.transform(rows).select("prediction").first().getDouble(0);
    assertEquals(first * exposure[0], predicted, 1e-6);
    GeneralizedLinearRegressionModel bare = estimator("poisson").setOffsetCol("").fit(rows);
    assertModel(bare, 1e-7, Math.log(10 / 3.0), Math.log(37 / 10.0));
  }
}
