package org.stepless.data;

import java.io.Serializable;

/**
 * Weighted mean and unbiased variance of every column, counts of values that are not 0, and the
 * range of the labels; the same figures as Spark's {@code Summarizer}. Rows of weight 0 do not
 * count. Immutable; merging parts in a fixed order gives the same bits every time.
 *
 * <p>With W the sum of weights and W2 the sum of their squares, the variance is {@code sum w (v -
 * mean)^2 / (W - W2 / W)}, and 0 where that divisor is not positive. Sums over the values that are
 * not 0 follow Welford, merged after Chan; the zeros are accounted for at the end, so a sparse
 * block costs only its stored values.
 */
public final class ColumnStatistics implements Serializable {
  private static final long serialVersionUID = 1;

  private final double[] means;
  private final double[] squares;
  private final double[] weights;
  private final long[] nonZeros;
  private long count;
  private double weightSum;
  private double weightSquareSum;
  private double labelMin = Double.POSITIVE_INFINITY;
  private double labelMax = Double.NEGATIVE_INFINITY;

  private ColumnStatistics(int columns) {
    means = new double[columns];
    squares = new double[columns];
    weights = new double[columns];
    nonZeros = new long[columns];
  }

  /**
   * Statistics of one block.
   *
   * @throws IllegalArgumentException if squares overflow, naming row, column and value
   */
  public static ColumnStatistics of(RowBlock block) {
    ColumnStatistics s = new ColumnStatistics(block.columns());
    int[] indices = new int[block.columns()];
    double[] values = new double[block.columns()];
    boolean full = true; // no row so far has zeros
    boolean none = block.nonZeros() == (long) block.rows() * block.columns();
    for (int row = 0; row < block.rows(); row++) {
      double weight = block.weight(row);
      if (weight > 0) {
        int n = values.length;
        if (none) {
          block.copyRows(null, row, row + 1, values);
        } else {
          n = block.copyRow(row, indices, values);
        }
        if (full && n == values.length) {
          s.addFull(values, weight);
        } else {
          full = false;
          for (int i = 0; i < n; i++) {
            s.add(indices[i], values[i], weight);
          }
        }
        s.count++;
        s.weightSum += weight;
        s.weightSquareSum += weight * weight;
        s.labelMin = Math.min(s.labelMin, block.label(row));
        s.labelMax = Math.max(s.labelMax, block.label(row));
      }
    }
    Overflow.checkColumns(block, s.means, s.squares);
    Overflow.checkLabelsAndWeights(block, s.weightSquareSum);
    return s;
  }

  /** As {@link #add} for all columns, while all have the same weight: one division per row. */
  private void addFull(double[] values, double weight) {
    double share = weight / (weightSum + weight);
    for (int j = 0; j < values.length; j++) {
      double difference = values[j] - means[j];
      means[j] += difference * share;
      squares[j] += weight * difference * (values[j] - means[j]);
      weights[j] += weight;
      nonZeros[j]++;
    }
  }

  private void add(int j, double value, double weight) {
    double total = weights[j] + weight;
    double difference = value - means[j];
    means[j] += difference * (weight / total);
    squares[j] += weight * difference * (value - means[j]);
    weights[j] = total;
    nonZeros[j]++;
  }

  /**
   * Statistics of the rows of both.
   *
   * @throws IllegalArgumentException if they differ in columns
   */
  public ColumnStatistics merge(ColumnStatistics other) {
    if (other.columns() != columns()) {
      throw new IllegalArgumentException(
          "statistics of %d and of %d columns cannot be merged"
              .formatted(columns(), other.columns()));
    }
    ColumnStatistics s = new ColumnStatistics(columns());
    for (int j = 0; j < columns(); j++) {
      double total = weights[j] + other.weights[j];
      if (total > 0) {
        double difference = other.means[j] - means[j];
        double share = other.weights[j] / total;
        s.means[j] = means[j] + difference * share;
        s.squares[j] = squares[j] + other.squares[j] + difference * difference * weights[j] * share;
      }
      s.weights[j] = total;
      s.nonZeros[j] = nonZeros[j] + other.nonZeros[j];
    }
    s.count = count + other.count;
    s.weightSum = weightSum + other.weightSum;
    s.weightSquareSum = weightSquareSum + other.weightSquareSum;
    s.labelMin = Math.min(labelMin, other.labelMin);
    s.labelMax = Math.max(labelMax, other.labelMax);
    return s;
  }

  /** Number of columns. */
  public int columns() {
    return means.length;
  }

  /** Number of rows of positive weight. */
  public long count() {
    return count;
  }

  /** Sum of the weights. */
  public double weightSum() {
    return weightSum;
  }

  /** Smallest label; positive infinity if there are no rows. */
  public double labelMin() {
    return labelMin;
  }

  /** Largest label; negative infinity if there are no rows. */
  public double labelMax() {
    return labelMax;
  }

  /** Number of rows in which a column is not 0. */
  public long nonZeros(int column) {
    return nonZeros[column];
  }

  /** Weighted mean of every column; 0 if there are no rows. */
  public double[] means() {
    double[] result = new double[columns()];
    if (weightSum > 0) {
      for (int j = 0; j < result.length; j++) {
        result[j] = means[j] * (weights[j] / weightSum);
      }
    }
    return result;
  }

  /** Unbiased weighted variance of every column. */
  public double[] variances() {
    double[] result = new double[columns()];
    double divisor = weightSum - weightSquareSum / weightSum;
    if (divisor > 0) {
      for (int j = 0; j < result.length; j++) {
        double zeros = Math.max(0, weightSum - weights[j]);
        double sum = squares[j] + means[j] * means[j] * weights[j] * (zeros / weightSum);
        result[j] = Math.max(0, sum / divisor);
      }
    }
    return result;
  }

  /** Square roots of {@link #variances()}; 0 for a constant column. */
  public double[] standardDeviations() {
    double[] result = variances();
    for (int j = 0; j < result.length; j++) {
      result[j] = Math.sqrt(result[j]);
    }
    return result;
  }
}
