package org.stepless.data;

/**
 * The margins of dense rows by sums whose order is written here: even columns and odd columns apart
 * from each other, whatever the neighbours of a row. For JVMs whose vectors have no order of their
 * own; four rows at a time come from memory as fast as by vectors.
 */
final class OrderedMargins {
  private OrderedMargins() {}

  /** Sets {@code margins[i - from]} to the product of row {@code order[i]} and x. */
  static void margins(
      DoubleRows rows, int columns, int[] order, int from, int to, double[] x, double[] margins) {
    int r = from;
    for (; r + 4 <= to; r += 4) {
      int row0 = row(order, r), part0 = rows.part(row0), a = rows.start(part0, row0);
      int row1 = row(order, r + 1), part1 = rows.part(row1), b = rows.start(part1, row1);
      int row2 = row(order, r + 2), part2 = rows.part(row2), c = rows.start(part2, row2);
      int row3 = row(order, r + 3), part3 = rows.part(row3), d = rows.start(part3, row3);
      double[] values0 = rows.values(part0), values1 = rows.values(part1);
      double[] values2 = rows.values(part2), values3 = rows.values(part3);
      four(columns, values0, a, values1, b, values2, c, values3, d, x, margins, r - from);
    }
    for (; r < to; r++) {
      int row = row(order, r), part = rows.part(row);
      margins[r - from] = one(columns, rows.values(part), rows.start(part, row), x);
    }
  }

  private static int row(int[] order, int r) {
    return order == null ? r : order[r];
  }

  private static double one(int columns, double[] values, int at, double[] x) {
    double even = 0, odd = 0;
    int j = 0;
    for (; j + 1 < columns; j += 2) {
      even += values[at + j] * x[j];
      odd += values[at + j + 1] * x[j + 1];
    }
    double sum = even + odd;
    return j < columns ? sum + values[at + j] * x[j] : sum;
  }

  private static void four(
      int columns,
      double[] values0,
      int a,
      double[] values1,
      int b,
      double[] values2,
      int c,
      double[] values3,
      int d,
      double[] x,
      double[] margins,
      int at) {
    double even0 = 0, even1 = 0, even2 = 0, even3 = 0, odd0 = 0, odd1 = 0, odd2 = 0, odd3 = 0;
    int j = 0;
    for (; j + 1 < columns; j += 2) {
      double even = x[j], odd = x[j + 1];
      even0 += values0[a + j] * even;
      odd0 += values0[a + j + 1] * odd;
      even1 += values1[b + j] * even;
      odd1 += values1[b + j + 1] * odd;
      even2 += values2[c + j] * even;
      odd2 += values2[c + j + 1] * odd;
      even3 += values3[d + j] * even;
      odd3 += values3[d + j + 1] * odd;
    }
    double sum0 = even0 + odd0, sum1 = even1 + odd1, sum2 = even2 + odd2, sum3 = even3 + odd3;
    boolean left = j < columns;
    margins[at] = left ? sum0 + values0[a + j] * x[j] : sum0;
    margins[at + 1] = left ? sum1 + values1[b + j] * x[j] : sum1;
    margins[at + 2] = left ? sum2 + values2[c + j] * x[j] : sum2;
    margins[at + 3] = left ? sum3 + values3[d + j] * x[j] : sum3;
  }
}
