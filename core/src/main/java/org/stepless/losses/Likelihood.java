package org.stepless.losses;

import org.stepless.data.RowBlock;

/**
 * The negative log likelihood, up to constants, of a label in a generalized linear model: labels
 * come from a family of distributions, and a link function turns their mean into the margin. The
 * offsets of rows count: a loss's margin is that of the model plus the row's offset. The dispersion
 * of the family is left out, as it does not change the best model.
 *
 * <p>A margin that no mean has, as a negative one where the margin is the mean of counts, has an
 * infinite loss. Rows of weight 0 may have such.
 *
 * <p>Source: McCullagh, Nelder, "Generalized Linear Models", 2nd edition, 1989, chapter 2.
 */
public interface Likelihood extends CurvedScalarLoss {
  /**
   * Fisher's information on the margin: the second derivative that is expected where labels come
   * from the model. The weight that the row has in iteratively reweighted least squares.
   */
  double information(double margin);

  /** A margin whose mean is near this one, which the family can have. */
  double margin(double mean);

  /** Whether some margins have an infinite loss. */
  default boolean restricted() {
    return false;
  }

  @Override
  default double evaluate(RowBlock block, int[] order, int from, int to, double[] margins) {
    double sum = 0;
    for (int r = from; r < to; r++) {
      int row = order == null ? r : order[r];
      double margin = margins[r - from] + block.offset(row);
      double label = block.label(row), weight = block.weight(row);
      boolean counts = weight != 0;
      sum += counts ? weight * value(margin, label) : 0;
      margins[r - from] = counts ? weight * derivative(margin, label) : 0;
    }
    return sum;
  }

  @Override
  default double sum(RowBlock block, int[] order, int from, int to, double[] margins) {
    double sum = 0;
    for (int r = from; r < to; r++) {
      int row = order == null ? r : order[r];
      double weight = block.weight(row);
      sum +=
          weight != 0 ? weight * value(margins[r - from] + block.offset(row), block.label(row)) : 0;
    }
    return sum;
  }

  @Override
  default void curvatures(RowBlock block, int from, int to, double[] margins) {
    for (int r = from; r < to; r++) {
      double weight = block.weight(r);
      margins[r - from] =
          weight != 0 ? weight * curvature(margins[r - from] + block.offset(r), block.label(r)) : 0;
    }
  }

  /** The sum of weight * information of rows {@code [from, to)}; leaves the margins as they are. */
  default double informationSum(RowBlock block, int from, int to, double[] margins) {
    double sum = 0;
    for (int r = from; r < to; r++) {
      double weight = block.weight(r);
      sum += weight != 0 ? weight * information(margins[r - from] + block.offset(r)) : 0;
    }
    return sum;
  }
}
