package org.stepless.spark.peers;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.stepless.spark.peers.Peers.assertNear;
import static org.stepless.spark.peers.Peers.assertSame;
import static org.stepless.spark.peers.Peers.logistic;
import static org.stepless.spark.peers.Peers.with;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.ml.classification.LogisticRegression;
import org.apache.spark.ml.classification.LogisticRegressionModel;
import org.apache.spark.ml.classification.LogisticRegressionTrainingSummary;
import org.apache.spark.ml.linalg.DenseMatrix;
import org.apache.spark.ml.linalg.Matrix;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.stepless.spark.SteplessLogisticRegression;

/** The cases of Spark's suite: ours at its defaults beside Spark's estimator. */
class LogisticRegressionPeerTest {
  private static final double NEAR = 1e-4;
  private static final Dataset<Row> TWO = PeerRows.of(PeerRows.classes(400, 2, 42));
  private static final Dataset<Row> THREE = PeerRows.of(PeerRows.classes(400, 3, 43));

  private static SteplessLogisticRegression ours(String params) {
    return with(new SteplessLogisticRegression(), params);
  }

  private static Dataset<Row> rows(int classes) {
    return classes == 2 ? TWO : THREE;
  }

  static Stream<String> penalties() {
    return Stream.of(
        "",
        "fitIntercept=false standardization=false weightCol=weight",
        "regParam=0.12 elasticNetParam=1",
        "regParam=0.12 elasticNetParam=1 standardization=false fitIntercept=false",
        "regParam=1.37",
        "regParam=1.37 standardization=false weightCol=weight",
        "regParam=1.37 fitIntercept=false",
        "regParam=0.21 elasticNetParam=0.5 weightCol=weight",
        "regParam=0.21 elasticNetParam=0.5 standardization=false fitIntercept=false");
  }

  @ParameterizedTest
  @MethodSource("penalties")
  void twoClasses(String params) {
    assertSame(logistic(params).fit(TWO), ours(params).fit(TWO), NEAR);
  }

  @ParameterizedTest
  @MethodSource("penalties")
  void threeClasses(String params) {
    assertSame(logistic(params).fit(THREE), ours(params).fit(THREE), NEAR);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "regParam=0.1", "regParam=0.05 elasticNetParam=0.8"})
  void twoClassesAsMultinomial(String params) {
    String multinomial = "family=multinomial " + params;
    assertSame(logistic(multinomial).fit(TWO), ours(multinomial).fit(TWO), NEAR);
  }

  /** All coefficients are 0, and the intercept is the log odds. */
  @Test
  void aStrongPenaltyLeavesTheIntercept() {
    LogisticRegressionModel model = ours("regParam=6 elasticNetParam=1").fit(TWO);
    double ones = TWO.where("label = 1").count();
    assertArrayEquals(new double[4], model.coefficients().toArray(), 0);
    assertNear(Math.log(ones / (400 - ones)), model.intercept(), NEAR);
    assertSame(
        logistic("regParam=6 elasticNetParam=1").fit(THREE),
        ours("regParam=6 elasticNetParam=1").fit(THREE),
        NEAR);
  }

  private static Matrix bound(int rows, double value) {
    double[] values = new double[rows * 4];
    Arrays.fill(values, value);
    return new DenseMatrix(rows, 4, values);
  }

  @ParameterizedTest
  @CsvSource({"2, true, 0", "2, false, 0.1", "3, true, 0.1", "3, false, 0.1"})
  void bounds(int classes, boolean intercept, double regParam) {
    int outputs = classes == 2 ? 1 : classes;
    String params = "regParam=%s fitIntercept=%s".formatted(regParam, intercept);
    LogisticRegression spark = logistic(params);
    SteplessLogisticRegression stepless = ours(params);
    spark.setLowerBoundsOnCoefficients(bound(outputs, -0.2));
    spark.setUpperBoundsOnCoefficients(bound(outputs, 0.15));
    stepless.setLowerBoundsOnCoefficients(bound(outputs, -0.2));
    stepless.setUpperBoundsOnCoefficients(bound(outputs, 0.15));
    LogisticRegressionModel expected = spark.fit(rows(classes)),
        actual = stepless.fit(rows(classes));
    assertArrayEquals(
        expected.coefficientMatrix().toArray(), actual.coefficientMatrix().toArray(), 1e-4);
    double[] a = expected.interceptVector().toArray(), b = actual.interceptVector().toArray();
    for (int k = 0; k < outputs; k++) { // one number may be added to those of all classes
      double shift = outputs == 1 ? 0 : a[0] - b[0];
      assertEquals(a[k], b[k] + shift, 1e-3);
    }
  }

  @ParameterizedTest
  @CsvSource({"2, 2000", "3, 50000"})
  void featuresOfSmallVariance(int classes, int count) {
    Dataset<Row> rows = PeerRows.of(PeerRows.smallVariance(count, classes));
    assertSame(logistic("").fit(rows), ours("").fit(rows), NEAR);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 2.5})
  void constantColumns(double value) {
    Dataset<Row> rows = PeerRows.of(PeerRows.withConstant(PeerRows.classes(100, 2, 7), value));
    assertSame(logistic("").fit(rows), ours("").fit(rows), NEAR);
  }

  @Test
  void sparseRowsGiveTheSameModel() {
    List<Row> all = PeerRows.classes(400, 2, 42);
    Dataset<Row> sparse = PeerRows.of(PeerRows.features(all, Vector::toSparse));
    assertSame(logistic("").fit(TWO), ours("").fit(sparse), NEAR);
  }

  /** A tolerance has Spark's meaning: a coarse one leaves a model that is near its optimum. */
  @ParameterizedTest
  @ValueSource(ints = {2, 3})
  void aCoarseToleranceIsNearAsWell(int classes) {
    assertSame(logistic("").fit(rows(classes)), ours("tol=1e-4").fit(rows(classes)), 1e-3);
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3})
  void weightsCountLikeRepeatedRowsInAnyUnit(int classes) {
    List<Row> all = PeerRows.classes(200, classes, 5);
    LogisticRegressionModel expected = ours("").fit(PeerRows.of(PeerRows.repeated(all)));
    Dataset<Row> rows = PeerRows.of(all);
    for (String unit : List.of("1", "0.00001", "100000")) {
      Dataset<Row> scaled = rows.withColumn("weight", functions.expr("weight * " + unit));
      assertSame(expected, ours("weightCol=weight").fit(scaled), NEAR);
    }
  }

  /** Wrong labels that weigh next to nothing. */
  @Test
  void outliersOfSmallWeightDoLittle() {
    Dataset<Row> one = TWO.withColumn("weight", functions.lit(1.0));
    Dataset<Row> wrong =
        TWO.withColumn("label", functions.expr("1 - label"))
            .withColumn("weight", functions.lit(1e-7));
    Dataset<Row> both = one.union(wrong).coalesce(1);
    assertSame(ours("").fit(TWO), ours("weightCol=weight").fit(both), NEAR);
  }

  @ParameterizedTest
  @ValueSource(strings = {"byte", "short", "int", "long", "float", "decimal(10,0)"})
  void labelsAndWeightsAreNumbersOfAnyType(String type) {
    Dataset<Row> cast =
        TWO.withColumn("label", functions.col("label").cast(type))
            .withColumn("weight", functions.col("weight").cast(type));
    assertSame(ours("weightCol=weight").fit(TWO), ours("weightCol=weight").fit(cast), 0);
  }

  /** Folds may have rows of one class. */
  @ParameterizedTest
  @CsvSource({"0, auto", "1, auto", "2, auto", "1, multinomial"})
  void oneClassHasAnInfiniteIntercept(double label, String family) {
    Dataset<Row> rows = TWO.withColumn("label", functions.lit(label));
    LogisticRegressionModel expected = logistic("family=" + family).fit(rows);
    LogisticRegressionModel actual = ours("family=" + family).fit(rows);
    assertArrayEquals(
        expected.coefficientMatrix().toArray(), actual.coefficientMatrix().toArray(), 0);
    assertArrayEquals(expected.interceptVector().toArray(), actual.interceptVector().toArray(), 0);
    assertEquals(400, actual.transform(rows).where("prediction = label").count());
  }

  /** One iteration from the optimum stays there. */
  @ParameterizedTest
  @ValueSource(ints = {2, 3})
  void aModelToStartFrom(int classes) {
    LogisticRegressionModel optimum = logistic("regParam=0.02").fit(rows(classes));
    LogisticRegressionModel model =
        ours("regParam=0.02 maxIter=1").setInitialModel(optimum).fit(rows(classes));
    assertSame(optimum, model, 1e-4);
  }

  /** A column more is a number more a row of coefficients. */
  @ParameterizedTest
  @CsvSource({"2, 1", "3, 3"})
  void sizesOfModels(int classes, int outputs) {
    List<Row> all = PeerRows.classes(30, classes, 1);
    long size = ours("").estimateModelSize(PeerRows.of(all));
    long wider = ours("").estimateModelSize(PeerRows.of(PeerRows.withConstant(all, 1)));
    assertEquals(8 * outputs, wider - size);
    assertTrue(size > 8 * outputs * 5);
  }

  @Test
  void summariesOfTwoClasses() {
    var expected = logistic("weightCol=weight").fit(TWO).binarySummary();
    LogisticRegressionModel model = ours("weightCol=weight").fit(TWO);
    var actual = model.binarySummary();
    assertNear(expected.areaUnderROC(), actual.areaUnderROC(), NEAR);
    assertNear(expected.areaUnderROC(), model.evaluate(TWO).asBinary().areaUnderROC(), NEAR);
    assertEquals(expected.roc().count(), actual.roc().count());
    assertEquals(expected.pr().count(), actual.pr().count());
    assertNear(
        expected.fMeasureByThreshold().agg(functions.max("F-Measure")).first().getDouble(0),
        actual.fMeasureByThreshold().agg(functions.max("F-Measure")).first().getDouble(0),
        NEAR);
    assertSummary(expected, actual);
  }

  @Test
  void summariesOfThreeClasses() {
    assertSummary(
        logistic("regParam=0.01").fit(THREE).summary(), ours("regParam=0.01").fit(THREE).summary());
  }

  private static void assertSummary(
      LogisticRegressionTrainingSummary expected, LogisticRegressionTrainingSummary actual) {
    assertArrayEquals(expected.labels(), actual.labels());
    assertNear(expected.accuracy(), actual.accuracy(), NEAR);
    assertNear(expected.precisionByLabel(), actual.precisionByLabel(), NEAR);
    assertNear(expected.recallByLabel(), actual.recallByLabel(), NEAR);
    assertNear(expected.fMeasureByLabel(1), actual.fMeasureByLabel(1), NEAR);
    assertNear(expected.weightedFMeasure(), actual.weightedFMeasure(), NEAR);
    double[] theirs = expected.objectiveHistory(), history = actual.objectiveHistory();
    assertNear(theirs[theirs.length - 1], history[history.length - 1], 1e-9);
    assertEquals(history.length - 1, actual.totalIterations());
    assertTrue(actual.totalIterations() > 0);
  }
}
