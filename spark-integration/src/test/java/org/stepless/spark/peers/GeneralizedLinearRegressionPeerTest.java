package org.stepless.spark.peers;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.stepless.spark.peers.Peers.assertNear;
import static org.stepless.spark.peers.Peers.assertSame;
import static org.stepless.spark.peers.Peers.generalized;
import static org.stepless.spark.peers.Peers.with;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.ml.regression.GeneralizedLinearRegressionModel;
import org.apache.spark.ml.regression.GeneralizedLinearRegressionTrainingSummary;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.stepless.spark.SharedSpark;
import org.stepless.spark.SteplessGeneralizedLinearRegression;

/** The cases of Spark's suite: ours at its defaults beside Spark's estimator. */
class GeneralizedLinearRegressionPeerTest {
  private static final double NEAR = 1e-5;
  private static final StructType SCHEMA =
      new StructType()
          .add("features", SQLDataTypes.VectorType())
          .add("label", DataTypes.DoubleType)
          .add("weight", DataTypes.DoubleType)
          .add("offset", DataTypes.DoubleType);
  private static final Map<String, Dataset<Row>> ROWS = new HashMap<>();

  private static SteplessGeneralizedLinearRegression ours(String params) {
    return with(new SteplessGeneralizedLinearRegression(), params);
  }

  /** Rows of a family whose margins are positive with any link. */
  private static Dataset<Row> rows(String params) {
    String family = params.replaceAll(".*family=(\\w+).*", "$1");
    return ROWS.computeIfAbsent(family, GeneralizedLinearRegressionPeerTest::draw);
  }

  private static Dataset<Row> draw(String family) {
    Random random = new Random(23);
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < 150; i++) {
      double a = 0.4 + random.nextDouble(), b = 0.3 + random.nextDouble();
      double mean = 0.8 * a + 0.7 * b + 0.3, noise = random.nextDouble();
      double label =
          switch (family) {
            case "binomial" -> noise < mean / 2.5 ? 1 : 0;
            case "poisson" -> Math.floor(2.5 * mean * noise);
            case "gamma" -> mean * (0.5 + noise);
            case "tweedie" -> noise < 0.15 ? 0 : mean * (0.5 + noise);
            default -> mean + 0.3 * random.nextGaussian() + 0.4;
          };
      rows.add(
          RowFactory.create(
              Vectors.dense(a, b),
              label,
              1.0 + random.nextInt(3),
              0.1 + 0.2 * random.nextDouble()));
    }
    return frame(rows);
  }

  private static Dataset<Row> frame(List<Row> rows) {
    return SharedSpark.session().createDataFrame(rows, SCHEMA).coalesce(1).cache();
  }

  static Stream<String> families() {
    List<String> cases = new ArrayList<>();
    for (String family :
        List.of(
            "family=gaussian link=identity",
            "family=gaussian link=log",
            "family=gaussian link=inverse",
            "family=binomial link=logit",
            "family=binomial link=probit",
            "family=binomial link=cloglog",
            "family=poisson link=log",
            "family=poisson link=identity",
            "family=poisson link=sqrt",
            "family=gamma link=inverse",
            "family=gamma link=identity",
            "family=gamma link=log",
            "family=tweedie variancePower=1.6 linkPower=0",
            "family=tweedie variancePower=1.3 linkPower=-0.3",
            "family=tweedie variancePower=1.5 linkPower=1")) {
      cases.add(family);
      cases.add(family + " fitIntercept=false weightCol=weight");
      cases.add(family + " weightCol=weight offsetCol=offset");
    }
    return cases.stream();
  }

  @ParameterizedTest
  @MethodSource("families")
  void familiesAndLinks(String params) {
    assertSame(generalized(params).fit(rows(params)), ours(params).fit(rows(params)), NEAR);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "family=gaussian regParam=0.1",
        "family=gaussian regParam=1 fitIntercept=false weightCol=weight",
        "family=binomial regParam=0.1 weightCol=weight",
        "family=poisson regParam=0.1 fitIntercept=false offsetCol=offset",
        "family=poisson regParam=1 weightCol=weight",
        "family=gamma link=log regParam=0.3"
      })
  void penalties(String params) {
    assertSame(generalized(params).fit(rows(params)), ours(params).fit(rows(params)), NEAR);
  }

  /** Without features the intercept is the link of the weighted mean, less what offsets take. */
  @ParameterizedTest
  @CsvSource({
    "family=gaussian, 2.5",
    "family=poisson, 0.916290731874155",
    "family=gamma, 0.4",
    "family=tweedie variancePower=1.6 linkPower=0, 0.916290731874155"
  })
  void anInterceptAlone(String params, double expected) {
    List<Row> rows = new ArrayList<>();
    for (double[] row : new double[][] {{1, 1}, {2, 3}, {4, 2}, {3, 1}}) {
      rows.add(RowFactory.create(Vectors.zeros(0), row[0], row[1], 0.5));
    }
    Dataset<Row> data = frame(rows); // the mean is 18 / 7 with weights and 2.5 without
    GeneralizedLinearRegressionModel model = ours(params).fit(data);
    assertNear(expected, model.intercept(), 1e-6);
    assertEquals(0, model.coefficients().size());
    String weighted = params + " weightCol=weight offsetCol=offset";
    assertNear(
        generalized(weighted).fit(data).intercept(), ours(weighted).fit(data).intercept(), NEAR);
  }

  /** A column twice: any share of the coefficient fits, and predictions are those of one. */
  @Test
  void columnsThatAreTheSame() {
    Dataset<Row> once = rows("family=poisson");
    List<Row> twice = new ArrayList<>();
    for (Row row : once.collectAsList()) {
      double[] x = row.<org.apache.spark.ml.linalg.Vector>getAs(0).toArray();
      twice.add(
          RowFactory.create(Vectors.dense(x[0], x[1], x[0]), row.get(1), row.get(2), row.get(3)));
    }
    GeneralizedLinearRegressionModel one = generalized("family=poisson").fit(once);
    GeneralizedLinearRegressionModel two = ours("family=poisson").fit(frame(twice));
    double[] b = two.coefficients().toArray();
    assertNear(one.coefficients().toArray(), new double[] {b[0] + b[2], b[1]}, NEAR);
    assertNear(one.intercept(), two.intercept(), 1e-4);
  }

  @ParameterizedTest
  @ValueSource(strings = {"family=gaussian", "family=poisson", "family=gamma", "family=binomial"})
  void weightsCountLikeRepeatedRowsInAnyUnit(String params) {
    List<Row> repeated = new ArrayList<>();
    for (Row row : rows(params).collectAsList()) {
      for (int i = 0; i < row.getDouble(2); i++) {
        repeated.add(row);
      }
    }
    GeneralizedLinearRegressionModel expected = ours(params).fit(frame(repeated));
    for (String unit : List.of("1", "0.001", "1000")) {
      Dataset<Row> scaled = rows(params).withColumn("weight", functions.expr("weight * " + unit));
      assertSame(expected, ours("weightCol=weight " + params).fit(scaled), NEAR);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "family=gaussian weightCol=weight",
        "family=binomial weightCol=weight",
        "family=poisson weightCol=weight offsetCol=offset",
        "family=gamma weightCol=weight",
        "family=tweedie variancePower=1.6 linkPower=0 weightCol=weight"
      })
  void summaries(String params) {
    Dataset<Row> rows = rows(params);
    GeneralizedLinearRegressionTrainingSummary expected = generalized(params).fit(rows).summary();
    GeneralizedLinearRegressionModel model = ours(params).fit(rows);
    GeneralizedLinearRegressionTrainingSummary actual = model.summary();
    double errors = params.contains("linkPower") ? 0.03 : NEAR; // that link is not canonical
    assertNear(expected.coefficientStandardErrors(), actual.coefficientStandardErrors(), errors);
    assertNear(expected.tValues(), actual.tValues(), errors);
    assertArrayEquals(expected.pValues(), actual.pValues(), errors / 10);
    assertNear(expected.dispersion(), actual.dispersion(), NEAR);
    assertNear(expected.deviance(), actual.deviance(), NEAR);
    assertNear(expected.nullDeviance(), actual.nullDeviance(), NEAR);
    assertEquals(expected.residualDegreeOfFreedom(), actual.residualDegreeOfFreedom());
    assertEquals(expected.residualDegreeOfFreedomNull(), actual.residualDegreeOfFreedomNull());
    for (String kind : List.of("deviance", "pearson", "working", "response")) {
      assertNear(
          expected.residuals(kind).first().getDouble(0),
          actual.residuals(kind).first().getDouble(0),
          NEAR);
    }
    if (params.contains("tweedie")) {
      assertThrows(UnsupportedOperationException.class, actual::aic);
    } else {
      assertNear(expected.aic(), actual.aic(), NEAR);
    }
    assertNear(expected.deviance(), model.evaluate(rows).deviance(), NEAR);
  }

  @Test
  void aModelToStartFrom() {
    String params = "family=poisson weightCol=weight";
    GeneralizedLinearRegressionModel optimum = generalized(params).fit(rows(params));
    assertSame(
        optimum, ours(params + " maxIter=1").setInitialModel(optimum).fit(rows(params)), 1e-4);
  }

  @ParameterizedTest
  @ValueSource(strings = {"int", "long", "float", "decimal(10,0)"})
  void labelsAndWeightsAreNumbersOfAnyType(String type) {
    String params = "family=poisson weightCol=weight";
    Dataset<Row> cast =
        rows(params)
            .withColumn("label", functions.col("label").cast(type))
            .withColumn("weight", functions.col("weight").cast(type));
    assertSame(ours(params).fit(rows(params)), ours(params).fit(cast), 0);
  }
}
