package org.stepless.finish;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import org.junit.jupiter.api.Test;
import org.stepless.data.RowBlock;
import org.stepless.data.RowBlockBuilder;
import org.stepless.losses.Logistic;
import org.stepless.losses.Loss;
import org.stepless.losses.Poisson;
import org.stepless.losses.Softmax;
import org.stepless.losses.SquaredError;

/** Inverses of Hessians that textbooks have in closed form. */
class CurvatureTest {
  private static double[] inverse(Loss loss, RowBlock rows, boolean intercept, double l2) {
    return FinishTest.finish(FinishMethod.NEWTON, loss, rows, intercept, l2, 1e-12)
        .curvature()
        .inverseDiagonal();
  }

  /** 1 / Sxx for the slope, 1 / sum w + mean^2 / Sxx for the intercept. */
  @Test
  void simpleRegression() {
    double[] x = {1, 3, 4, 9}, w = {1, 2, 0.5, 3}, y = {2, 1, 5, 7};
    double sum = 6.5, mean = (1 + 6 + 2 + 27) / sum, spread = 0;
    double[][] rows = new double[4][];
    for (int i = 0; i < 4; i++) {
      rows[i] = new double[] {x[i]};
      spread += w[i] * (x[i] - mean) * (x[i] - mean);
    }
    double[] inverse = inverse(new SquaredError(), FinishTest.rows(rows, y, w), true, 0);
    assertArrayEquals(new double[] {1 / spread, 1 / sum + mean * mean / spread}, inverse, 1e-12);
  }

  /** Without an intercept, and with a penalty for each of three rows. */
  @Test
  void ridge() {
    RowBlock rows = FinishTest.rows(new double[][] {{1}, {2}, {4}}, new double[] {1, 3, 2}, null);
    double[] inverse = inverse(new SquaredError(), rows, false, 0.5);
    assertArrayEquals(new double[] {1 / (21 + 3 * 0.5)}, inverse, 1e-12);
  }

  /** Rates of groups are independent: the variance of a difference of logarithms is a sum. */
  @Test
  void ratesOfGroups() {
    double[] classes = {0, 0, 0, 1, 1, 1, 0, 0}, counts = {1, 4, 2, 0, 5, 9, 1, 2};
    double first = 1 / (4 * 0.25 * 0.75), second = 1 / (4 * 0.5 * 0.5);
    for (boolean sparse : new boolean[] {true, false}) {
      assertArrayEquals(
          new double[] {first + second, first},
          inverse(new Logistic(), groups(classes, sparse), true, 0),
          1e-8);
      assertArrayEquals(
          new double[] {1 / 7.0 + 1 / 17.0, 1 / 7.0},
          inverse(new Poisson(), groups(counts, sparse), true, 0),
          1e-8);
    }
  }

  private static RowBlock groups(double[] labels, boolean sparse) {
    RowBlockBuilder builder = new RowBlockBuilder(1, labels.length);
    for (int r = 0; r < labels.length; r++) {
      double x = r < 4 ? 0 : 1;
      if (sparse && x == 0) {
        builder.addSparse(new int[0], new double[0], labels[r], 1);
      } else if (sparse) {
        builder.addSparse(new int[] {0}, new double[] {x}, labels[r], 1);
      } else {
        builder.addDense(new double[] {x}, labels[r], 1);
      }
    }
    return builder.build();
  }

  @Test
  void noneWhereNothingIsDetermined() {
    double[] labels = {1, 0, 1, 1};
    double[][] constant = {{1, 5}, {2, 5}, {4, 5}, {3, 5}};
    double[][] collinear = {{1, 2}, {2, 4}, {4, 8}, {3, 6}};
    for (double[][] rows : new double[][][] {constant, collinear}) {
      assertNull(inverse(new SquaredError(), FinishTest.rows(rows, labels, null), true, 0));
    }
    double[] classes = {0, 0, 0, 1, 1, 1, 0, 0};
    assertNull(inverse(new Softmax(2), groups(classes, false), true, 0));
    assertNull(
        FinishTest.finish(FinishMethod.TRON, new Logistic(), groups(classes, false), true, 0, 1e-6)
            .curvature());
  }

  @Test
  void packedMatricesKnowTheirRows() {
    for (int n : new int[] {1, 2, 3, 500, 2000, 30_000}) {
      assertEquals(n, Packed.rows(Packed.length(n)));
    }
  }
}
