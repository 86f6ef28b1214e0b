package org.stepless.data;

import java.util.Arrays;

/**
 * CSR whose values are all 1 and not stored, as one-hot encoding gives them: half the memory to
 * read. The twin of {@link SparseDoubleBlock}, which says why.
 */
final class SparseOnesBlock extends SparseBlock {
  private static final long serialVersionUID = 1;

  SparseOnesBlock(int columns, int[] starts, int[] indices, RowTargets targets) {
    super(columns, starts, indices, targets);
  }

  @Override
  public void margins(int[] order, int from, int to, double[] x, int outputs, double[] margins) {
    if (order != null && to > from) {
      // The store keeps the loads alive; the margin follows below.
      margins[0] = touch(order, from, to);
    }
    if (outputs > 1) {
      marginsOfSeveral(order, from, to, x, outputs, margins);
      return;
    }
    for (int r = from; r < to; r++) {
      int row = order == null ? r : order[r];
      double sum = 0;
      for (int i = starts[row], end = starts[row + 1]; i < end; i++) {
        sum += x[indices[i]];
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
            1,
            1,
            1,
            1,
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
        Axpy.add(1, x, indices[i] * outputs, margins, m, outputs);
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
          Axpy.add(1, multipliers, m, gradient, indices[i] * outputs, outputs);
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
