package org.stepless.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CorrelationsTest {
  private static final int COLUMNS = 5;

  /** Columns of very different means and spreads, some of them dependent, one constant. */
  private static double[][] rows(int n, long seed) {
    Random random = new Random(seed);
    double[][] rows = new double[n][];
    for (int r = 0; r < n; r++) {
      double a = random.nextGaussian(), b = random.nextGaussian();
      rows[r] = new double[] {a, 1e3 * a + 1e3 * b + 1e5, 7, random.nextInt(4) == 0 ? b : 0, -a};
    }
    return rows;
  }

  private static RowBlock block(double[][] rows, double[] weights, int from, int to) {
    RowBlockBuilder builder = new RowBlockBuilder(COLUMNS, to - from);
    for (int r = from; r < to; r++) {
      builder.addDense(rows[r], 0, weights[r]);
    }
    return builder.build();
  }

  private static double reference(double[][] rows, double[] weights, int i, int j) {
    double sum = 0, mi = 0, mj = 0, ij = 0, ii = 0, jj = 0;
    for (int r = 0; r < rows.length; r++) {
      sum += weights[r];
      mi += weights[r] * rows[r][i];
      mj += weights[r] * rows[r][j];
    }
    for (int r = 0; r < rows.length; r++) {
      double a = rows[r][i] - mi / sum, b = rows[r][j] - mj / sum;
      ij += weights[r] * a * b;
      ii += weights[r] * a * a;
      jj += weights[r] * b * b;
    }
    return ij / Math.sqrt(ii * jj);
  }

  @Test
  void equalThoseOfPlainLoopsHoweverRowsAreCut() {
    double[][] rows = rows(300, 1);
    double[] weights = new Random(2).doubles(300, 0, 2).toArray();
    Correlations whole = Correlations.of(block(rows, weights, 0, 300));
    Correlations parts =
        Correlations.of(block(rows, weights, 0, 10))
            .merge(Correlations.of(block(rows, weights, 10, 200)))
            .merge(Correlations.of(block(rows, weights, 200, 300)));
    for (Correlations found : new Correlations[] {whole, parts}) {
      assertEquals(-1, found.get(0, 4), 1e-12);
      assertEquals(0, found.get(2, 1), "with a constant column");
      for (int i : new int[] {0, 1, 3}) {
        for (int j : new int[] {0, 1, 3}) {
          assertEquals(reference(rows, weights, i, j), found.get(i, j), 1e-9, i + "," + j);
        }
      }
    }
  }

  @Test
  void manyRowsAreSampledEvenly() {
    int n = 50_000;
    double[] ones = new double[n];
    Arrays.fill(ones, 1);
    // A sample of any one stretch would find no correlation: it comes with the row's number.
    double[][] rows = new double[n][];
    Random random = new Random(3);
    for (int r = 0; r < n; r++) {
      double trend = 10.0 * r / n;
      rows[r] =
          new double[] {trend + random.nextGaussian(), trend + random.nextGaussian(), 0, 0, 0};
    }
    double expected = reference(rows, ones, 0, 1);
    assertEquals(expected, Correlations.of(block(rows, ones, 0, n)).get(0, 1), 0.02);
  }

  @Test
  void tooManyColumnsAreRefused() {
    RowBlockBuilder builder = new RowBlockBuilder(65, 1);
    builder.addDense(new double[65], 0, 1);
    RowBlock wide = builder.build();
    assertThrows(IllegalArgumentException.class, () -> Correlations.of(wide));
  }
}
