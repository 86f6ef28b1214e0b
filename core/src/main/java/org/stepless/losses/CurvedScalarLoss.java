package org.stepless.losses;

import org.stepless.data.RowBlock;

/** A loss of one margin with a second derivative. */
public interface CurvedScalarLoss extends ScalarLoss, CurvedLoss {
  /** The second derivative by the margin; not negative. */
  double curvature(double margin, double label);

  @Override
  default void curvatures(RowBlock block, int from, int to, double[] margins) {
    for (int r = from; r < to; r++) {
      margins[r - from] = block.weight(r) * curvature(margins[r - from], block.label(r));
    }
  }

  @Override
  default void times(double[] curvatures, int at, int rows, double[] changes) {
    for (int r = 0; r < rows; r++) {
      changes[r] *= curvatures[at + r];
    }
  }

  @Override
  default void matrix(double[] curvatures, int at, double[] triangle) {
    triangle[0] = curvatures[at];
  }

  @Override
  default void diagonal(double[] curvatures, int at, double[] out, int to) {
    out[to] = curvatures[at];
  }
}
