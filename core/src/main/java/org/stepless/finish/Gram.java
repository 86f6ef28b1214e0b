package org.stepless.finish;

import org.stepless.data.RowBlock;
import org.stepless.training.Coordinates;

/**
 * The Hessian of a sum of losses of margins: the sum over rows of the products of the row's values
 * in scaled and centred columns, times the K x K matrix of the loss. For one output this is the
 * Gram matrix of rows that are scaled by the root of the loss's curvature.
 *
 * <p>A row has the columns of the features, behind them 1 if the model has intercepts, and behind
 * that a number of the caller's, if it has some. Dense rows are scaled and centred before they are
 * multiplied, so that large means cost no digits; sparse ones stay sparse, and the sums are scaled
 * and centred in the end.
 */
final class Gram {
  /** Rows with a smaller share of stored values are multiplied value by value. */
  private static final double DENSE = 1.0 / 3;

  private final RowBlock block;
  private final Coordinates coordinates;
  private final boolean intercept;
  private final boolean extra;
  private final int features;
  private final int columns; // of a row
  private final int outputs;
  private final int pairs; // of outputs
  private final boolean sparse;
  private final boolean byTile;
  private final double[] sums; // for each pair of outputs if by tile, else of columns, all others
  private final int[] indices;
  private final double[] raw;
  private final double[] tile;

  /**
   * @param extra whether every row has a further number
   * @param mostRows that are added at a time
   */
  Gram(
      RowBlock block,
      Coordinates coordinates,
      int outputs,
      boolean intercept,
      boolean extra,
      int mostRows) {
    this.block = block;
    this.coordinates = coordinates;
    this.outputs = outputs;
    this.intercept = intercept;
    this.extra = extra;
    features = block.columns();
    columns = features + (intercept ? 1 : 0) + (extra ? 1 : 0);
    pairs = outputs * (outputs + 1) / 2;
    sparse = block.storedValues() < DENSE * block.rows() * features;
    byTile = !sparse && columns >= pairs;
    sums = new double[Math.multiplyExact(Packed.length(columns), pairs)];
    indices = new int[columns];
    raw = new double[sparse ? columns : mostRows * features];
    tile = new double[sparse ? 0 : mostRows * columns];
    for (int j = 0; j < columns; j++) {
      indices[j] = j;
    }
  }

  /**
   * Adds rows {@code [from, to)}.
   *
   * @param triangles of every row the lower triangle of its matrix
   * @param numbers the further number of every row; null if they have none
   */
  void add(int from, int to, double[] triangles, double[] numbers) {
    if (sparse) {
      for (int r = from; r < to; r++) {
        int n = block.copyRow(r, indices, raw);
        n = addEnd(indices, raw, n, numbers == null ? 0 : numbers[r - from]);
        GramKernels.addRow(n, indices, raw, pairs, triangles, (r - from) * pairs, sums);
      }
      return;
    }
    block.copyRows(null, from, to, raw);
    for (int r = 0, a = 0, at = 0; r < to - from; r++, a += features, at += columns) {
      for (int j = 0; j < features; j++) {
        tile[at + j] = (raw[a + j] - coordinates.centre(j)) * coordinates.inverseScale(j);
      }
      if (intercept) {
        tile[at + features] = 1;
      }
      if (extra) {
        tile[at + columns - 1] = numbers[r];
      }
    }
    if (byTile) {
      GramKernels.addTile(tile, to - from, columns, pairs, triangles, sums);
      return;
    }
    GramKernels.addTileOfPairs(tile, to - from, columns, pairs, triangles, sums);
  }

  private int addEnd(int[] rowIndices, double[] values, int count, double number) {
    int n = count;
    if (intercept) {
      rowIndices[n] = features;
      values[n++] = 1;
    }
    if (extra) {
      rowIndices[n] = columns - 1;
      values[n++] = number;
    }
    return n;
  }

  /** Writes the lower triangle of the Hessian by the point; call once, in the end. */
  void write(double[] out, int start) {
    if (sparse) {
      for (int t = 0; t < pairs; t++) {
        standardize(t);
      }
    }
    for (int k = 0, t = 0; k < outputs; k++) {
      for (int l = 0; l <= k; l++, t++) {
        for (int i = 0; i < columns; i++) {
          for (int j = 0; j <= i; j++) {
            double value = sums[place(Packed.row(i) + j, t)];
            out[start + Packed.at(i * outputs + k, j * outputs + l)] = value;
            out[start + Packed.at(i * outputs + l, j * outputs + k)] = value;
          }
        }
      }
    }
  }

  private int place(int entry, int pair) {
    return byTile ? pair * Packed.length(columns) + entry : entry * pairs + pair;
  }

  /** Turns sums of products of raw values into those of scaled and centred ones. */
  private void standardize(int t) {
    for (int i = 0; i < features; i++) {
      for (int j = 0; j <= i; j++) {
        int at = place(Packed.row(i) + j, t);
        double value = sums[at];
        if (intercept) {
          double shift = coordinates.centre(i), other = coordinates.centre(j);
          value += shift * other * sums[place(Packed.at(features, features), t)];
          value -= shift * sums[place(Packed.at(features, j), t)];
          value -= other * sums[place(Packed.at(features, i), t)];
        }
        sums[at] = value * coordinates.inverseScale(i) * coordinates.inverseScale(j);
      }
    }
    for (int i = columns - 1; i >= features; i--) { // the intercept last: others need it
      for (int j = 0; j < features; j++) {
        int at = place(Packed.row(i) + j, t);
        double shift =
            intercept ? coordinates.centre(j) * sums[place(Packed.at(i, features), t)] : 0;
        sums[at] = (sums[at] - shift) * coordinates.inverseScale(j);
      }
    }
  }
}
