package org.stepless.losses;

import org.stepless.data.RowBlock;

/**
 * A loss with second derivatives: what Newton's method needs. Of every row it keeps K numbers, the
 * row's curvature, from which the K x K matrix of second derivatives by the margins follows. Rows
 * are in their natural order.
 */
public interface CurvedLoss extends Loss {
  /**
   * Replaces the margins of rows {@code [from, to)} by the rows' curvatures, weights included.
   *
   * @param margins (to - from) * K values
   */
  void curvatures(RowBlock block, int from, int to, double[] margins);

  /**
   * Replaces changes of the margins by the changes of weight * d loss / d margin that they cause:
   * multiplies by the matrices of second derivatives.
   *
   * @param curvatures those of the first row begin at {@code at}
   * @param rows how many rows
   * @param changes rows * K values
   */
  void times(double[] curvatures, int at, int rows, double[] changes);

  /**
   * Writes the lower triangle of a row's matrix, row by row: K (K + 1) / 2 values.
   *
   * @param curvatures those of the row begin at {@code at}
   */
  void matrix(double[] curvatures, int at, double[] triangle);

  /**
   * Writes the diagonal of a row's matrix: K values.
   *
   * @param curvatures those of the row begin at {@code at}
   * @param out from {@code to} on; may be the same array and place
   */
  void diagonal(double[] curvatures, int at, double[] out, int to);

  /** Whether the second derivatives are the same at all margins: the loss is a parabola. */
  default boolean quadratic() {
    return false;
  }
}
