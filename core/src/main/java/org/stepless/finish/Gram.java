package org.stepless.finish;

import org.stepless.data.RowBlock;
import org.stepless.training.Coordinates;

/**
 * Sums over rows of the products of the row's values in scaled and centred columns, each time some
 * factors of the row. With the K x K matrices of a loss for factors this is the Hessian of a sum of
 * losses of margins; with their diagonals, its blocks. For one output both are the Gram matrix of
 * rows that are scaled by the root of the loss's curvature.
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
  private final int factors; // of a row
  private final boolean sparse;
  private final boolean byTile;
  private final double[] sums; // for each factor if by tile, else pair of columns, all others
  private final int[] indices;
  private final double[] raw;
  private final double[] tile;

  /**
   * @param factors of a row
   * @param extra whether every row has a further number
   * @param mostRows that are added at a time
   */
  Gram(
      RowBlock block,
      Coordinates coordinates,
      int factors,
      boolean intercept,
      boolean extra,
      int mostRows) {
    this.block = block;
    this.coordinates = coordinates;
    this.factors = factors;
    this.intercept = intercept;
    this.extra = extra;
    features = block.columns();
    columns = features + (intercept ? 1 : 0) + (extra ? 1 : 0);
    sparse = block.storedValues() < DENSE * block.rows() * features;
    byTile = !sparse && columns >= factors;
    sums = new double[Math.multiplyExact(Packed.length(columns), factors)];
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
   * @param given the factors of every row
   * @param numbers the further number of every row; null if they have none
   */
  void add(int from, int to, double[] given, double[] numbers) {
    if (sparse) {
      for (int r = from; r < to; r++) {
        int n = block.copyRow(r, indices, raw);
        n = addEnd(indices, raw, n, numbers == null ? 0 : numbers[r - from]);
        GramKernels.addRow(n, indices, raw, factors, given, (r - from) * factors, sums);
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
      GramKernels.addTile(tile, to - from, columns, factors, given, sums);
      return;
    }
    GramKernels.addTileOfPairs(tile, to - from, columns, factors, given, sums);
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

  /**
   * Writes one lower triangle after the other, one per factor; this or the other is to be called
   * once, in the end.
   */
  void writeBlocks(double[] out) {
    standardize();
    int length = Packed.length(columns);
    for (int t = 0; t < factors; t++) {
      for (int entry = 0; entry < length; entry++) {
        out[t * length + entry] = sums[place(entry, t)];
      }
    }
  }

  /**
   * Writes the lower triangle of the Hessian by the point.
   *
   * @param outputs K; the factors are the lower triangles of K x K matrices
   */
  void writeHessian(int outputs, double[] out, int start) {
    standardize();
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

  private int place(int entry, int factor) {
    return byTile ? factor * Packed.length(columns) + entry : entry * factors + factor;
  }

  private void standardize() {
    for (int t = 0; sparse && t < factors; t++) {
      standardize(t);
    }
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
