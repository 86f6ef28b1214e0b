package org.stepless.data;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * Where rows of doubles lie: row-major in one array, or in several that hold whole rows, so that
 * joining many rows need not copy them.
 */
final class DoubleRows implements Serializable {
  private static final long serialVersionUID = 1;

  private final int columns;
  private final double[][] parts; // each may be longer than its rows
  private final int[] starts; // the first row of every part, then the number of rows
  private final int[] firstParts; // the part of row b << shift, for every b
  private final int shift;

  /** Rows in one array, which may be longer. */
  DoubleRows(int columns, double[] values, int rows) {
    this(columns, new double[][] {values}, new int[] {0, rows});
  }

  private DoubleRows(int columns, double[][] parts, int[] starts) {
    this.columns = columns;
    this.parts = parts;
    this.starts = starts;
    int rows = starts[parts.length], partRows = rows / parts.length;
    shift = partRows < 2 ? 0 : Integer.SIZE - 1 - Integer.numberOfLeadingZeros(partRows);
    firstParts = new int[parts.length == 1 ? 0 : (rows >> shift) + 1];
    for (int bucket = 0, part = 0; bucket < firstParts.length; bucket++) {
      while (part + 1 < parts.length && bucket << shift >= starts[part + 1]) {
        part++;
      }
      firstParts[bucket] = part;
    }
  }

  /** The rows of several, which keep their values where they are. */
  static DoubleRows join(List<DoubleRows> all) {
    List<double[]> parts = new ArrayList<>();
    int[] starts = new int[1 + all.stream().mapToInt(one -> one.parts.length).sum()];
    int rows = 0;
    for (DoubleRows one : all) {
      for (int part = 0; part < one.parts.length; part++) {
        parts.add(one.parts[part]);
        rows += one.starts[part + 1] - one.starts[part];
        starts[parts.size()] = rows;
      }
    }
    return new DoubleRows(all.get(0).columns, parts.toArray(double[][]::new), starts);
  }

  /** The part that holds a row. */
  int part(int row) {
    if (parts.length == 1) {
      return 0;
    }
    int part = firstParts[row >>> shift];
    while (row >= starts[part + 1]) {
      part++;
    }
    return part;
  }

  /** The values of a part. */
  double[] values(int part) {
    return parts[part];
  }

  /** Where a row of a part begins in its values. */
  int start(int part, int row) {
    return (row - starts[part]) * columns;
  }

  /** The row after the last of a part. */
  int end(int part) {
    return starts[part + 1];
  }

  /** Copies all rows to {@code out}, from {@code at} on. */
  void copyAll(double[] out, int at) {
    for (int part = 0; part < parts.length; part++) {
      int first = starts[part] * columns, count = starts[part + 1] * columns - first;
      System.arraycopy(parts[part], 0, out, at + first, count);
    }
  }
}
