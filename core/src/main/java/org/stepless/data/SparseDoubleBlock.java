package org.stepless.data;

import java.util.Arrays;

/** CSR with double values. */
final class SparseDoubleBlock extends SparseBlock {
  private static final long serialVersionUID = 1;

  private final double[] values;

  SparseDoubleBlock(
      int columns,
      int[] starts,
      int[] indices,
      double[] values,
      double[] labels,
      double[] weights) {
    super(columns, starts, indices, labels, weights);
    this.values = values;
  }

  @Override
  public void margins(int[] order, int from, int to, double[] x, int outputs, double[] margins) {
    if (outputs > 1) {
      Arrays.fill(margins, 0, (to - from) * outputs, 0);
    }
    for (int r = from; r < to; r++) {
      int row = order == null ? r : order[r];
      int i = starts[row], end = starts[row + 1];
      if (outputs == 1) {
        double even = 0, odd = 0;
        for (; i + 1 < end; i += 2) {
          even += values[i] * x[indices[i]];
          odd += values[i + 1] * x[indices[i + 1]];
        }
        margins[r - from] = even + odd + (i < end ? values[i] * x[indices[i]] : 0);
      } else {
        for (; i < end; i++) {
          Outputs.add(values[i], x, indices[i] * outputs, margins, (r - from) * outputs, outputs);
        }
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
          Outputs.add(values[i], multipliers, m, gradient, indices[i] * outputs, outputs);
        }
      }
    }
  }

  @Override
  double value(int position) {
    return values[position];
  }

  @Override
  int valueBytes() {
    return 8;
  }

  @Override
  Precision precision() {
    Precision widest = Precision.ONES;
    for (int i = 0; i < values.length && widest != Precision.DOUBLE; i++) {
      widest = widest.or(Precision.of(values[i]));
    }
    return widest;
  }
}
