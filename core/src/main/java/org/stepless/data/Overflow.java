package org.stepless.data;

import org.stepless.text.Catalog;

/** Refuses rows whose statistics overflow, naming the value that makes them. */
final class Overflow {
  /** Sums of squares below leave room for sums over many blocks and for products. */
  private static final double LARGEST_SQUARE = 1e250;

  /** Values up to here are safe, whatever their number and weights. */
  private static final double SAFE = 1e100;

  private Overflow() {}

  /**
   * @param squares weighted sums of a block's squares, by column
   */
  static void checkColumns(RowBlock block, double[] means, double[] squares) {
    for (int j = 0; j < squares.length; j++) {
      if (isTooLarge(squares[j]) || isTooLarge(means[j] * means[j])) {
        refuseColumn(block, j);
      }
    }
  }

  static void checkLabelsAndWeights(RowBlock block, double weightSquareSum) {
    for (int row = 0; row < block.rows(); row++) {
      if (block.weight(row) > 0 && isTooLarge(block.label(row) * block.label(row))) {
        throw tooLarge("row %d: the label".formatted(row), block.label(row), "the labels");
      }
      if (isTooLarge(weightSquareSum) && block.weight(row) > SAFE) {
        throw tooLarge("row %d: the weight".formatted(row), block.weight(row), "the weights");
      }
    }
  }

  private static boolean isTooLarge(double square) {
    return !(square <= LARGEST_SQUARE);
  }

  private static void refuseColumn(RowBlock block, int column) {
    int[] indices = new int[block.columns()];
    double[] values = new double[block.columns()];
    int largestRow = 0;
    double largest = 0;
    for (int row = 0; row < block.rows(); row++) {
      int n = block.weight(row) > 0 ? block.copyRow(row, indices, values) : 0;
      for (int i = 0; i < n; i++) {
        if (indices[i] == column && Math.abs(values[i]) > Math.abs(largest)) {
          largest = values[i];
          largestRow = row;
        }
      }
    }
    throw tooLarge(
        "row %d, column %d: the feature".formatted(largestRow, column), largest, "the column");
  }

  private static IllegalArgumentException tooLarge(String what, double value, String all) {
    return new IllegalArgumentException(
        "%s is %s, whose square overflows; drop the row if that is an error, or divide %s so that no value is beyond %s"
            .formatted(what, Catalog.number(value), all, Catalog.number(SAFE)));
  }
}
