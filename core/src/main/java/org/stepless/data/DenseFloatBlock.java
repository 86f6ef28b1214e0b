package org.stepless.data;

import java.util.Arrays;

/**
 * Row-major floats, summed in double. With one output, four rows at a time share each load of x or
 * the gradient; BLAS would sum in float. With several, the twin of {@link DenseDoubleBlock}, which
 * says why.
 */
final class DenseFloatBlock extends RowBlock {
  private static final long serialVersionUID = 1;

  /** Values of a cache line; and lines after which the processor reads ahead by itself. */
  private static final int LINE = 16, LINES_AHEAD = 16;

  private final float[] values;
  private final long nonZeros;

  DenseFloatBlock(int columns, float[] values, long nonZeros, RowTargets targets) {
    super(columns, targets);
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
        Axpy.add(
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
        Axpy.add(values[a], x, at, margins, m, outputs);
      }
    }
  }

  private void margins(int[] order, int from, int to, double[] x, double[] margins) {
    int columns = columns(), r = from;
    for (; r + 4 <= to; r += 4) {
      int a = start(order, r), b = start(order, r + 1);
      int c = start(order, r + 2), d = start(order, r + 3);
      double sa = 0, sb = 0, sc = 0, sd = 0;
      for (int j = 0; j < columns; j++) {
        double w = x[j];
        sa += values[a + j] * w;
        sb += values[b + j] * w;
        sc += values[c + j] * w;
        sd += values[d + j] * w;
      }
      margins[r - from] = sa;
      margins[r - from + 1] = sb;
      margins[r - from + 2] = sc;
      margins[r - from + 3] = sd;
    }
    for (; r < to; r++) {
      int a = start(order, r);
      double sum = 0;
      for (int j = 0; j < columns; j++) {
        sum += values[a + j] * x[j];
      }
      margins[r - from] = sum;
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
        Axpy.add(
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
        Axpy.add(values[a + j], multipliers, m, gradient, j * outputs, outputs);
      }
    }
  }

  private void addGradient(int[] order, int from, int to, double[] multipliers, double[] gradient) {
    int columns = columns(), r = from;
    for (; r + 4 <= to; r += 4) {
      int a = start(order, r), b = start(order, r + 1);
      int c = start(order, r + 2), d = start(order, r + 3);
      double ma = multipliers[r - from], mb = multipliers[r - from + 1];
      double mc = multipliers[r - from + 2], md = multipliers[r - from + 3];
      for (int j = 0; j < columns; j++) {
        gradient[j] +=
            ma * values[a + j] + mb * values[b + j] + (mc * values[c + j] + md * values[d + j]);
      }
    }
    for (; r < to; r++) {
      int a = start(order, r);
      double ma = multipliers[r - from];
      for (int j = 0; j < columns; j++) {
        gradient[j] += ma * values[a + j];
      }
    }
  }

  private int start(int[] order, int r) {
    return (order == null ? r : order[r]) * columns();
  }

  @Override
  public void copyRows(int[] order, int from, int to, double[] tile) {
    for (int r = from, at = 0; r < to; r++, at += columns()) {
      int a = start(order, r);
      for (int j = 0; j < columns(); j++) {
        tile[at + j] = values[a + j];
      }
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
    return 4L * values.length;
  }

  @Override
  Precision precision() {
    for (float value : values) {
      if (value != 0 && value != 1) {
        return Precision.FLOAT;
      }
    }
    return Precision.ONES;
  }
}
