package org.stepless.finish;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.stepless.data.ColumnStatistics;
import org.stepless.data.RowBlock;
import org.stepless.data.RowBlockBuilder;
import org.stepless.losses.Hinge;
import org.stepless.losses.Logistic;
import org.stepless.losses.Loss;
import org.stepless.losses.Objective;
import org.stepless.losses.Poisson;
import org.stepless.losses.Softmax;
import org.stepless.losses.SquaredError;
import org.stepless.losses.SquaredHinge;
import org.stepless.training.Coordinates;
import org.stepless.training.Problem;

class FinishTest {
  private static final RowBlock TINY =
      rows(
          new double[][] {{0, 5}, {1, 7}, {2, 11}, {3, 13}},
          new double[] {17, 19, 23, 29},
          new double[] {1, 2, 3, 4});

  static RowBlock rows(double[][] rows, double[] labels, double[] weights) {
    RowBlockBuilder builder = new RowBlockBuilder(rows[0].length, rows.length);
    for (int r = 0; r < rows.length; r++) {
      builder.addDense(rows[r], labels[r], weights == null ? 1 : weights[r]);
    }
    return builder.build();
  }

  static Finished finish(
      FinishMethod method, Loss loss, RowBlock rows, boolean intercept, double l2, double tol) {
    ColumnStatistics statistics = ColumnStatistics.of(rows);
    double[] deviations = statistics.standardDeviations();
    int columns = rows.columns();
    Objective objective =
        new Objective(loss, columns, intercept, Objective.l2(l2, deviations, false));
    Problem problem =
        new Problem(
            objective,
            new Coordinates(loss.outputs(), deviations, intercept ? statistics.means() : null),
            statistics.weightSum() / rows.rows());
    double[] start = new double[objective.dimension()];
    return new Finish(method, problem, statistics.weightSum(), 1, start, tol)
        .run(RowSums.of(problem, rows), start);
  }

  /** The normal equations, solved by hand. */
  @ParameterizedTest
  @EnumSource(names = {"NEWTON", "TRON"})
  void weightedLeastSquaresAreExact(FinishMethod method) {
    Finished with = finish(method, new SquaredError(), TINY, true, 0, 1e-12);
    assertArrayEquals(
        new double[] {6.08, -0.6, 18.08},
        with.model(),
        method == FinishMethod.NEWTON ? 1e-9 : 1e-6);
    assertTrue(with.converged(), with.describe());
    Finished without = finish(method, new SquaredError(), TINY, false, 0, 1e-12);
    // Sums of w x x' and w x y, solved by Cramer's rule: about -3.727 and 3.01.
    double aa = 2 + 12 + 36, ab = 14 + 66 + 156, bb = 25 + 98 + 363 + 676;
    double ya = 38 + 138 + 348, yb = 85 + 266 + 759 + 1508, det = aa * bb - ab * ab;
    assertArrayEquals(
        new double[] {(ya * bb - yb * ab) / det, (yb * aa - ya * ab) / det}, without.model(), 1e-9);
  }

  /**
   * Three passes: one at the reference, one for the normal equations, one to see that they hold.
   */
  @Test
  void leastSquaresTakeOneStep() {
    Finished finished = finish(FinishMethod.NEWTON, new SquaredError(), TINY, true, 0, 1e-6);
    assertEquals(1, finished.steps());
    assertEquals(3, finished.passes());
  }

  /** One column and no intercept: sum w x y / (sum w x x + sum w * l2). */
  @ParameterizedTest
  @EnumSource(names = {"NEWTON", "TRON"})
  void ridgeIsClosedForm(FinishMethod method) {
    RowBlock rows = rows(new double[][] {{1}, {2}, {4}}, new double[] {1, 3, 2}, null);
    Finished finished = finish(method, new SquaredError(), rows, false, 0.5, 1e-12);
    assertEquals(15.0 / (21 + 1.5), finished.model()[0], 1e-12);
  }

  /** A column that is 1 in one group of rows: the groups' own rates. */
  @ParameterizedTest
  @EnumSource(names = {"NEWTON", "TRON"})
  void groupsHaveTheirOwnRates(FinishMethod method) {
    double[][] x = {{0}, {0}, {0}, {0}, {1}, {1}, {1}};
    double[] classes = {0, 0, 0, 1, 1, 1, 0}, counts = {1, 4, 2, 0, 5, 9, 1};
    Finished logistic = finish(method, new Logistic(), rows(x, classes, null), true, 0, 1e-12);
    assertArrayEquals(
        new double[] {Math.log(2) - Math.log(1.0 / 3), Math.log(1.0 / 3)}, logistic.model(), 1e-9);
    Finished poisson = finish(method, new Poisson(), rows(x, counts, null), true, 0, 1e-12);
    assertArrayEquals(
        new double[] {Math.log(5) - Math.log(7.0 / 4), Math.log(7.0 / 4)}, poisson.model(), 1e-9);
    Finished softmax = finish(method, new Softmax(2), rows(x, classes, null), true, 0, 1e-12);
    double[] m = softmax.model(); // of both classes; only differences are determined
    assertEquals(logistic.model()[0], m[1] - m[0], 1e-9);
    assertEquals(logistic.model()[1], m[3] - m[2], 1e-9);
  }

  /** Both methods find the same optimum, whose gradient a plain loop finds to be 0. */
  @Test
  void bothMethodsAgree() {
    Random random = new Random(8);
    int n = 300;
    double[][] x = new double[n][4];
    double[] y = new double[n], weights = new double[n];
    for (int r = 0; r < n; r++) {
      for (int j = 0; j < 4; j++) {
        x[r][j] = j + (1 + 10 * j) * random.nextGaussian();
      }
      y[r] = random.nextInt(3);
      weights[r] = 0.5 + random.nextInt(3);
    }
    for (Loss loss : new Loss[] {new Softmax(3), new Poisson(), new SquaredError()}) {
      RowBlock rows = rows(x, y, weights);
      Finished newton = finish(FinishMethod.NEWTON, loss, rows, true, 0.01, 1e-11);
      Finished tron = finish(FinishMethod.TRON, loss, rows, true, 0.01, 1e-11);
      double[] a = newton.model(), b = tron.model();
      for (int k = 0; k < 4 * loss.outputs(); k++) { // intercepts of classes are not determined
        assertEquals(a[k], b[k], 1e-8 * (1 + Math.abs(a[k])), loss + " " + k);
      }
      assertTrue(newton.converged(), newton.describe());
      assertTrue(tron.converged(), tron.describe());
      assertTrue(newton.steps() <= 12, newton.describe());
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"NEWTON", "TRON"})
  void squaredHingeIsOptimal(FinishMethod method) {
    RowBlock rows =
        rows(
            new double[][] {{1, 0}, {2, 1}, {-1, 1}, {0, -3}, {1, 1}},
            new double[] {1, 1, 0, 0, 0},
            null);
    Finished finished = finish(method, new SquaredHinge(), rows, true, 0.1, 1e-10);
    double[] m = finished.model(), g = {0.1 * m[0] * 5, 0.1 * m[1] * 5, 0};
    double[][] x = {{1, 0}, {2, 1}, {-1, 1}, {0, -3}, {1, 1}};
    double[] sign = {1, 1, -1, -1, -1};
    for (int r = 0; r < 5; r++) {
      double gap = 1 - sign[r] * (m[0] * x[r][0] + m[1] * x[r][1] + m[2]);
      double slope = -2 * sign[r] * Math.max(0, gap);
      g[0] += slope * x[r][0];
      g[1] += slope * x[r][1];
      g[2] += slope;
    }
    assertArrayEquals(new double[3], g, 1e-8);
  }

  /** Twice the same column: the coefficients add up to the one of a single column. */
  @ParameterizedTest
  @EnumSource(names = {"NEWTON", "TRON"})
  void equalColumnsShareTheirCoefficient(FinishMethod method) {
    double[][] x = {{1, 1}, {2, 2}, {3, 3}, {5, 5}};
    double[] y = {1, 3, 2, 6};
    Finished finished = finish(method, new SquaredError(), rows(x, y, null), true, 0, 1e-9);
    double[] m = finished.model();
    assertEquals(8.0 / 7, m[0] + m[1], 1e-8); // sum (x - 2.75)(y - 3) / sum (x - 2.75)^2
    assertTrue(finished.converged(), finished.describe());
    assertTrue(finished.passes() < 10, finished.describe());
  }

  @Test
  void constantColumnsKeepNoCoefficient() {
    double[][] x = {{1, 7}, {2, 7}, {3, 7}, {5, 7}};
    double[] y = {1, 3, 2, 6};
    Finished finished =
        finish(FinishMethod.NEWTON, new SquaredError(), rows(x, y, null), true, 0, 1e-9);
    assertEquals(0, finished.model()[1]);
    assertEquals(8.0 / 7, finished.model()[0], 1e-12);
  }

  /** Classes that a column separates have no optimum: a clear end after a few passes. */
  @ParameterizedTest
  @EnumSource(names = {"NEWTON", "TRON"})
  void separableClassesEndSoon(FinishMethod method) {
    double[][] x = {{-2}, {-1}, {1}, {3}};
    double[] y = {0, 0, 1, 1};
    for (double tolerance : new double[] {1e-4, 1e-6, 1e-9}) {
      Finished finished = finish(method, new Logistic(), rows(x, y, null), true, 0, tolerance);
      assertEquals(FinishEnd.UNBOUNDED, finished.end(), finished.describe());
      assertFalse(finished.converged());
      assertTrue(finished.passes() < 120, finished.describe());
      assertTrue(finished.objective() < 1e-3);
    }
  }

  /** Rows that a model fits exactly have an objective of 0, up to rounding. */
  @ParameterizedTest
  @EnumSource(names = {"NEWTON", "TRON"})
  void exactFitsEnd(FinishMethod method) {
    double[][] x = {{1, 2}, {2, 0}, {3, 3}, {5, 1}};
    double[] y = new double[4];
    Arrays.setAll(y, r -> 3 * x[r][0] - 2 * x[r][1] + 1);
    Finished finished = finish(method, new SquaredError(), rows(x, y, null), true, 0, 1e-12);
    assertArrayEquals(new double[] {3, -2, 1}, finished.model(), 1e-10);
    assertTrue(finished.converged(), finished.describe());
  }

  /** More columns than rows: many models fit, one is found, and it is found soon. */
  @ParameterizedTest
  @EnumSource(names = {"NEWTON", "TRON"})
  void moreColumnsThanRowsAreFitted(FinishMethod method) {
    Random random = new Random(1);
    double[][] x = new double[6][15];
    double[] y = random.doubles(6).toArray();
    for (double[] row : x) {
      Arrays.setAll(row, j -> random.nextGaussian());
    }
    RowBlock rows = rows(x, y, null);
    Finished finished = finish(method, new SquaredError(), rows, true, 0, 1e-9);
    assertTrue(finished.converged(), finished.describe());
    assertTrue(finished.passes() < 60, finished.describe());
    assertTrue(finished.objective() < 1e-15, finished.describe());
  }

  /** Nothing to learn: rows that are all alike, or of one class only. */
  @ParameterizedTest
  @EnumSource(names = {"NEWTON", "TRON"})
  void rowsThatSayNothingEndSoon(FinishMethod method) {
    double[][] same = {{2, 0}, {2, 0}, {2, 0}}, different = {{1, 0}, {2, 1}, {3, 0}};
    for (double[] y : new double[][] {{0, 0, 0}, {1, 1, 1}, {1, 0, 1}}) {
      for (Loss loss : new Loss[] {new Logistic(), new Softmax(3), new SquaredError()}) {
        for (double[][] x : new double[][][] {same, different}) {
          for (boolean intercept : new boolean[] {true, false}) {
            Finished finished = finish(method, loss, rows(x, y, null), intercept, 0, 1e-6);
            assertTrue(finished.passes() < 120, finished.describe());
            assertTrue(finished.end() != FinishEnd.LIMIT, finished.describe());
            for (double value : finished.model()) {
              assertTrue(Double.isFinite(value), finished.describe());
            }
          }
        }
      }
    }
  }

  /** Rows of weight 0 are as absent; so is their place among others. */
  @Test
  void rowsWithoutWeightDoNotCount() {
    double[][] x = {{1, 2}, {9, 9}, {2, 0}, {3, 3}, {5, 1}};
    double[] y = {1, 1, 0, 2, 1}, weights = {2, 0, 1, 1, 3};
    double[][] fewer = {{1, 2}, {2, 0}, {3, 3}, {5, 1}};
    Finished all = finish(FinishMethod.NEWTON, new Softmax(3), rows(x, y, weights), true, 1, 1e-9);
    Finished few =
        finish(
            FinishMethod.NEWTON,
            new Softmax(3),
            rows(fewer, new double[] {1, 0, 2, 1}, new double[] {2, 1, 1, 3}),
            true,
            1,
            1e-9);
    double[] a = all.model(), b = few.model();
    for (int k = 0; k < a.length; k++) { // intercepts of classes are determined up to their mean
      double found = k < 6 ? a[k] : a[k] - a[6], expected = k < 6 ? b[k] : b[k] - b[6];
      assertEquals(expected, found, 1e-9, "number " + k);
    }
  }

  /** From a model that passes have blown up it starts at the reference. */
  @Test
  void badModelsAreLeft() {
    RowBlock rows = rows(new double[][] {{1}, {2}, {4}}, new double[] {1, 3, 2}, null);
    ColumnStatistics statistics = ColumnStatistics.of(rows);
    Problem problem =
        new Problem(
            new Objective(new Poisson(), 1, true, null),
            new Coordinates(1, statistics.standardDeviations(), statistics.means()),
            1);
    Finish finish = new Finish(FinishMethod.NEWTON, problem, 3, 1, new double[2], 1e-10);
    double[] good = finish.run(RowSums.of(problem, rows), new double[2]).model();
    for (double bad : new double[] {Double.NaN, 1e6, Double.POSITIVE_INFINITY}) {
      double[] model = {bad, 0};
      assertArrayEquals(good, finish.run(RowSums.of(problem, rows), model).model(), 0.0);
    }
  }

  @Test
  void methodsFollowSizeAndLoss() {
    Objective small = new Objective(new Logistic(), 499, true, null);
    Objective large = new Objective(new Logistic(), 500, true, null);
    Objective hinge = new Objective(new Hinge(), 5, true, null);
    assertEquals(FinishMethod.NEWTON, Finish.choose(FinishMethod.AUTO, small, 3));
    assertEquals(FinishMethod.TRON, Finish.choose(FinishMethod.AUTO, large, 3));
    assertEquals(FinishMethod.TRON, Finish.choose(FinishMethod.AUTO, small, 300));
    assertEquals(FinishMethod.NEWTON, Finish.choose(FinishMethod.NEWTON, large, 3));
    assertEquals(FinishMethod.NONE, Finish.choose(FinishMethod.AUTO, hinge, 3));
    String message =
        assertThrows(
                IllegalArgumentException.class, () -> Finish.choose(FinishMethod.TRON, hinge, 3))
            .getMessage();
    assertTrue(message.contains("no second derivative"), message);
  }
}
