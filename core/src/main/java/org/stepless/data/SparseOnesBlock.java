package org.stepless.data;

import java.util.Arrays;

/** CSR whose values are all 1 and not stored, as one-hot encoding gives them. */
final class SparseOnesBlock extends SparseBlock {
  private static final long serialVersionUID = 1;

  SparseOnesBlock(int columns, int[] starts, int[] indices, double[] labels, double[] weights) {
    super(columns, starts, indices, labels, weights);
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
          even += x[indices[i]];
          odd += x[indices[i + 1]];
        }
        margins[r - from] = even + odd + (i < end ? x[indices[i]] : 0);
      } else {
        for (; i < end; i++) {
          Outputs.add(1, x, indices[i] * outputs, margins, (r - from) * outputs, outputs);
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
          gradient[indices[i]] += multiplier;
        }
      } else {
        int m = (r - from) * outputs;
        for (int i = start; i < end; i++) {
          Outputs.add(1, multipliers, m, gradient, indices[i] * outputs, outputs);
        }
      }
    }
  }

  @Override
  double value(int position) {
    return 1;
  }

  @Override
  int valueBytes() {
    return 0;
  }

  @Override
  Precision precision() {
    return Precision.ONES;
  }
}
