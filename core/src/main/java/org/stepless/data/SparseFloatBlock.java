package org.stepless.data;

import java.util.Arrays;

/**
 * CSR with float values, summed in double. The twin of {@link SparseDoubleBlock}, which says why.
 */
final class SparseFloatBlock extends SparseBlock {
  private static final long serialVersionUID = 1;

  private final float[] values;

  SparseFloatBlock(int columns, int[] starts, int[] indices, float[] values, RowTargets targets) {
    super(columns, starts, indices, targets);
    this.values = values;
  }

  @Override
  public void margins(int[] order, int from, int to, double[] x, int outputs, double[] margins) {
    if (order != null && to > from) {
      // The store keeps the loads alive; the margin follows below.
      margins[0] = touch(order, from, to) + touchValues(order, from, to);
    }
    if (outputs > 1) {
      marginsOfSeveral(order, from, to, x, outputs, margins);
      return;
    }
    for (int r = from; r < to; r++) {
      int row = order == null ? r : order[r];
      double sum = 0;
      for (int i = starts[row], end = starts[row + 1]; i < end; i++) {
        sum += values[i] * x[indices[i]];
      }
      margins[r - from] = sum;
    }
  }

  private void marginsOfSeveral(
      int[] order, int from, int to, double[] x, int outputs, double[] margins) {
    Arrays.fill(margins, 0, (to - from) * outputs, 0);
    for (int r = from, m = 0; r < to; r++, m += outputs) {
      int row = order == null ? r : order[r];
      int i = starts[row], end = starts[row + 1];
      for (; i + 4 <= end; i += 4) {
        Axpy.add(
            values[i],
            values[i + 1],
            values[i + 2],
            values[i + 3],
            x,
            indices[i] * outputs,
            indices[i + 1] * outputs,
            indices[i + 2] * outputs,
            indices[i + 3] * outputs,
            margins,
            m,
            outputs);
      }
      for (; i < end; i++) {
        Axpy.add(values[i], x, indices[i] * outputs, margins, m, outputs);
      }
    }
  }

  @Override
  public void addGradient(
      int[] order, int from, int to, double[] multipliers, int outputs, double[] gradient) {
    for (int r = from; r < to; r++) {
      int row = order == null ? r : order[r];
      int start = starts[row], end = starts[row + 1];
      if (outputs == 1) {
        double multiplier = multipliers[r - from];
        for (int i = start; i < end; i++) {
          gradient[indices[i]] += multiplier * values[i];
        }
      } else {
        int m = (r - from) * outputs;
        for (int i = start; i < end; i++) {
          Axpy.add(values[i], multipliers, m, gradient, indices[i] * outputs, outputs);
        }
      }
    }
  }

  private double touchValues(int[] order, int from, int to) {
    double sum = 0;
    for (int r = from; r < to; r++) {
      int start = starts[order[r]], end = starts[order[r] + 1];
      if (start < end) {
        sum += values[start] + values[(start + end) >>> 1] + values[end - 1];
      }
    }
    return sum;
  }

  @Override
  double value(int position) {
    return values[position];
  }

  @Override
  int valueBytes() {
    return 4;
  }

  @Override
  Precision precision() {
    for (float value : values) {
      if (value != 1) {
        return Precision.FLOAT;
      }
    }
    return Precision.ONES;
  }
}
