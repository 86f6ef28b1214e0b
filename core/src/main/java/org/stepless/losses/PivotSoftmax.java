package org.stepless.losses;

import org.stepless.data.RowBlock;
import org.stepless.text.Check;

/**
 * Multinomial logistic loss whose class 0 has no coefficients, {@code log(1 + sum over k of
 * exp(m_k)) - m_y}: {@link Softmax} with the margin of class 0 held at 0. Margin k, from 0, is that
 * of class k + 1; labels are the class numbers 0 to classes - 1. Margins are shifted by their
 * maximum, so nothing overflows.
 *
 * @param classes number of classes, one more than margins; at least 2, default 2
 */
public record PivotSoftmax(int classes) implements Loss {
  public PivotSoftmax() {
    this(2);
  }

  public PivotSoftmax {
    Check.atLeast("classes", classes, 2);
  }

  @Override
  public int outputs() {
    return classes - 1;
  }

  @Override
  public double evaluate(RowBlock block, int[] order, int from, int to, double[] margins) {
    int outputs = outputs();
    double sum = 0;
    for (int r = from, m = 0; r < to; r++, m += outputs) {
      int row = order == null ? r : order[r];
      int label = (int) block.label(row);
      double weight = block.weight(row), max = max(margins, m, outputs);
      double target = label == 0 ? 0 : margins[m + label - 1];
      double total = Exponential.exp(-max);
      for (int k = m; k < m + outputs; k++) {
        margins[k] = Exponential.exp(margins[k] - max);
        total += margins[k];
      }
      double factor = weight / total;
      for (int k = m; k < m + outputs; k++) {
        margins[k] *= factor;
      }
      if (label > 0) {
        margins[m + label - 1] -= weight;
      }
      sum += weight * (Math.log(total) + (max - target));
    }
    return sum;
  }

  @Override
  public double sum(RowBlock block, int[] order, int from, int to, double[] margins) {
    int outputs = outputs();
    double sum = 0;
    for (int r = from, m = 0; r < to; r++, m += outputs) {
      int row = order == null ? r : order[r];
      int label = (int) block.label(row);
      double max = max(margins, m, outputs), total = Exponential.exp(-max);
      for (int k = m; k < m + outputs; k++) {
        total += Exponential.exp(margins[k] - max);
      }
      double target = label == 0 ? 0 : margins[m + label - 1];
      sum += block.weight(row) * (Math.log(total) + (max - target));
    }
    return sum;
  }

  private static double max(double[] margins, int from, int outputs) {
    double max = 0; // the margin of class 0
    for (int k = from; k < from + outputs; k++) {
      // A NaN passes by here and shows in the sum.
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
