package org.stepless.data;

import java.util.List;

/** Puts rows together: chooses layout and precision for all of them, then copies them. */
final class Assembly {
  /**
   * Dense storage is chosen from this share of non-zero values on: a dense kernel handles about
   * three values in the time a sparse one needs for one.
   */
  static final double DENSE_FROM = 1.0 / 3;

  /** Array lengths that every JVM can allocate. */
  private static final long LONGEST_ARRAY = Integer.MAX_VALUE - 8;

  /** From this many values on dense rows are joined without copying them. */
  private static final long COPIED_VALUES = 1 << 20;

  private Assembly() {}

  /** One block of all rows, laid out as their values ask for. */
  static RowBlock assemble(List<RowBlock> parts) {
    if (parts.isEmpty()) {
      throw new IllegalArgumentException("there are no blocks to join");
    }
    int columns = parts.get(0).columns();
    long rows = 0, nonZeros = 0;
    Precision precision = Precision.ONES;
    for (RowBlock part : parts) {
      if (part.columns() != columns) {
        throw new IllegalArgumentException(
            "blocks of %d and of %d columns cannot be joined".formatted(columns, part.columns()));
      }
      rows += part.rows();
      nonZeros += part.nonZeros();
      precision = precision.or(part.precision());
    }
    boolean dense = nonZeros >= DENSE_FROM * rows * columns;
    requireFits(rows, columns, dense ? rows * columns : nonZeros);
    return copy(parts, dense, precision);
  }

  static void requireFits(long rows, int columns, long values) {
    if (Math.max(rows + 1, values) > LONGEST_ARRAY) {
      throw new IllegalArgumentException(
          "%d rows of %d columns with %d values are more than one block can hold (%d); use more partitions"
              .formatted(rows, columns, values, LONGEST_ARRAY));
    }
  }

  /** All rows in the given layout, whose precision must hold their values. */
  static RowBlock copy(List<RowBlock> parts, boolean dense, Precision precision) {
    int columns = parts.get(0).columns(), nonZeros = 0;
    for (RowBlock part : parts) {
      nonZeros += (int) part.nonZeros();
    }
    RowTargets targets = RowTargets.join(parts);
    return dense
        ? dense(parts, columns, precision, nonZeros, targets)
        : sparse(parts, columns, precision, nonZeros, targets);
  }

  private static RowBlock dense(
      List<RowBlock> parts, int columns, Precision precision, int nonZeros, RowTargets targets) {
    boolean wide = precision == Precision.DOUBLE;
    if (wide
        && (long) targets.rows() * columns >= COPIED_VALUES
        && parts.stream().allMatch(DenseDoubleBlock.class::isInstance)) {
      return DenseDoubleBlock.join(
          parts.stream().map(DenseDoubleBlock.class::cast).toList(), nonZeros, targets);
    }
    int[] indices = new int[columns];
    double[] scratch = new double[columns];
    double[] doubles = new double[wide ? targets.rows() * columns : 0];
    float[] floats = new float[wide ? 0 : targets.rows() * columns];
    int at = 0;
    for (RowBlock part : parts) {
      if (wide && part instanceof DenseDoubleBlock same) {
        at += same.copyAll(doubles, at);
        continue;
      }
      for (int r = 0; r < part.rows(); r++, at += columns) {
        int n = part.copyRow(r, indices, scratch);
        for (int i = 0; i < n; i++) {
          if (wide) {
            doubles[at + indices[i]] = scratch[i];
          } else {
            floats[at + indices[i]] = (float) scratch[i];
          }
        }
      }
    }
    return wide
        ? new DenseDoubleBlock(columns, doubles, nonZeros, targets)
        : new DenseFloatBlock(columns, floats, nonZeros, targets);
  }

  private static RowBlock sparse(
      List<RowBlock> parts, int columns, Precision precision, int nonZeros, RowTargets targets) {
    int[] indices = new int[columns];
    double[] scratch = new double[columns];
    int[] starts = new int[targets.rows() + 1];
    int[] allIndices = new int[nonZeros];
    double[] doubles = new double[precision == Precision.DOUBLE ? nonZeros : 0];
    float[] floats = new float[precision == Precision.FLOAT ? nonZeros : 0];
    int row = 0, at = 0;
    for (RowBlock part : parts) {
      for (int r = 0; r < part.rows(); r++) {
        int n = part.copyRow(r, indices, scratch);
        System.arraycopy(indices, 0, allIndices, at, n);
        if (precision == Precision.DOUBLE) {
          System.arraycopy(scratch, 0, doubles, at, n);
        } else if (precision == Precision.FLOAT) {
          for (int i = 0; i < n; i++) {
            floats[at + i] = (float) scratch[i];
          }
        }
        at += n;
        starts[++row] = at;
      }
    }
    return switch (precision) {
      case ONES -> new SparseOnesBlock(columns, starts, allIndices, targets);
      case FLOAT -> new SparseFloatBlock(columns, starts, allIndices, floats, targets);
      case DOUBLE -> new SparseDoubleBlock(columns, starts, allIndices, doubles, targets);
    };
  }
}
