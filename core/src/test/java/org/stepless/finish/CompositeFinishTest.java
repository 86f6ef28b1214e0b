package org.stepless.finish;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.stepless.data.ColumnStatistics;
import org.stepless.data.RowBlock;
import org.stepless.data.RowBlockBuilder;
import org.stepless.losses.Bounds;
import org.stepless.losses.Logistic;
import org.stepless.losses.Loss;
import org.stepless.losses.Objective;
import org.stepless.losses.Poisson;
import org.stepless.losses.Softmax;
import org.stepless.losses.SquaredError;
import org.stepless.losses.SquaredHinge;
import org.stepless.training.Coordinates;
import org.stepless.training.Problem;

class CompositeFinishTest {
  private static final double INFINITY = Double.POSITIVE_INFINITY;

  /** Correlated columns of many scales, of which the last is constant; most matter little. */
  private static double[][] features(int rows, int columns, long seed) {
    Random random = new Random(seed);
    double[][] x = new double[rows][columns];
    for (double[] row : x) {
      double common = random.nextGaussian();
      for (int j = 0; j < columns - 1; j++) {
        row[j] = Math.pow(10, j % 3 - 1) * (0.3 * (j % 5) + common + random.nextGaussian());
      }
      row[columns - 1] = 2;
    }
    return x;
  }

  private static double[] labels(double[][] x, Loss loss, long seed) {
    Random random = new Random(seed);
    double[] y = new double[x.length];
    for (int r = 0; r < x.length; r++) {
      double signal = 5 * x[r][0] - 0.8 * x[r][1] + 0.3 * random.nextGaussian();
      double noisy = signal + 2 * random.nextGaussian();
      if (loss instanceof Softmax) {
        y[r] = noisy < -1 ? 0 : noisy < 1 ? 1 : 2;
      } else if (loss instanceof SquaredError) {
        y[r] = 3 + noisy;
      } else if (loss instanceof Poisson) {
        y[r] = Math.floor(Math.exp(0.3 * signal + random.nextDouble()));
      } else {
        y[r] = noisy > 0.5 ? 1 : 0;
      }
    }
    return y;
  }

  private record Rows(double[][] x, double[] y, double[] weights) {
    static Rows of(Loss loss, int rows, int columns, long seed) {
      double[][] x = features(rows, columns, seed);
      double[] weights = new double[rows];
      Arrays.setAll(weights, r -> 0.5 + r % 3);
      return new Rows(x, labels(x, loss, seed + 1), weights);
    }

    RowBlock block() {
      RowBlockBuilder builder = new RowBlockBuilder(x[0].length, x.length);
      for (int r = 0; r < x.length; r++) {
        builder.addDense(x[r], y[r], weights[r]);
      }
      return builder.build();
    }

    /** The gradient of the weighted mean loss, by the formulas of the losses. */
    double[] gradient(Loss loss, double[] model, boolean intercept) {
      int outputs = loss.outputs(), columns = x[0].length;
      double[] gradient = new double[model.length];
      double total = Arrays.stream(weights).sum();
      for (int r = 0; r < x.length; r++) {
        double[] margins = new double[outputs];
        for (int k = 0; k < outputs; k++) {
          for (int j = 0; j < columns; j++) {
            margins[k] += x[r][j] * model[j * outputs + k];
          }
          margins[k] += intercept ? model[columns * outputs + k] : 0;
        }
        for (int k = 0; k < outputs; k++) {
          double slope = weights[r] / total * slope(loss, margins, k, y[r]);
          for (int j = 0; j < columns; j++) {
            gradient[j * outputs + k] += slope * x[r][j];
          }
          if (intercept) {
            gradient[columns * outputs + k] += slope;
          }
        }
      }
      return gradient;
    }
  }

  private static double slope(Loss loss, double[] margins, int k, double label) {
    double m = margins[0];
    if (loss instanceof Softmax) {
      double sum = Arrays.stream(margins).map(Math::exp).sum();
      return Math.exp(margins[k]) / sum - (label == k ? 1 : 0);
    } else if (loss instanceof Logistic) {
      return 1 / (1 + Math.exp(-m)) - label;
    } else if (loss instanceof Poisson) {
      return Math.exp(m) - label;
    } else if (loss instanceof SquaredHinge) {
      double sign = 2 * label - 1;
      return -2 * sign * Math.max(0, 1 - sign * m);
    }
    return m - label;
  }

  private static Loss loss(String name) {
    return switch (name) {
      case "logistic" -> new Logistic();
      case "softmax" -> new Softmax(3);
      case "poisson" -> new Poisson();
      case "hinge" -> new SquaredHinge();
      default -> new SquaredError();
    };
  }

  private static Finished finish(
      FinishMethod method, Rows rows, Objective objective, boolean centred, double[] start) {
    RowBlock block = rows.block();
    ColumnStatistics statistics = ColumnStatistics.of(block);
    Problem problem =
        new Problem(
            objective,
            new Coordinates(
                objective.outputs(),
                statistics.standardDeviations(),
                centred ? statistics.means() : null),
            statistics.weightSum() / block.rows());
    double[] reference = new double[objective.dimension()];
    return new Finish(method, problem, statistics.weightSum(), 1, reference, 1e-12)
        .run(RowSums.of(problem, block), start);
  }

  /** The conditions of Karush, Kuhn and Tucker, on the model itself. */
  @ParameterizedTest
  @CsvSource({
    "logistic, true, 1, true",
    "logistic, false, 0.5, false",
    "softmax, true, 0.5, true",
    "softmax, false, 1, false",
    "poisson, true, 1, false",
    "poisson, false, 0.5, true",
    "hinge, true, 0.5, false",
    "hinge, false, 1, true",
    "squares, true, 1, true",
    "squares, false, 0.5, false",
  })
  void slopesVanish(String name, boolean intercept, double alpha, boolean standardization) {
    Loss loss = loss(name);
    int columns = 12, outputs = loss.outputs();
    Rows rows = Rows.of(loss, 200, columns, 5);
    double[] deviations = ColumnStatistics.of(rows.block()).standardDeviations();
    double[] l2 = Objective.l2(0.1 * (1 - alpha), deviations, standardization);
    double[] l1 = Objective.l1(0.1 * alpha, deviations, standardization);
    Objective objective = new Objective(loss, columns, intercept, l2, l1, null);
    double[] dense = new double[objective.dimension()];
    Arrays.fill(dense, 0, columns - 1, 1e-3);
    double[] first = null;
    for (FinishMethod method : new FinishMethod[] {FinishMethod.NEWTON, FinishMethod.TRON}) {
      for (double[] start : new double[][] {new double[dense.length], dense}) {
        Finished finished = finish(method, rows, objective, intercept, start);
        assertTrue(finished.converged(), finished.describe());
        double[] model = finished.model(), gradient = rows.gradient(loss, model, intercept);
        int zeros = 0;
        for (int i = 0; i < (columns - 1) * outputs; i++) { // of columns that vary
          double w = model[i], slope = gradient[i] + (l2 == null ? 0 : l2[i / outputs] * w);
          double most = l1[i / outputs];
          double left =
              w == 0 ? Math.max(0, Math.abs(slope) - most) : slope + Math.signum(w) * most;
          assertEquals(0, left, 1e-8, method + " coefficient " + i);
          zeros += w == 0 ? 1 : 0;
        }
        assertTrue(zeros > 0 && zeros < (columns - 1) * outputs, "of " + zeros + " zeros");
        for (int k = 0; k < outputs; k++) {
          assertEquals(0, model[(columns - 1) * outputs + k]);
          assertEquals(0, intercept ? gradient[columns * outputs + k] : 0, 1e-8);
        }
        if (first == null) {
          first = model;
        }
        if (outputs == 1) { // else adding to all intercepts changes nothing
          assertArrayEquals(first, model, 1e-7);
        }
      }
    }
  }

  /** Orthogonal columns of mean 0 and mean square 1: coefficients are shrunk one by one. */
  @ParameterizedTest
  @EnumSource(names = {"NEWTON", "TRON"})
  void orthogonalColumnsAreSoftThresholded(FinishMethod method) {
    double[][] x = {{1, 1, 1}, {1, -1, -1}, {-1, 1, -1}, {-1, -1, 1}};
    double[] y = {5 + 2 + 0.3 - 1, 5 + 2 - 0.3 + 1, 5 - 2 + 0.3 + 1, 5 - 2 - 0.3 - 1};
    Rows rows = new Rows(x, y, new double[] {1, 1, 1, 1});
    double[] ones = {1, 1, 1};
    Objective lasso =
        new Objective(new SquaredError(), 3, true, null, Objective.l1(0.4, ones, true), null);
    Finished finished = finish(method, rows, lasso, true, new double[4]);
    assertArrayEquals(new double[] {1.6, 0, -0.6, 5}, finished.model(), 1e-10);
    assertEquals(0, finished.model()[1]);
    // What is left of the labels, halved mean square: (0.4^2 + 0.3^2 + 0.4^2) / 2, and 0.4 * 2.2.
    assertEquals(0.205 + 0.88, finished.objective(), 1e-10);
    Objective net =
        new Objective(
            new SquaredError(),
            3,
            true,
            Objective.l2(1, ones, true),
            new double[] {.4, .4, .4},
            null);
    assertArrayEquals(
        new double[] {0.8, 0, -0.3, 5},
        finish(method, rows, net, true, new double[4]).model(),
        1e-10);
  }

  /** At and above the largest slope without coefficients all of them are 0. */
  @ParameterizedTest
  @EnumSource(names = {"NEWTON", "TRON"})
  void largePenaltiesLeaveTheIntercept(FinishMethod method) {
    Loss loss = new Logistic();
    Rows rows = Rows.of(loss, 100, 6, 3);
    double positive = 0, total = 0;
    for (int r = 0; r < 100; r++) {
      positive += rows.weights()[r] * rows.y()[r];
      total += rows.weights()[r];
    }
    double intercept = Math.log(positive / (total - positive));
    double[] nothing = {0, 0, 0, 0, 0, 0, intercept};
    double most = 0;
    for (double slope : rows.gradient(loss, nothing, true)) {
      most = Math.max(most, Math.abs(slope));
    }
    for (double factor : new double[] {1 + 1e-9, 30}) {
      double[] l1 = new double[6];
      Arrays.fill(l1, factor * most);
      Objective objective = new Objective(loss, 6, true, null, l1, null);
      for (double[] start : new double[][] {new double[7], {1, -1, 0.1, 1, 1, 1, 1}}) {
        double[] model = finish(method, rows, objective, true, start).model();
        assertArrayEquals(new double[6], Arrays.copyOf(model, 6));
        assertEquals(intercept, model[6], 1e-9);
      }
    }
    double[] l1 = new double[6];
    Arrays.fill(l1, 0.99 * most);
    Objective objective = new Objective(loss, 6, true, null, l1, null);
    double[] model = finish(method, rows, objective, true, new double[7]).model();
    assertEquals(1, Arrays.stream(model, 0, 6).filter(w -> w != 0).count());
  }

  /** Between bounds slopes are 0, at a bound they push against it; some bounds hold 0 out. */
  @ParameterizedTest
  @CsvSource({
    "logistic, true",
    "softmax, true",
    "softmax, false",
    "poisson, true",
    "squares, false"
  })
  void boundsHold(String name, boolean boundIntercept) {
    Loss loss = loss(name);
    int columns = 8, outputs = loss.outputs(), n = (columns + 1) * outputs;
    Rows rows = Rows.of(loss, 200, columns, 11);
    double[] lower = new double[n], upper = new double[n];
    for (int i = 0; i < n; i++) {
      boolean free = i >= columns * outputs && !boundIntercept;
      lower[i] = free || i % 4 == 0 ? -INFINITY : i % 4 == 1 ? 0 : i % 4 == 2 ? -0.02 : 0.01;
      upper[i] = free || i % 4 == 1 ? INFINITY : i % 4 == 2 ? 0 : 0.05;
    }
    double[] l2 = new double[columns];
    Arrays.fill(l2, 0.01);
    Objective objective = new Objective(loss, columns, true, l2, null, new Bounds(lower, upper));
    for (FinishMethod method : new FinishMethod[] {FinishMethod.NEWTON, FinishMethod.TRON}) {
      Finished finished = finish(method, rows, objective, !boundIntercept, new double[n]);
      assertTrue(finished.converged(), finished.describe());
      double[] model = finished.model(), gradient = rows.gradient(loss, model, true);
      int atBounds = 0;
      for (int i = 0; i < n; i++) {
        if (i / outputs == columns - 1) {
          assertEquals(0, model[i]); // a constant column
          continue;
        }
        double slope = gradient[i] + (i < columns * outputs ? 0.01 * model[i] : 0);
        assertTrue(lower[i] - 1e-15 <= model[i] && model[i] <= upper[i] + 1e-15);
        boolean atLower = model[i] <= lower[i] + 1e-15, atUpper = model[i] >= upper[i] - 1e-15;
        atBounds += atLower || atUpper ? 1 : 0;
        double left = atLower ? Math.min(0, slope) : atUpper ? Math.max(0, slope) : slope;
        assertEquals(0, left, 1e-8, method + " coordinate " + i);
      }
      assertTrue(atBounds > 0 && atBounds < n - outputs, atBounds + " at bounds");
    }
  }

  @Test
  void centredColumnsWithBoundedInterceptsAreRefused() {
    Rows rows = Rows.of(new Logistic(), 20, 3, 1);
    Objective objective =
        new Objective(
            new Logistic(),
            3,
            true,
            null,
            null,
            new Bounds(
                new double[] {-INFINITY, -INFINITY, -INFINITY, 0},
                new double[] {INFINITY, INFINITY, INFINITY, INFINITY}));
    assertThrows(
        IllegalArgumentException.class,
        () -> finish(FinishMethod.NEWTON, rows, objective, true, new double[4]));
  }
}
