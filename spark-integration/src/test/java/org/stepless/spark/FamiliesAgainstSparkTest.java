package org.stepless.spark;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.ml.regression.GeneralizedLinearRegression;
import org.apache.spark.ml.regression.GeneralizedLinearRegressionModel;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Coefficients of every family and link are those of Spark's reweighted least squares. */
class FamiliesAgainstSparkTest {
  private static final Map<String, Dataset<Row>> ROWS = new HashMap<>();

  /** Family, and link or variance power and link power. */
  private static final String[] PAIRS = {
    "gaussian identity",
    "gaussian log",
    "gaussian inverse",
    "binomial logit",
    "binomial probit",
    "binomial cloglog",
    "poisson log",
    "poisson identity",
    "poisson sqrt",
    "gamma inverse",
    "gamma identity",
    "gamma log",
    "tweedie 1.5 0",
    "tweedie 1.2 1",
    "tweedie 1 0.5"
  };

  record Case(String pair, boolean intercept, boolean weighted, boolean shifted, double regParam) {}

  static Stream<Case> cases() {
    List<Case> cases = new ArrayList<>();
    for (String pair : PAIRS) {
      cases.add(new Case(pair, true, true, true, 0));
      cases.add(new Case(pair, false, false, false, 0));
      cases.add(new Case(pair, true, true, false, 0.1));
      cases.add(new Case(pair, false, false, true, 0.05));
    }
    return cases.stream();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void coefficientsAreSparks(Case one) {
    String[] pair = one.pair().split(" ");
    Dataset<Row> rows = ROWS.computeIfAbsent(pair[0], family -> FamilyRows.of(family, 100));
    GeneralizedLinearRegression spark =
        new GeneralizedLinearRegression()
            .setFamily(pair[0])
            .setFitIntercept(one.intercept())
            .setRegParam(one.regParam())
            .setTol(1e-10)
            .setMaxIter(100);
    SteplessGeneralizedLinearRegression stepless =
        new SteplessGeneralizedLinearRegression()
            .setFamily(pair[0])
            .setFitIntercept(one.intercept())
            .setRegParam(one.regParam())
            .setTol(1e-8);
    if (pair.length == 2) {
      spark.setLink(pair[1]);
      stepless.setLink(pair[1]);
    } else {
      double variance = Double.parseDouble(pair[1]), link = Double.parseDouble(pair[2]);
      spark.setVariancePower(variance).setLinkPower(link);
      stepless.setVariancePower(variance).setLinkPower(link);
    }
    if (one.weighted()) {
      spark.setWeightCol("weight");
      stepless.setWeightCol("weight");
    }
    if (one.shifted()) {
      spark.setOffsetCol("offset");
      stepless.setOffsetCol("offset");
    }
    GeneralizedLinearRegressionModel expected = spark.fit(rows), actual = stepless.fit(rows);
    assertTrue(
        stepless.summary().finish().converged(), () -> stepless.summary().finish().describe());
    assertArrayEquals(
        expected.coefficients().toArray(),
        actual.coefficients().toArray(),
        1e-6 * (1 + expected.coefficients().toArray()[0]));
    assertEquals(expected.intercept(), actual.intercept(), 1e-6);
    Row first = rows.first();
    assertEquals(
        expected.transform(rows).select("prediction").first().getDouble(0),
        actual.transform(rows).select("prediction").first().getDouble(0),
        1e-5 * (1 + Math.abs(first.getDouble(1))));
  }
}
