package org.stepless.data;

import java.util.List;

/**
 * What rows have beside their features.
 *
 * @param weights one per row, or null if all are 1
 * @param offsets one per row, or null if all are 0
 */
record RowTargets(double[] labels, double[] weights, double[] offsets) {
  /** Number of rows. */
  int rows() {
    return labels.length;
  }

  /** Those of the rows of several blocks, in the order of the list. */
  static RowTargets join(List<RowBlock> parts) {
    int rows = 0;
    boolean weighted = false, shifted = false;
    for (RowBlock part : parts) {
      rows += part.rows();
      weighted |= part.weighted();
      shifted |= part.shifted();
    }
    RowTargets all =
        new RowTargets(
            new double[rows],
            weighted ? new double[rows] : null,
            shifted ? new double[rows] : null);
    int row = 0;
    for (RowBlock part : parts) {
      for (int r = 0; r < part.rows(); r++, row++) {
        all.labels[row] = part.label(r);
        if (weighted) {
          all.weights[row] = part.weight(r);
        }
        if (shifted) {
          all.offsets[row] = part.offset(r);
        }
      }
    }
    return all;
  }
}
