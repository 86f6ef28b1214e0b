package org.stepless.losses;

import org.stepless.data.RowBlock;
import org.stepless.text.Check;

/**
 * Multinomial logistic loss, {@code log(sum over k of exp(m_k)) - m_y}; labels are the class
 * numbers 0 to classes - 1. Margins are shifted by their maximum, so nothing overflows.
 *
 * @param classes number of classes K; at least 2, default 2
 */
public record Softmax(int classes) implements Loss {
  public Softmax() {
    this(2);
  }

  public Softmax {
    Check.atLeast("classes", classes, 2);
  }

  @Override
  public int outputs() {
    return classes;
  }

  @Override
  public double evaluate(RowBlock block, int[] order, int from, int to, double[] margins) {
    double sum = 0;
    for (int r = from, m = 0; r < to; r++, m += classes) {
      int row = order == null ? r : order[r];
      int label = m + (int) block.label(row);
      double weight = block.weight(row), max = max(margins, m), target = margins[label];
      double total = 0;
      for (int k = m; k < m + classes; k++) {
        margins[k] = Exponential.exp(margins[k] - max);
        total += margins[k];
      }
      double factor = weight / total;
      for (int k = m; k < m + classes; k++) {
        margins[k] *= factor;
      }
      margins[label] -= weight;
      sum += weight * (Math.log(total) + (max - target));
    }
    return sum;
  }

  @Override
  public double sum(RowBlock block, int[] order, int from, int to, double[] margins) {
    double sum = 0;
    for (int r = from, m = 0; r < to; r++, m += classes) {
      int row = order == null ? r : order[r];
      double max = max(margins, m), total = 0;
      for (int k = m; k < m + classes; k++) {
        total += Exponential.exp(margins[k] - max);
      }
      double target = margins[m + (int) block.label(row)];
      sum += block.weight(row) * (Math.log(total) + (max - target));
    }
    return sum;
  }

  private double max(double[] margins, int from) {
    double max = margins[from];
    for (int k = from + 1; k < from + classes; k++) {
      // A NaN passes by here and shows in the sum; Math.max would cost more than the exponentials.
      if (margins[k] > max) {
        max = margins[k];
      }
    }
    return max;
  }

  @Override
  public void checkLabel(double label) {
    Loss.requireLabel(
        label >= 0 && label < classes && label == Math.rint(label),
        "a whole number from 0 to %d for the softmax loss of %d classes"
            .formatted(classes - 1, classes),
        label);
  }
}
