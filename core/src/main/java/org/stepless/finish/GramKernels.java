package org.stepless.finish;

/**
 * Sums of the products of the values of rows. Plain loops over neighbours, which the compiler turns
 * into vector instructions: the same bits on every machine.
 */
final class GramKernels {
  private GramKernels() {}

  /**
   * Adds rows of all columns. Of every factor the sums for all pairs of columns follow each other,
   * a lower triangle.
   *
   * @param tile row by row
   * @param given factors of the rows, row by row
   */
  static void addTile(
      double[] tile, int rows, int columns, int factors, double[] given, double[] sums) {
    int length = Packed.length(columns);
    for (int t = 0; t < factors; t++) {
      int i = 0;
      for (; i + 1 < columns; i += 2) {
        addTwoRows(tile, rows, columns, i, given, t, factors, sums, t * length);
      }
      for (int r = 0, a = 0; i < columns && r < rows; r++, a += columns) {
        double fa = given[r * factors + t] * tile[a + i];
        add(fa, tile, a, sums, t * length + Packed.row(i), i + 1);
      }
    }
  }

  /** Rows i and i + 1 of the sums of a factor: both read the tile's values once. */
  private static void addTwoRows(
      double[] tile,
      int rows,
      int columns,
      int i,
      double[] given,
      int which,
      int factors,
      double[] sums,
      int start) {
    int at = start + Packed.row(i), below = start + Packed.row(i + 1), r = 0, a = 0;
    for (; r + 4 <= rows; r += 4, a += 4 * columns) {
      int b = a + columns, c = b + columns, d = c + columns;
      double ca = given[r * factors + which], cb = given[(r + 1) * factors + which];
      double cc = given[(r + 2) * factors + which], cd = given[(r + 3) * factors + which];
      double fa = ca * tile[a + i], ga = ca * tile[a + i + 1];
      double fb = cb * tile[b + i], gb = cb * tile[b + i + 1];
      double fc = cc * tile[c + i], gc = cc * tile[c + i + 1];
      double fd = cd * tile[d + i], gd = cd * tile[d + i + 1];
      for (int j = 0; j <= i; j++) {
        double va = tile[a + j], vb = tile[b + j], vc = tile[c + j], vd = tile[d + j];
        sums[at + j] += (fa * va + fb * vb) + (fc * vc + fd * vd);
        sums[below + j] += (ga * va + gb * vb) + (gc * vc + gd * vd);
      }
      sums[below + i + 1] +=
          (ga * tile[a + i + 1] + gb * tile[b + i + 1])
              + (gc * tile[c + i + 1] + gd * tile[d + i + 1]);
    }
    for (; r < rows; r++, a += columns) {
      double factor = given[r * factors + which];
      add(factor * tile[a + i], tile, a, sums, at, i + 1);
      add(factor * tile[a + i + 1], tile, a, sums, below, i + 2);
    }
  }

  private static void add(
      double factor, double[] values, int from, double[] sums, int at, int count) {
    for (int j = 0; j < count; j++) {
      sums[at + j] += factor * values[from + j];
    }
  }

  /**
   * Adds rows of all columns. Of every pair of columns the sums for all factors follow each other:
   * for few columns and many factors.
   *
   * @param tile row by row
   * @param given factors of the rows, row by row
   */
  static void addTileOfPairs(
      double[] tile, int rows, int columns, int factors, double[] given, double[] sums) {
    int at = 0;
    for (int i = 0; i < columns; i++) {
      for (int j = 0; j <= i; j++, at += factors) {
        int r = 0, a = 0, ta = 0;
        for (; r + 4 <= rows; r += 4, a += 4 * columns, ta += 4 * factors) {
          int b = a + columns, c = b + columns, d = c + columns;
          int tb = ta + factors, tc = tb + factors, td = tc + factors;
          double fa = tile[a + i] * tile[a + j], fb = tile[b + i] * tile[b + j];
          double fc = tile[c + i] * tile[c + j], fd = tile[d + i] * tile[d + j];
          for (int t = 0; t < factors; t++) {
            sums[at + t] +=
                (fa * given[ta + t] + fb * given[tb + t])
                    + (fc * given[tc + t] + fd * given[td + t]);
          }
        }
        for (; r < rows; r++, a += columns, ta += factors) {
          double fa = tile[a + i] * tile[a + j];
          for (int t = 0; t < factors; t++) {
            sums[at + t] += fa * given[ta + t];
          }
        }
      }
    }
  }

  /**
   * Adds a row of some columns. Of every pair of columns the sums for all factors follow each
   * other.
   *
   * @param count of values
   * @param indices their columns, ascending
   * @param given factors of the row, from {@code from} on
   */
  static void addRow(
      int count,
      int[] indices,
      double[] values,
      int factors,
      double[] given,
      int from,
      double[] sums) {
    for (int a = 0; a < count; a++) {
      int row = Packed.row(indices[a]);
      double value = values[a];
      if (factors == 1) {
        double factor = given[from] * value;
        for (int b = 0; b <= a; b++) {
          sums[row + indices[b]] += factor * values[b];
        }
        continue;
      }
      for (int b = 0; b <= a; b++) {
        double product = value * values[b];
        int at = (row + indices[b]) * factors;
        for (int t = 0; t < factors; t++) {
          sums[at + t] += product * given[from + t];
        }
      }
    }
  }
}
