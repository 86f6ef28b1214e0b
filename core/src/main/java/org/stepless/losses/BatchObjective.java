package org.stepless.losses;

import java.io.Serializable;
import org.stepless.data.RowBlock;

/**
 * The loss of a model on rows, with a penalty: all that training asks of a problem. Immutable.
 * {@link Objective} is the one of linear models.
 *
 * <p>Loss and gradient are sums over rows, not means.
 */
public interface BatchObjective extends Serializable {
  /** Length of a point. */
  int dimension();

  /** New scratch; each thread needs its own. */
  Workspace workspace();

  /**
   * Adds the gradient of the weighted loss sum of rows {@code order[from..to)} to {@code gradient};
   * without penalty.
   *
   * @param order row numbers, or null for the natural order
   * @param x the point
   * @param gradient added to
   * @return the weighted loss sum of these rows
   */
  double addLossAndGradient(
      RowBlock block,
      int[] order,
      int from,
      int to,
      double[] x,
      double[] gradient,
      Workspace workspace);

  /** The weighted loss sum of rows {@code order[from..to)}; without penalty. */
  double lossSum(RowBlock block, int[] order, int from, int to, double[] x, Workspace workspace);

  /** The weighted loss sum of all rows of a block; without penalty. */
  default double lossSum(RowBlock block, double[] x) {
    return lossSum(block, null, 0, block.rows(), x, workspace());
  }

  /**
   * Rows a batch should have so that a rule's step, which touches every coordinate, does not cost
   * more than they do.
   *
   * @param storedValues stored feature values of a row, on average
   */
  default double rowsPerStep(double storedValues) {
    return dimension() / Math.max(1, storedValues);
  }

  /**
   * Whether any process computes it alike. What may want a device that Spark gives to tasks, or a
   * native library that the driver can lack, is not portable: it is computed in tasks, however few
   * the rows are.
   */
  default boolean portable() {
    return true;
  }

  /** The penalty at a point. */
  double penalty(double[] x);

  /** Adds the penalty's gradient to {@code gradient} and returns the penalty. */
  double addPenaltyGradient(double[] x, double[] gradient);
}
