package org.stepless.data;

import java.io.Serializable;

/**
 * Weighted means and products of the centred columns of a block's rows, or of evenly spaced ones
 * where there are many: enough to tell which columns say the same. Immutable; merging parts in a
 * fixed order gives the same bits every time.
 *
 * <p>Source: Chan, Golub, LeVeque, "Algorithms for computing the sample variance", The American
 * Statistician 1983, eq. (2.1), for products.
 */
public final class Correlations implements Serializable {
  private static final long serialVersionUID = 1;

  /** Products of more columns would cost more time and memory than they save. */
  public static final int MOST_COLUMNS = 64;

  private static final int MOST_ROWS = 4096;
  private static final double ROUNDING = 1e-24;

  private final double weight;
  private final double[] means;
  private final double[] products; // of columns j <= i at i(i+1)/2 + j

  private Correlations(double weight, double[] means, double[] products) {
    this.weight = weight;
    this.means = means;
    this.products = products;
  }

  /**
   * Of one block.
   *
   * @throws IllegalArgumentException if it has more than {@link #MOST_COLUMNS} columns
   */
  public static Correlations of(RowBlock block) {
    int columns = block.columns(), rows = block.rows();
    if (columns > MOST_COLUMNS) {
      throw new IllegalArgumentException(
          "correlations of %d columns; at most %d are supported".formatted(columns, MOST_COLUMNS));
    }
    int taken = Math.min(rows, MOST_ROWS);
    int[] order = new int[taken];
    for (int i = 0; i < taken; i++) {
      order[i] = (int) ((long) i * rows / taken);
    }
    double[] tile = new double[taken * columns];
    block.copyRows(order, 0, taken, tile);
    double sum = 0;
    double[] means = new double[columns];
    for (int r = 0; r < taken; r++) {
      double weight = block.weight(order[r]);
      sum += weight;
      for (int j = 0; j < columns; j++) {
        means[j] += weight * tile[r * columns + j];
      }
    }
    for (int j = 0; j < columns; j++) {
      means[j] = sum > 0 ? means[j] / sum : 0;
    }
    double[] products = new double[columns * (columns + 1) / 2];
    double[] centred = new double[columns];
    for (int r = 0; r < taken; r++) {
      for (int j = 0; j < columns; j++) {
        centred[j] = tile[r * columns + j] - means[j];
      }
      addProducts(block.weight(order[r]), centred, products);
    }
    double represented = taken == 0 ? 0 : (double) rows / taken; // rows that each one stands for
    for (int i = 0; i < products.length; i++) {
      products[i] *= represented;
    }
    return new Correlations(sum * represented, means, products);
  }

  private static void addProducts(double weight, double[] centred, double[] products) {
    for (int i = 0, at = 0; i < centred.length; at += ++i) {
      double factor = weight * centred[i];
      for (int j = 0; j <= i; j++) {
        products[at + j] += factor * centred[j];
      }
    }
  }

  /** Of the rows of both, which have the same columns. */
  public Correlations merge(Correlations other) {
    double total = weight + other.weight;
    if (total == 0) {
      return this;
    }
    double[] difference = new double[means.length], merged = new double[means.length];
    for (int j = 0; j < means.length; j++) {
      difference[j] = other.means[j] - means[j];
      merged[j] = means[j] + difference[j] * (other.weight / total);
    }
    double[] sums = new double[products.length];
    for (int i = 0; i < sums.length; i++) {
      sums[i] = products[i] + other.products[i];
    }
    addProducts(weight * other.weight / total, difference, sums);
    return new Correlations(total, merged, sums);
  }

  /** Number of columns. */
  public int columns() {
    return means.length;
  }

  /** The correlation of columns i and j: 1 where they are the same, 0 with a constant one. */
  public double get(int i, int j) {
    if (i == j) {
      return 1;
    }
    int row = Math.max(i, j), column = Math.min(i, j);
    double scale = Math.sqrt(variance(row) * variance(column));
    return scale > 0 ? products[row * (row + 1) / 2 + column] / scale : 0;
  }

  /** Times the weight; 0 where nothing but rounding of the mean is left of it. */
  private double variance(int j) {
    double sum = products[j * (j + 1) / 2 + j];
    return sum > ROUNDING * weight * means[j] * means[j] ? sum : 0;
  }
}
