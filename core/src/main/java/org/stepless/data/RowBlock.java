package org.stepless.data;

import java.io.Serializable;
import java.util.List;

/**
 * Rows of features with labels, weights and offsets, immutable; dense row-major or CSR, in float or
 * double. Sums are always taken in double.
 *
 * <p>A model with K outputs has one coefficient per column and output, laid out by column: the
 * coefficient of column j for output k is {@code x[j*K+k]}. Arrays may be longer than that, so that
 * intercepts can follow.
 *
 * <p>Rows are named by positions {@code [from, to)} in {@code order}; an {@code order} of null is
 * the natural order, in which positions are row numbers.
 */
public abstract class RowBlock implements Serializable {
  private static final long serialVersionUID = 1;

  private static final long LARGE_CACHE = 1L << 24;

  /** Reading so much from one place costs little more than finding the place. */
  private static final long BYTES_TOGETHER = 1 << 13;

  private final int columns;
  private final double[] labels;
  private final double[] weights; // null if all are 1
  private final double[] offsets; // null if all are 0

  RowBlock(int columns, RowTargets targets) {
    this.columns = columns;
    labels = targets.labels();
    weights = targets.weights();
    offsets = targets.offsets();
  }

  /** Number of rows. */
  public final int rows() {
    return labels.length;
  }

  /** Number of features. */
  public final int columns() {
    return columns;
  }

  /** Label of a row, by row number. */
  public final double label(int row) {
    return labels[row];
  }

  /** Weight of a row, by row number; 1 if no weights are stored. */
  public final double weight(int row) {
    return weights == null ? 1 : weights[row];
  }

  /**
   * Offset of a row, by row number: what a model adds to the row's margin without a coefficient; 0
   * if no offsets are stored. Margins of this class are without it: losses that know offsets add
   * it.
   */
  public final double offset(int row) {
    return offsets == null ? 0 : offsets[row];
  }

  /** Whether some offset is not 0. */
  public final boolean shifted() {
    return offsets != null;
  }

  /** Whether some weight is not 1. */
  public final boolean weighted() {
    return weights != null;
  }

  /** Sum of the weights of the rows {@code order[from..to)}. */
  public final double weightSum(int[] order, int from, int to) {
    if (weights == null) {
      return to - from;
    }
    double sum = 0;
    for (int r = from; r < to; r++) {
      sum += weights[order == null ? r : order[r]];
    }
    return sum;
  }

  /** Number of values in memory: all for a dense block, those that are not 0 for a sparse one. */
  public abstract long storedValues();

  /** Size in memory in bytes, without object headers. */
  public final long bytes() {
    int numbers = 1 + (weights == null ? 0 : 1) + (offsets == null ? 0 : 1);
    return featureBytes() + 8L * labels.length * numbers;
  }

  /**
   * Margins without intercept: {@code margins[(r-from)*K+k] = <row order[r], x[., k]>}.
   *
   * @param order row numbers, or null for the natural order
   * @param from first position in {@code order}
   * @param to position after the last
   * @param x coefficients, at least columns * K
   * @param outputs K
   * @param margins receives (to - from) * K values
   */
  public abstract void margins(
      int[] order, int from, int to, double[] x, int outputs, double[] margins);

  /**
   * Adds the gradient: {@code gradient[j*K+k] += sum over r of multipliers[(r-from)*K+k] * row
   * order[r][j]}.
   *
   * @param order row numbers, or null for the natural order
   * @param from first position in {@code order}
   * @param to position after the last
   * @param multipliers (to - from) * K derivatives by the margins
   * @param outputs K
   * @param gradient at least columns * K, added to
   */
  public abstract void addGradient(
      int[] order, int from, int to, double[] multipliers, int outputs, double[] gradient);

  /**
   * Copies the values of a row that are not 0, in ascending order of columns.
   *
   * @param indices receives the column numbers; as long as the block has columns
   * @param values receives the values; as long as the block has columns
   * @return how many there are
   */
  public abstract int copyRow(int row, int[] indices, double[] values);

  /**
   * Copies rows with their zeros: {@code tile[(r-from)*columns+j] = <row order[r]>[j]}.
   *
   * @param order row numbers, or null for the natural order
   * @param from first position in {@code order}
   * @param to position after the last
   * @param tile receives (to - from) * columns values
   */
  public abstract void copyRows(int[] order, int from, int to, double[] tile);

  /**
   * Reads a little of every one of these rows, so that they are in the cache when they are needed:
   * reads of many rows wait for memory together, steps of single rows would wait one after another.
   *
   * @param rows row numbers, the first {@code count} of which count
   * @return a number without meaning, which keeps the reads from being optimised away
   */
  public final double lookAhead(int[] rows, int count) {
    return lookAhead(rows, 0, count);
  }

  /** As {@link #lookAhead(int[], int)}, for {@code rows[from..to)}. */
  public final double lookAhead(int[] rows, int from, int to) {
    double sum = 0;
    for (int i = from; i < to; i++) {
      sum += labels[rows[i]] + lookAhead(rows[i]);
    }
    return sum;
  }

  /** Whether the features are more than a processor's last cache is likely to keep. */
  public final boolean exceedsCache() {
    return featureBytes() > LARGE_CACHE;
  }

  /** How many neighbouring rows are best read together: 1 where all rows stay in the cache. */
  public final int readTogether() {
    return exceedsCache() ? (int) Math.max(1, BYTES_TOGETHER * rows() / featureBytes()) : 1;
  }

  /** Reads one value of the row's first cache lines. */
  abstract double lookAhead(int row);

  /** Number of values that are not 0. */
  abstract long nonZeros();

  /** Memory of the features in bytes. */
  abstract long featureBytes();

  /** The narrowest storage that holds every value that is not 0. */
  abstract Precision precision();

  /**
   * The rows of several blocks as one block, in the order of the list. Layout and precision are
   * chosen for the whole.
   *
   * @throws IllegalArgumentException if the list is empty, the blocks differ in columns, or the
   *     result would not fit a Java array
   */
  public static RowBlock concat(List<RowBlock> blocks) {
    return blocks.size() == 1 ? blocks.get(0) : Assembly.assemble(blocks);
  }
}
