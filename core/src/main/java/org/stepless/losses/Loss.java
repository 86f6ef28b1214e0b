package org.stepless.losses;

import java.io.Serializable;
import org.stepless.data.RowBlock;
import org.stepless.text.Catalog;

/**
 * A loss of margins and label. A margin is a linear model's value for a row, intercept included;
 * margins are laid out as {@code margins[(r-from)*K+k]} for position r and output k. Labels and
 * weights are those of the block's rows {@code order[from..to)}; an {@code order} of null is the
 * natural order.
 */
public interface Loss extends Serializable {
  /** Number of margins per row, K: 1, or the number of classes. */
  int outputs();

  /**
   * Replaces each margin by weight * d loss / d margin.
   *
   * @return the sum of weight * loss; infinite if a loss overflows
   */
  double evaluate(RowBlock block, int[] order, int from, int to, double[] margins);

  /** The sum of weight * loss; leaves the margins as they are. */
  double sum(RowBlock block, int[] order, int from, int to, double[] margins);

  /**
   * Checks a label.
   *
   * @throws IllegalArgumentException naming the label and what is allowed
   */
  void checkLabel(double label);

  /**
   * Checks all labels of a block.
   *
   * @throws IllegalArgumentException naming the row (counted from 0), the label and what is allowed
   */
  default void checkLabels(RowBlock block) {
    for (int row = 0; row < block.rows(); row++) {
      try {
        checkLabel(block.label(row));
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException("row " + row + ": " + e.getMessage(), e);
      }
    }
  }

  /** For {@link #checkLabel}: requires {@code condition}, saying what the labels must be. */
  static void requireLabel(boolean condition, String allowed, double label) {
    if (!condition) {
      throw new IllegalArgumentException(
          "label must be " + allowed + ", was " + Catalog.number(label));
    }
  }
}
