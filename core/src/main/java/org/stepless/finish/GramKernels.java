package org.stepless.finish;

/**
 * Sums of the products of the values of rows. Plain loops over neighbours, which the compiler turns
 * into vector instructions: the same bits on every machine.
 */
final class GramKernels {
  private GramKernels() {}

  /**
   * Adds rows of all columns. Of every pair of outputs the sums for all pairs of columns follow
   * each other, a lower triangle.
   *
   * @param tile row by row
   * @param triangles factors of every row, one a pair of outputs
   */
  static void addTile(
      double[] tile, int rows, int columns, int pairs, double[] triangles, double[] sums) {
    int length = Packed.length(columns);
    for (int t = 0; t < pairs; t++) {
      for (int i = 0; i < columns; i++) {
        int at = t * length + Packed.row(i), r = 0, a = 0;
        for (; r + 4 <= rows; r += 4, a += 4 * columns) {
          int b = a + columns, c = b + columns, d = c + columns;
          double fa = triangles[r * pairs + t] * tile[a + i];
          double fb = triangles[(r + 1) * pairs + t] * tile[b + i];
          double fc = triangles[(r + 2) * pairs + t] * tile[c + i];
          double fd = triangles[(r + 3) * pairs + t] * tile[d + i];
          for (int j = 0; j <= i; j++) {
            sums[at + j] +=
                (fa * tile[a + j] + fb * tile[b + j]) + (fc * tile[c + j] + fd * tile[d + j]);
          }
        }
        for (; r < rows; r++, a += columns) {
          double fa = triangles[r * pairs + t] * tile[a + i];
          for (int j = 0; j <= i; j++) {
            sums[at + j] += fa * tile[a + j];
          }
        }
      }
    }
  }

  /**
   * Adds a row of some columns. Of every pair of columns the sums for all pairs of outputs follow
   * each other.
   *
   * @param count of values
   * @param indices their columns, ascending
   * @param values from {@code start} on
   * @param triangles factors of the row, one a pair of outputs, from {@code from} on
   */
  static void addRow(
      int count,
      int[] indices,
      double[] values,
      int start,
      int pairs,
      double[] triangles,
      int from,
      double[] sums) {
    for (int a = 0; a < count; a++) {
      int row = Packed.row(indices[a]);
      double value = values[start + a];
      if (pairs == 1) {
        double factor = triangles[from] * value;
        for (int b = 0; b <= a; b++) {
          sums[row + indices[b]] += factor * values[start + b];
        }
        continue;
      }
      for (int b = 0; b <= a; b++) {
        double product = value * values[start + b];
        int at = (row + indices[b]) * pairs;
        for (int t = 0; t < pairs; t++) {
          sums[at + t] += product * triangles[from + t];
        }
      }
    }
  }
}
