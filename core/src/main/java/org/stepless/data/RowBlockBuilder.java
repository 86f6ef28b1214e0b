package org.stepless.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.stepless.text.Catalog;

/**
 * Collects rows; {@link #build()} picks dense or CSR storage by density, and float if no value
 * loses a bit by it, double otherwise. Rows are checked as they come: NaN or infinite features,
 * labels or offsets, negative weights and wrong dimensions are refused with a message that names
 * row, column and value, both counted from 0.
 */
public final class RowBlockBuilder {
  /**
   * Rows are packed when this many values or rows have come, so that memory stays near the final;
   * dense ones after twice as many each time: the parts of large data become so large that garbage
   * collectors leave them where they are.
   */
  private static final int FIRST_VALUES = 1 << 16;

  private static final int FIRST_ROWS = 1 << 13;
  private static final int MOST_VALUES = 1 << 21;
  private static final int MOST_ROWS = 1 << 18;

  /** A buffer filled to this share becomes a block itself instead of being copied. */
  private static final double FILLED = 0.98;

  private final int columns;
  private final List<RowBlock> parts = new ArrayList<>();
  private double[] labels;
  private double[] weights;
  private double[] offsets;
  private int[] starts;
  private int partValues = FIRST_VALUES;
  private int[] indices;
  private double[] values;
  private int[] allColumns;
  private int partRows;
  private int packedRows;
  private double offset; // of the rows to come
  private boolean weighted;
  private boolean shifted;
  private boolean full = true; // no row of this part has zeros: its column numbers go unsaid

  /**
   * @param columns number of features; at least 0
   * @param expectedRows a hint for the size of buffers; any number of rows may be added
   * @throws IllegalArgumentException if {@code columns} is negative
   */
  public RowBlockBuilder(int columns, int expectedRows) {
    if (columns < 0) {
      throw new IllegalArgumentException("columns must be at least 0, was " + columns);
    }
    this.columns = columns;
    int capacity = Math.max(16, Math.min(expectedRows, FIRST_ROWS));
    labels = new double[capacity];
    weights = new double[capacity];
    offsets = new double[capacity];
    starts = new int[capacity + 1];
    indices = new int[1024];
    values = new double[1024];
  }

  /** Rows added so far. */
  public int rows() {
    return packedRows + partRows;
  }

  /**
   * Sets the offset of the rows that are added from now on; 0 before.
   *
   * @throws IllegalArgumentException if it is not finite
   */
  public void setOffset(double value) {
    if (!Double.isFinite(value)) {
      throw refused("has the offset " + Catalog.number(value) + "; offsets must be finite");
    }
    offset = value;
  }

  /**
   * Adds a row given by all its features.
   *
   * @throws IllegalArgumentException if the row is refused; the builder is then as before
   */
  public void addDense(double[] rowValues, double label, double weight) {
    if (rowValues.length != columns) {
      throw refused("has " + rowValues.length + " features where " + columns + " are expected");
    }
    checkLabelAndWeight(label, weight);
    int zeros = 0;
    for (int j = 0; j < columns; j++) {
      if (!Double.isFinite(rowValues[j])) {
        throw notFinite(j, rowValues[j]);
      }
      zeros += rowValues[j] == 0 ? 1 : 0;
    }
    int at = reserve(columns);
    if (zeros == 0) {
      System.arraycopy(rowValues, 0, values, at, columns);
      if (!full) {
        System.arraycopy(allColumns(), 0, indices, at, columns);
      }
      at += columns;
    } else {
      nameColumns();
      for (int j = 0; j < columns; j++) {
        if (rowValues[j] != 0) {
          indices[at] = j;
          values[at++] = rowValues[j];
        }
      }
    }
    endRow(at, label, weight);
  }

  /**
   * Adds a row given by its features that are not 0.
   *
   * @param rowIndices columns, strictly ascending
   * @param rowValues values at these columns; zeros are allowed and dropped
   * @throws IllegalArgumentException if the row is refused; the builder is then as before
   */
  public void addSparse(int[] rowIndices, double[] rowValues, double label, double weight) {
    if (rowIndices.length != rowValues.length) {
      throw refused(
          "has " + rowIndices.length + " column numbers but " + rowValues.length + " values");
    }
    addSparse(rowIndices, rowValues, rowIndices.length, label, weight);
  }

  /** As {@link #addSparse(int[], double[], double, double)}, of the first {@code count} values. */
  public void addSparse(
      int[] rowIndices, double[] rowValues, int count, double label, double weight) {
    checkLabelAndWeight(label, weight);
    if (count < 0 || count > Math.min(rowIndices.length, rowValues.length)) {
      throw refused(
          "is said to have %d values, but there are %d column numbers and %d values"
              .formatted(count, rowIndices.length, rowValues.length));
    }
    int at = reserve(count);
    nameColumns();
    int last = -1;
    for (int i = 0; i < count; i++) {
      int j = rowIndices[i];
      double value = rowValues[i];
      if (j < 0 || j >= columns) {
        throw refused("names column %d; columns are numbered 0 to %d".formatted(j, columns - 1));
      }
      if (j <= last) {
        throw refused(
            "names column %d after column %d; columns must ascend without repetition"
                .formatted(j, last));
      }
      if (!Double.isFinite(value)) {
        throw notFinite(j, value);
      }
      last = j;
      if (value != 0) {
        indices[at] = j;
        values[at++] = value;
      }
    }
    endRow(at, label, weight);
  }

  /** All rows added so far as one block. More rows may be added afterwards. */
  public RowBlock build() {
    if (partRows > 0 || parts.isEmpty()) {
      pack();
    }
    if (parts.size() > 1) {
      RowBlock whole = Assembly.assemble(parts);
      parts.clear();
      parts.add(whole);
    }
    return parts.get(0);
  }

  /** Says which columns the values of the rows so far are in. */
  private void nameColumns() {
    if (full) {
      indices = indices.length < values.length ? new int[values.length] : indices;
      for (int row = 0; row < partRows; row++) {
        System.arraycopy(allColumns(), 0, indices, row * columns, columns);
      }
      full = false;
    }
  }

  private int[] allColumns() {
    if (allColumns == null) {
      allColumns = IntStream.range(0, columns).toArray();
    }
    return allColumns;
  }

  private void checkLabelAndWeight(double label, double weight) {
    if (!Double.isFinite(label)) {
      throw refused("has the label " + Catalog.number(label) + "; labels must be finite");
    }
    if (!(weight >= 0 && weight < Double.POSITIVE_INFINITY)) {
      throw refused(
          "has the weight " + Catalog.number(weight) + "; weights must be at least 0 and finite");
    }
  }

  private IllegalArgumentException notFinite(int column, double value) {
    return refused(
        "column %d: the feature is %s; features must be finite, drop or impute such values"
            .formatted(column, Catalog.number(value)));
  }

  private IllegalArgumentException refused(String what) {
    String separator = what.startsWith("column") ? ", " : " ";
    return new IllegalArgumentException("row " + rows() + separator + what);
  }

  /** Makes room for a row of up to {@code count} values; returns where it starts. */
  private int reserve(int count) {
    if (partRows == labels.length || partRows > 0 && starts[partRows] + count > partValues) {
      pack();
    }
    int at = starts[partRows];
    if (at + count > values.length) {
      int capacity = Math.max(at + count, Math.min(2 * values.length, partValues));
      values = Arrays.copyOf(values, capacity);
      if (!full) {
        indices = Arrays.copyOf(indices, capacity);
      }
    }
    return at;
  }

  private void endRow(int end, double label, double weight) {
    labels[partRows] = label;
    weights[partRows] = weight;
    weighted |= weight != 1;
    offsets[partRows] = offset;
    shifted |= offset != 0;
    starts[++partRows] = end;
  }

  private void pack() {
    int stored = starts[partRows];
    RowTargets targets =
        new RowTargets(
            Arrays.copyOf(labels, partRows),
            weighted ? Arrays.copyOf(weights, partRows) : null,
            shifted ? Arrays.copyOf(offsets, partRows) : null);
    if (stored == (long) partRows * columns && Precision.of(values, stored) == Precision.DOUBLE) {
      // Rows without zeros lie in the buffer as a dense block has them.
      boolean filled = stored >= FILLED * values.length;
      double[] ownValues = filled ? values : Arrays.copyOf(values, stored);
      parts.add(new DenseDoubleBlock(columns, ownValues, stored, targets));
      if (filled) {
        values = new double[Math.min(2 * values.length, MOST_VALUES)];
      }
      partValues = Math.min(2 * partValues, MOST_VALUES);
      int capacity = Math.min(2 * labels.length, MOST_ROWS);
      labels = new double[capacity];
      weights = new double[capacity];
      offsets = new double[capacity];
      starts = new int[capacity + 1];
    } else {
      nameColumns();
      int[] ownStarts = Arrays.copyOf(starts, partRows + 1);
      int[] ownIndices = Arrays.copyOf(indices, stored);
      double[] ownValues = Arrays.copyOf(values, stored);
      RowBlock rows = new SparseDoubleBlock(columns, ownStarts, ownIndices, ownValues, targets);
      parts.add(Assembly.assemble(List.of(rows)));
    }
    packedRows += partRows;
    partRows = 0;
    weighted = false;
    shifted = false;
    full = true;
  }
}
