package org.stepless.data;

import java.util.Arrays;

/** CSR: the values of row r stand at positions {@code starts[r]} to {@code starts[r+1]}. */
abstract class SparseBlock extends RowBlock {
  private static final long serialVersionUID = 1;

  final int[] starts;
  final int[] indices;

  SparseBlock(int columns, int[] starts, int[] indices, RowTargets targets) {
    super(columns, targets);
    this.starts = starts;
    this.indices = indices;
  }

  /**
   * Reads a little of every row, so that the cache misses of rows in random order overlap; the
   * kernels themselves stop at the end of each row, which the processor cannot predict.
   */
  final int touch(int[] order, int from, int to) {
    int sum = 0;
    for (int r = from; r < to; r++) {
      int start = starts[order[r]], end = starts[order[r] + 1];
      if (start < end) {
        sum += indices[start] + indices[end - 1];
      }
    }
    return sum;
  }

  @Override
  final double lookAhead(int row) {
    int start = starts[row];
    return start < starts[row + 1] ? indices[start] + value(start) : 0;
  }

  /** The value at a position. */
  abstract double value(int position);

  @Override
  public final int copyRow(int row, int[] rowIndices, double[] rowValues) {
    int from = starts[row], count = starts[row + 1] - from;
    for (int i = 0; i < count; i++) {
      rowIndices[i] = indices[from + i];
      rowValues[i] = value(from + i);
    }
    return count;
  }

  @Override
  public final void copyRows(int[] order, int from, int to, double[] tile) {
    Arrays.fill(tile, 0, (to - from) * columns(), 0);
    for (int r = from, at = 0; r < to; r++, at += columns()) {
      int row = order == null ? r : order[r];
      for (int i = starts[row]; i < starts[row + 1]; i++) {
        tile[at + indices[i]] = value(i);
      }
    }
  }

  @Override
  public final long storedValues() {
    return indices.length;
  }

  @Override
  final long nonZeros() {
    return indices.length;
  }

  @Override
  final long featureBytes() {
    return 4L * starts.length + (4L + valueBytes()) * indices.length;
  }

  /** Memory of one value in bytes. */
  abstract int valueBytes();
}
