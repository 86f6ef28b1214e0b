package org.stepless.data;

import java.util.Arrays;

/** Row-major doubles. With one output, BLAS on single rows: they may lie anywhere in memory. */
final class DenseDoubleBlock extends RowBlock {
  private static final long serialVersionUID = 1;

  /** Values of a cache line; and lines after which the processor reads ahead by itself. */
  private static final int LINE = 8, LINES_AHEAD = 16;

  private final double[] values;
  private final long nonZeros;

  DenseDoubleBlock(int columns, double[] values, long nonZeros, double[] labels, double[] weights) {
    super(columns, labels, weights);
    this.values = values;
    this.nonZeros = nonZeros;
  }

  @Override
  public void margins(int[] order, int from, int to, double[] x, int outputs, double[] margins) {
    if (outputs == 1) {
      margins(order, from, to, x, margins);
      return;
    }
    Arrays.fill(margins, 0, (to - from) * outputs, 0);
    for (int r = from, m = 0; r < to; r++, m += outputs) {
      int a = start(order, r), end = a + columns(), at = 0;
      for (; a + 4 <= end; a += 4, at += 4 * outputs) {
        Outputs.add(
            values[a],
            values[a + 1],
            values[a + 2],
            values[a + 3],
            x,
            at,
            at + outputs,
            at + 2 * outputs,
            at + 3 * outputs,
            margins,
            m,
            outputs);
      }
      for (; a < end; a++, at += outputs) {
        Outputs.add(values[a], x, at, margins, m, outputs);
      }
    }
  }

  private void margins(int[] order, int from, int to, double[] x, double[] margins) {
    for (int r = from; r < to; r++) {
      margins[r - from] = JavaBlas.BLAS.ddot(columns(), values, start(order, r), 1, x, 0, 1);
    }
  }

  @Override
  public void addGradient(
      int[] order, int from, int to, double[] multipliers, int outputs, double[] gradient) {
    if (outputs == 1) {
      addGradient(order, from, to, multipliers, gradient);
      return;
    }
    int columns = columns(), r = from, m = 0;
    for (; r + 4 <= to; r += 4, m += 4 * outputs) {
      int a = start(order, r), b = start(order, r + 1);
      int c = start(order, r + 2), d = start(order, r + 3);
      for (int j = 0; j < columns; j++) {
        Outputs.add(
            values[a + j],
            values[b + j],
            values[c + j],
            values[d + j],
            multipliers,
            m,
            m + outputs,
            m + 2 * outputs,
            m + 3 * outputs,
            gradient,
            j * outputs,
            outputs);
      }
    }
    for (; r < to; r++, m += outputs) {
      int a = start(order, r);
      for (int j = 0; j < columns; j++) {
        Outputs.add(values[a + j], multipliers, m, gradient, j * outputs, outputs);
      }
    }
  }

  private void addGradient(int[] order, int from, int to, double[] multipliers, double[] gradient) {
    if (order == null && columns() > 0) { // neighbours share loads and stores of the gradient
      JavaBlas.BLAS.dgemv(
          "N",
          columns(),
          to - from,
          1,
          values,
          from * columns(),
          columns(),
          multipliers,
          0,
          1,
          1,
          gradient,
          0,
          1);
      return;
    }
    for (int r = from; r < to; r++) {
      JavaBlas.BLAS.daxpy(
          columns(), multipliers[r - from], values, start(order, r), 1, gradient, 0, 1);
    }
  }

  private int start(int[] order, int r) {
    return (order == null ? r : order[r]) * columns();
  }

  @Override
  public void copyRows(int[] order, int from, int to, double[] tile) {
    for (int r = from, at = 0; r < to; r++, at += columns()) {
      System.arraycopy(values, start(order, r), tile, at, columns());
    }
  }

  @Override
  public int copyRow(int row, int[] indices, double[] out) {
    int count = 0;
    for (int j = 0, a = row * columns(); j < columns(); j++) {
      if (values[a + j] != 0) {
        indices[count] = j;
        out[count++] = values[a + j];
      }
    }
    return count;
  }

  /** Copies all rows to {@code out}; returns the number of values. */
  int copyAll(double[] out, int at) {
    System.arraycopy(values, 0, out, at, values.length);
    return values.length;
  }

  @Override
  double lookAhead(int row) {
    double sum = 0;
    int start = row * columns();
    for (int j = 0; j < Math.min(columns(), LINES_AHEAD * LINE); j += LINE) {
      sum += values[start + j];
    }
    return sum;
  }

  @Override
  public long storedValues() {
    return values.length;
  }

  @Override
  long nonZeros() {
    return nonZeros;
  }

  @Override
  long featureBytes() {
    return 8L * values.length;
  }

  @Override
  Precision precision() {
    return Precision.DOUBLE;
  }
}
