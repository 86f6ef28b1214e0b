package org.stepless.losses;

import org.stepless.data.RowBlock;

/**
 * A loss of one margin, given by its value and derivative: all that a loss of one's own needs, for
 * an {@link Objective}.
 */
public interface ScalarLoss extends Loss {
  /** The loss at a margin. */
  double value(double margin, double label);

  /** Its derivative by the margin. */
  double derivative(double margin, double label);

  @Override
  default int outputs() {
    return 1;
  }

  @Override
  default double evaluate(RowBlock block, int[] order, int from, int to, double[] margins) {
    double sum = 0;
    for (int r = from; r < to; r++) {
      int row = order == null ? r : order[r];
      double margin = margins[r - from], label = block.label(row), weight = block.weight(row);
      sum += weight * value(margin, label);
      margins[r - from] = weight * derivative(margin, label);
    }
    return sum;
  }

  @Override
  default double sum(RowBlock block, int[] order, int from, int to, double[] margins) {
    double sum = 0;
    for (int r = from; r < to; r++) {
      int row = order == null ? r : order[r];
      sum += block.weight(row) * value(margins[r - from], block.label(row));
    }
    return sum;
  }
}
