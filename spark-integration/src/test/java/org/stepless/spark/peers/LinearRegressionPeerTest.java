package org.stepless.spark.peers;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.stepless.spark.peers.Peers.assertNear;
import static org.stepless.spark.peers.Peers.assertSame;
import static org.stepless.spark.peers.Peers.linear;
import static org.stepless.spark.peers.Peers.with;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.ml.regression.LinearRegressionModel;
import org.apache.spark.ml.regression.LinearRegressionTrainingSummary;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.stepless.spark.SteplessLinearRegression;

/** The cases of Spark's suite: ours at its defaults beside Spark's estimator. */
class LinearRegressionPeerTest {
  private static final double NEAR = 1e-5;
  private static final Dataset<Row> LINE = PeerRows.of(PeerRows.line(300, 0.3, 8));

  private static SteplessLinearRegression ours(String params) {
    return with(new SteplessLinearRegression(), params);
  }

  static Stream<String> penalties() {
    List<String> cases = new ArrayList<>();
    for (String solver : List.of("auto", "l-bfgs", "normal")) {
      for (String params :
          List.of(
              "weightCol=weight",
              "fitIntercept=false standardization=false",
              "regParam=0.57 elasticNetParam=1 weightCol=weight",
              "regParam=0.57 elasticNetParam=1 standardization=false fitIntercept=false",
              "regParam=2.3 weightCol=weight",
              "regParam=2.3 standardization=false",
              "regParam=1.6 elasticNetParam=0.3 weightCol=weight fitIntercept=false",
              "regParam=1.6 elasticNetParam=0.3 standardization=false")) {
        cases.add("solver=" + solver + " " + params);
      }
    }
    return cases.stream();
  }

  @ParameterizedTest
  @MethodSource("penalties")
  void squaredError(String params) {
    assertSame(linear(params).fit(LINE), ours(params).fit(LINE), NEAR);
  }

  /** R's lm with weights. */
  @ParameterizedTest
  @ValueSource(strings = {"auto", "l-bfgs", "normal"})
  void fourRows(String solver) {
    Dataset<Row> rows = PeerRows.of(PeerRows.four(17, 19, 23, 29));
    String params = "weightCol=weight solver=" + solver;
    LinearRegressionModel model = ours(params).fit(rows);
    assertArrayEquals(new double[] {6.08, -0.6}, model.coefficients().toArray(), 1e-6);
    assertEquals(18.08, model.intercept(), 1e-6);
    model = ours(params + " fitIntercept=false").fit(rows);
    assertArrayEquals(new double[] {-3.727121, 3.009983}, model.coefficients().toArray(), 1e-6);
    for (String more :
        List.of(
            " regParam=0.3",
            " regParam=0.3 standardization=false",
            " regParam=0.2 elasticNetParam=0.5",
            " regParam=0.2 elasticNetParam=1 fitIntercept=false")) {
      assertSame(linear(params + more).fit(rows), ours(params + more).fit(rows), NEAR);
    }
  }

  /** R's lm again: with an intercept it is the label. */
  @ParameterizedTest
  @ValueSource(strings = {"auto", "l-bfgs", "normal"})
  void fourRowsOfOneLabel(String solver) {
    Dataset<Row> rows = PeerRows.of(PeerRows.four(17, 17, 17, 17));
    String params = "weightCol=weight solver=" + solver;
    LinearRegressionModel model = ours(params).fit(rows);
    assertArrayEquals(new double[2], model.coefficients().toArray(), 0);
    assertEquals(17, model.intercept());
    model = ours(params + " fitIntercept=false").fit(rows);
    assertArrayEquals(new double[] {-9.221298, 3.394343}, model.coefficients().toArray(), 1e-6);
    for (String standardization : List.of("true", "false")) {
      String penalised =
          params + " fitIntercept=false regParam=0.1 standardization=" + standardization;
      assertThrows(IllegalArgumentException.class, () -> linear(penalised).fit(rows));
      assertThrows(IllegalArgumentException.class, () -> ours(penalised).fit(rows));
    }
    Dataset<Row> zeros = PeerRows.of(PeerRows.four(0, 0, 0, 0));
    for (String intercept : List.of("true", "false")) {
      model = ours(params + " fitIntercept=" + intercept).fit(zeros);
      assertArrayEquals(new double[2], model.coefficients().toArray(), 0);
      assertEquals(0, model.intercept());
    }
  }

  private static List<Row> withOutliers() {
    List<Row> rows = new ArrayList<>(PeerRows.line(300, 0.3, 8));
    for (int i = 0; i < rows.size(); i += 10) {
      Row row = rows.get(i);
      rows.set(i, RowFactory.create(row.get(0), row.getDouble(1) * -2, row.get(2)));
    }
    return rows;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "fitIntercept=false",
        "regParam=2.1",
        "regParam=2.1 standardization=false",
        "regParam=2.1 fitIntercept=false",
        "regParam=0.3 fitIntercept=false standardization=false",
        "epsilon=1.8 weightCol=weight"
      })
  void huber(String params) {
    Dataset<Row> rows = PeerRows.of(withOutliers());
    String huber = "loss=huber " + params;
    assertSame(linear(huber).fit(rows), ours(huber).fit(rows), 1e-4); // Spark's search gives up
  }

  /** An epsilon beyond all errors leaves the squares. */
  @Test
  void huberOfALargeEpsilonIsLeastSquares() {
    LinearRegressionModel squares = linear("").fit(LINE);
    LinearRegressionModel huber = ours("loss=huber epsilon=1000000").fit(LINE);
    assertNear(squares.coefficients().toArray(), huber.coefficients().toArray(), NEAR);
    assertNear(squares.intercept(), huber.intercept(), NEAR);
    assertNear(squares.summary().rootMeanSquaredError(), huber.scale(), NEAR);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "loss=huber"})
  void weightsCountLikeRepeatedRowsInAnyUnit(String params) {
    List<Row> all = withOutliers();
    LinearRegressionModel expected = ours(params).fit(PeerRows.of(PeerRows.repeated(all)));
    Dataset<Row> rows = PeerRows.of(all);
    for (String unit : List.of("1", "0.00001", "100000")) {
      Dataset<Row> scaled = rows.withColumn("weight", functions.expr("weight * " + unit));
      assertSame(expected, ours("weightCol=weight " + params).fit(scaled), NEAR);
    }
  }

  @Test
  void outliersOfSmallWeightDoLittle() {
    Dataset<Row> one = LINE.withColumn("weight", functions.lit(1.0));
    Dataset<Row> wrong =
        LINE.withColumn("label", functions.lit(1000.0)).withColumn("weight", functions.lit(1e-9));
    Dataset<Row> both = one.union(wrong).coalesce(1);
    assertSame(ours("").fit(LINE), ours("weightCol=weight").fit(both), NEAR);
  }

  @Test
  void sparseRowsGiveTheSameModel() {
    Dataset<Row> sparse =
        PeerRows.of(PeerRows.features(PeerRows.line(300, 0.3, 8), Vector::toSparse));
    assertSame(linear("").fit(LINE), ours("").fit(sparse), NEAR);
  }

  /** Labels without noise: the plane is found to the digits, whatever is more, rows or columns. */
  @ParameterizedTest
  @CsvSource({"4100, 200, 1", "200, 4100, 0.3"})
  void manyRowsOrColumnsAreFittedExactly(int count, int columns, double density) {
    Random random = new Random(3);
    double[] truth = random.doubles(columns, -1, 1).toArray();
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      double[] x = new double[columns];
      double label = 2;
      for (int j = 0; j < columns; j++) {
        x[j] = random.nextDouble() < density ? random.nextGaussian() : 0;
        label += truth[j] * x[j];
      }
      rows.add(RowFactory.create(Vectors.dense(x).compressed(), label, 1.0));
    }
    LinearRegressionModel model = ours("").fit(PeerRows.of(rows));
    double rmse = model.summary().rootMeanSquaredError();
    assertTrue(rmse < 1e-5, () -> "error " + rmse);
    if (count > columns) {
      assertArrayEquals(truth, model.coefficients().toArray(), 1e-7);
    }
  }

  @Test
  void constantColumnsAndThoseOfSmallVariance() {
    Dataset<Row> constant = PeerRows.of(PeerRows.withConstant(PeerRows.line(100, 0.3, 5), 2.5));
    assertSame(linear("solver=l-bfgs").fit(constant), ours("").fit(constant), NEAR);
    Dataset<Row> small = PeerRows.of(PeerRows.smallVariance(500, 5));
    assertSame(linear("").fit(small), ours("").fit(small), NEAR);
  }

  @ParameterizedTest
  @ValueSource(strings = {"int", "long", "float", "decimal(10,0)"})
  void weightsAreNumbersOfAnyType(String type) {
    Dataset<Row> cast = LINE.withColumn("weight", functions.col("weight").cast(type));
    assertSame(ours("weightCol=weight").fit(LINE), ours("weightCol=weight").fit(cast), 0);
  }

  @Test
  void aModelToStartFrom() {
    LinearRegressionModel optimum = linear("loss=huber").fit(LINE);
    LinearRegressionModel model = ours("loss=huber maxIter=1").setInitialModel(optimum).fit(LINE);
    assertSame(optimum, model, 1e-3);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "weightCol=weight", "fitIntercept=false", "regParam=0.1"})
  void summaries(String params) {
    LinearRegressionTrainingSummary expected =
        linear("solver=normal " + params).fit(LINE).summary();
    LinearRegressionModel model = ours("solver=normal " + params).fit(LINE);
    LinearRegressionTrainingSummary actual = model.summary();
    assertNear(expected.rootMeanSquaredError(), actual.rootMeanSquaredError(), NEAR);
    assertNear(expected.meanAbsoluteError(), actual.meanAbsoluteError(), NEAR);
    assertNear(expected.r2(), actual.r2(), NEAR);
    assertNear(expected.r2adj(), actual.r2adj(), NEAR);
    assertNear(expected.explainedVariance(), actual.explainedVariance(), NEAR);
    assertEquals(expected.degreesOfFreedom(), actual.degreesOfFreedom());
    assertNear(expected.devianceResiduals(), actual.devianceResiduals(), NEAR);
    assertNear(expected.coefficientStandardErrors(), actual.coefficientStandardErrors(), NEAR);
    assertNear(expected.tValues(), actual.tValues(), NEAR);
    assertArrayEquals(expected.pValues(), actual.pValues(), 1e-9);
    if (!params.contains("weight")) {
      assertNear(linearError(model), model.evaluate(LINE).rootMeanSquaredError(), 1e-9);
    }
    List<Row> residuals = actual.residuals().collectAsList();
    Row first = LINE.first();
    assertEquals(
        first.getDouble(1) - model.predict(first.getAs(0)), residuals.get(0).getDouble(0), 1e-9);
  }

  private static double linearError(LinearRegressionModel model) {
    double sum = 0;
    for (Row row : LINE.collectAsList()) {
      sum += Math.pow(row.getDouble(1) - model.predict(row.getAs(0)), 2);
    }
    return Math.sqrt(sum / 300);
  }
}
