package org.stepless.spark.peers;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import org.apache.spark.ml.classification.LinearSVC;
import org.apache.spark.ml.classification.LinearSVCModel;
import org.apache.spark.ml.classification.LogisticRegression;
import org.apache.spark.ml.classification.LogisticRegressionModel;
import org.apache.spark.ml.param.BooleanParam;
import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.Params;
import org.apache.spark.ml.regression.GeneralizedLinearRegression;
import org.apache.spark.ml.regression.GeneralizedLinearRegressionModel;
import org.apache.spark.ml.regression.LinearRegression;
import org.apache.spark.ml.regression.LinearRegressionModel;

/**
 * Spark's estimators at a tolerance that leaves their last digits, ours at their defaults, and how
 * near their models are. Params of both are given as one text: {@code "regParam=0.1
 * fitIntercept=false"}.
 */
final class Peers {
  private static final double EXACT = 1e-12;
  private static final int MANY = 100;

  private Peers() {}

  static LogisticRegression logistic(String params) {
    return with(new LogisticRegression().setTol(EXACT).setMaxIter(MANY), params);
  }

  static LinearRegression linear(String params) {
    return with(new LinearRegression().setTol(EXACT).setMaxIter(MANY), params);
  }

  static LinearSVC vectorMachine(String params) {
    return with(new LinearSVC().setTol(EXACT).setMaxIter(MANY), params);
  }

  static GeneralizedLinearRegression generalized(String params) {
    return with(new GeneralizedLinearRegression().setTol(EXACT).setMaxIter(MANY), params);
  }

  /** Sets params by their names. */
  static <S extends Params> S with(S stage, String params) {
    for (String each : params.trim().split("\\s+")) {
      if (!each.isEmpty()) {
        String[] pair = each.split("=");
        Param<Object> param = stage.getParam(pair[0]);
        stage.set(param, value(param, pair[1]));
      }
    }
    return stage;
  }

  private static Object value(Param<?> param, String text) {
    if (param instanceof BooleanParam) {
      return Boolean.valueOf(text);
    }
    if (param instanceof IntParam) {
      return Integer.valueOf(text);
    }
    return param instanceof DoubleParam ? (Object) Double.valueOf(text) : text;
  }

  static void assertSame(
      LogisticRegressionModel expected, LogisticRegressionModel actual, double tolerance) {
    assertNear(
        expected.coefficientMatrix().toArray(), actual.coefficientMatrix().toArray(), tolerance);
    assertNear(expected.interceptVector().toArray(), actual.interceptVector().toArray(), tolerance);
    assertEquals(expected.numClasses(), actual.numClasses());
  }

  static void assertSame(
      LinearRegressionModel expected, LinearRegressionModel actual, double tolerance) {
    assertNear(expected.coefficients().toArray(), actual.coefficients().toArray(), tolerance);
    assertNear(expected.intercept(), actual.intercept(), tolerance);
    assertNear(expected.scale(), actual.scale(), tolerance);
  }

  static void assertSame(LinearSVCModel expected, LinearSVCModel actual, double tolerance) {
    assertNear(expected.coefficients().toArray(), actual.coefficients().toArray(), tolerance);
    assertEquals(
        expected.intercept(), actual.intercept(), tolerance * (1 + Math.abs(expected.intercept())));
  }

  static void assertSame(
      GeneralizedLinearRegressionModel expected,
      GeneralizedLinearRegressionModel actual,
      double tolerance) {
    assertNear(expected.coefficients().toArray(), actual.coefficients().toArray(), tolerance);
    assertEquals(
        expected.intercept(), actual.intercept(), tolerance * (1 + Math.abs(expected.intercept())));
  }

  /** Each number relative to itself, or to a tenth of the largest, if that is more. */
  static void assertNear(double[] expected, double[] actual, double tolerance) {
    double floor = Arrays.stream(expected).map(Math::abs).max().orElse(0) / 10;
    assertEquals(expected.length, actual.length);
    for (int i = 0; i < expected.length; i++) {
      assertEquals(
          expected[i],
          actual[i],
          tolerance * Math.max(floor, Math.abs(expected[i])),
          () -> Arrays.toString(expected) + " but was " + Arrays.toString(actual));
    }
  }

  static void assertNear(double expected, double actual, double tolerance) {
    assertEquals(expected, actual, tolerance * Math.abs(expected));
  }
}
