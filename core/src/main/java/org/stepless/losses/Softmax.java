package org.stepless.losses;

import org.stepless.data.RowBlock;
import org.stepless.text.Check;

/**
 * Multinomial logistic loss, {@code log(sum over k of exp(m_k)) - m_y}; labels are the class
 * numbers 0 to classes - 1. Margins are shifted by their maximum, so nothing overflows.
 *
 * @param classes number of classes K; at least 2, default 2
 */
public record Softmax(int classes) implements CurvedLoss {
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

  /** A row's curvature is weight * p_k with p its probabilities, whose sum is the weight. */
  @Override
  public void curvatures(RowBlock block, int from, int to, double[] margins) {
    for (int r = from, m = 0; r < to; r++, m += classes) {
      double max = max(margins, m), total = 0;
      for (int k = m; k < m + classes; k++) {
        margins[k] = Exponential.exp(margins[k] - max);
        total += margins[k];
      }
      double factor = block.weight(r) / total;
      for (int k = m; k < m + classes; k++) {
        margins[k] *= factor;
      }
    }
  }

  @Override
  public void times(double[] curvatures, int at, int rows, double[] changes) {
    for (int r = 0, m = 0; r < rows; r++, m += classes) {
      double weight = sum(curvatures, at + m), mean = 0;
      for (int k = 0; k < classes; k++) {
        mean += curvatures[at + m + k] * changes[m + k];
      }
      mean /= weight > 0 ? weight : 1;
      for (int k = 0; k < classes; k++) {
        changes[m + k] = curvatures[at + m + k] * (changes[m + k] - mean);
      }
    }
  }

  /** weight * p_k (1 - p_k) on the diagonal, - weight * p_k p_l below. */
  @Override
  public void matrix(double[] curvatures, int at, double[] triangle) {
    double weight = sum(curvatures, at), inverse = weight > 0 ? 1 / weight : 0;
    for (int k = 0, t = 0; k < classes; k++, t++) {
      double own = curvatures[at + k], others = 0;
      for (int l = 0; l < k; l++, t++) {
        triangle[t] = -own * curvatures[at + l] * inverse;
        others += curvatures[at + l];
      }
      for (int l = k + 1; l < classes; l++) { // not weight - own, which may be all rounding
        others += curvatures[at + l];
      }
      triangle[t] = own * others * inverse;
    }
  }

  @Override
  public void diagonal(double[] curvatures, int at, double[] out, int to) {
    double weight = sum(curvatures, at), inverse = weight > 0 ? 1 / weight : 0;
    for (int k = 0; k < classes; k++) {
      double own = curvatures[at + k];
      out[to + k] = own * Math.max(0, weight - own) * inverse;
    }
  }

  private double sum(double[] values, int from) {
    double sum = 0;
    for (int k = from; k < from + classes; k++) {
      sum += values[k];
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
