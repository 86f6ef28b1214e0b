package org.stepless.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Fits do not depend on the unit and the zero of features and labels: each is compared with Spark's
 * on the same draws where these are harmless.
 */
class ScalesAndShiftsTest {
  /** Steps on batches come near the optimum; what these tests are about is off by far more. */
  private static final double SLACK = 1.03;

  private static final double[][] SCALES_AND_SHIFTS = {
    {1, 0},
    {1e-8, 0},
    {1e8, 0},
    {1, 10},
    {1, 3e3},
    {1e-8, -1e3},
    {1e8, 1e4},
    {1, 1e5},
    {1e-3, -1e5},
    {1e3, 1e6},
    {1e-8, -1e6}
  };

  /** Of the second and third column; the first has mean 0 and deviation 1. */
  private static LinearFits.Features columns(double scale, double shift) {
    return z -> new double[] {z[0], scale * (z[1] + shift), scale * (z[2] + shift)};
  }

  /** What far columns can say without an intercept: one of them serves as the intercept. */
  private static double[] differences(double[] z) {
    return new double[] {z[0], z[1] - z[2]};
  }

  private final Map<String, Double> optima = new HashMap<>();

  /** Spark's objective on features that say the same, but are near 0 and of deviation 1. */
  private double optimum(LinearFits fits, double shift, boolean intercept) {
    boolean far = Math.abs(shift) >= 1e3;
    return optima.computeIfAbsent(
        intercept + ", " + (intercept ? 0 : far ? 1e3 : shift),
        key -> {
          LinearFits.Features features =
              intercept
                  ? columns(1, 0)
                  : far ? ScalesAndShiftsTest::differences : columns(1, shift);
          Dataset<Row> rows = fits.rows(features, 1, 0, false);
          return fits.objective(rows, fits.spark(rows, intercept || far), 1);
        });
  }

  @ParameterizedTest
  @EnumSource
  void featuresMayHaveAnyScaleAndShift(LinearFits fits) {
    StringBuilder worse = new StringBuilder();
    for (boolean intercept : new boolean[] {true, false}) {
      for (int i = 0; i < SCALES_AND_SHIFTS.length; i++) {
        double scale = SCALES_AND_SHIFTS[i][0], shift = SCALES_AND_SHIFTS[i][1];
        boolean sparse = (i % 2 == 0) == intercept;
        Dataset<Row> rows = fits.rows(columns(scale, shift), 1, 0, sparse);
        double reached = fits.objective(rows, fits.stepless(rows, intercept), 1);
        double optimum = optimum(fits, shift, intercept);
        if (!(reached <= SLACK * optimum)) {
          worse.append(
              "%nscale %s, shift %s, intercept %s, sparse %s: %s for %s"
                  .formatted(scale, shift, intercept, sparse, reached, optimum));
        }
      }
    }
    assertTrue(worse.isEmpty(), worse.toString());
  }

  @ParameterizedTest
  @EnumSource(names = {"SQUARED_ERROR", "HUBER", "POISSON"})
  void labelsMayHaveAnyScaleAndShift(LinearFits fits) {
    StringBuilder worse = new StringBuilder();
    Dataset<Row> plain = fits.rows(columns(1, 0), 1, 0, false);
    LinearFits.Fit spark = fits.spark(plain, true);
    double optimum = fits.objective(plain, spark, 1);
    for (double unit : new double[] {1, 1e-9, 1e-7, 1e-4, 1e-2, 1e2, 1e4, 1e7, 1e9}) {
      for (double shift :
          fits == LinearFits.POISSON ? new double[1] : new double[] {0, 1e3, -1e6}) {
        Dataset<Row> rows = fits.rows(columns(1, 0), unit, shift, false);
        LinearFits.Fit fit = fits.stepless(rows, true);
        double reached = fits.objective(rows, fit, unit);
        if (!(reached <= SLACK * optimum)) {
          worse.append("%nunit %s, shift %s: %s for %s".formatted(unit, shift, reached, optimum));
        }
        if (fits == LinearFits.HUBER) {
          assertEquals(spark.scale(), fit.scale() / unit, 0.1 * spark.scale(), "unit " + unit);
        }
      }
    }
    assertTrue(worse.isEmpty(), worse.toString());
  }

  /** A perceptron without hidden layers is a logistic regression. */
  @Test
  void perceptronsMayHaveFeaturesOfAnyScaleAndShift() {
    double optimum = optimum(LinearFits.LOGISTIC, 0, true);
    for (double[] at : SCALES_AND_SHIFTS) {
      SteplessMultilayerPerceptronClassifier perceptron =
          new SteplessMultilayerPerceptronClassifier()
              .setLayers(new int[] {LinearFits.COLUMNS, 2})
              .setMaxEpochs(60)
              .setWeightCol("weight");
      perceptron.fit(LinearFits.LOGISTIC.rows(columns(at[0], at[1]), 1, 0, false));
      double reached = perceptron.summary().objective();
      assertEquals(optimum, reached, 0.03 * optimum, "scale %s, shift %s".formatted(at[0], at[1]));
    }
  }
}
