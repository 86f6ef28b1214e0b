package org.stepless.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Row-major doubles, in one array or in several that hold whole rows: joining many rows need not
 * copy them. With one output, BLAS on single rows: they may lie anywhere in memory.
 */
final class DenseDoubleBlock extends RowBlock {
  private static final long serialVersionUID = 1;

  /** Values of a cache line; and lines after which the processor reads ahead by itself. */
  private static final int LINE = 8, LINES_AHEAD = 16;

  /** BLAS on matrices pays from so many neighbours on; it is called for single rows otherwise. */
  private static final int MARGIN_ROWS = 16, GRADIENT_ROWS = 4;

  private final double[][] parts; // each may be longer than its rows
  private final int[] starts; // the first row of every part, then the number of rows
  private final int[] firstParts; // the part of row b << shift, for every b
  private final int shift;
  private final long nonZeros;

  DenseDoubleBlock(int columns, double[] values, long nonZeros, double[] labels, double[] weights) {
    this(columns, new double[][] {values}, new int[] {0, labels.length}, nonZeros, labels, weights);
  }

  private DenseDoubleBlock(
      int columns,
      double[][] parts,
      int[] starts,
      long nonZeros,
      double[] labels,
      double[] weights) {
    super(columns, labels, weights);
    this.parts = parts;
    this.starts = starts;
    this.nonZeros = nonZeros;
    int partRows = labels.length / parts.length;
    shift = partRows < 2 ? 0 : Integer.SIZE - 1 - Integer.numberOfLeadingZeros(partRows);
    firstParts = new int[parts.length == 1 ? 0 : (labels.length >> shift) + 1];
    for (int bucket = 0, part = 0; bucket < firstParts.length; bucket++) {
      while (part + 1 < parts.length && bucket << shift >= starts[part + 1]) {
        part++;
      }
      firstParts[bucket] = part;
    }
  }

  /** The rows of several blocks, which keep their values where they are. */
  static DenseDoubleBlock join(
      List<DenseDoubleBlock> blocks, long nonZeros, double[] labels, double[] weights) {
    List<double[]> parts = new ArrayList<>();
    int[] starts = new int[1 + blocks.stream().mapToInt(block -> block.parts.length).sum()];
    int rows = 0;
    for (DenseDoubleBlock block : blocks) {
      for (int part = 0; part < block.parts.length; part++) {
        parts.add(block.parts[part]);
        rows += block.starts[part + 1] - block.starts[part];
        starts[parts.size()] = rows;
      }
    }
    int columns = blocks.get(0).columns();
    return new DenseDoubleBlock(
        columns, parts.toArray(double[][]::new), starts, nonZeros, labels, weights);
  }

  private int part(int row) {
    if (parts.length == 1) {
      return 0;
    }
    int part = firstParts[row >>> shift];
    while (row >= starts[part + 1]) {
      part++;
    }
    return part;
  }

  private int start(int part, int row) {
    return (row - starts[part]) * columns();
  }

  private static int row(int[] order, int r) {
    return order == null ? r : order[r];
  }

  @Override
  public void margins(int[] order, int from, int to, double[] x, int outputs, double[] margins) {
    if (outputs == 1) {
      margins(order, from, to, x, margins);
      return;
    }
    Arrays.fill(margins, 0, (to - from) * outputs, 0);
    for (int r = from, m = 0; r < to; r++, m += outputs) {
      int row = row(order, r), part = part(row);
      double[] values = parts[part];
      int a = start(part, row), end = a + columns(), at = 0;
      for (; a + 4 <= end; a += 4, at += 4 * outputs) {
        Outputs.add(
            values[a],
            values[a + 1],
            values[a + 2],
            values[a + 3],
            x,
            at,
            at + outputs,
            at + 2 * outputs,
            at + 3 * outputs,
            margins,
            m,
            outputs);
      }
      for (; a < end; a++, at += outputs) {
        Outputs.add(values[a], x, at, margins, m, outputs);
      }
    }
  }

  private void margins(int[] order, int from, int to, double[] x, double[] margins) {
    int columns = columns();
    for (int r = from, end; r < to; r = end) {
      int row = row(order, r), part = part(row), start = start(part, row);
      end = runEnd(order, r, to, part);
      if (end - r < MARGIN_ROWS) {
        margins[r - from] = JavaBlas.BLAS.ddot(columns, parts[part], start, 1, x, 0, 1);
        end = r + 1;
      } else {
        JavaBlas.BLAS.dgemv(
            "T",
            columns,
            end - r,
            1,
            parts[part],
            start,
            columns,
            x,
            0,
            1,
            0,
            margins,
            r - from,
            1);
      }
    }
  }

  /** Position after the last row that follows the one at {@code r} without a gap, in its part. */
  private int runEnd(int[] order, int r, int to, int part) {
    int end = r + 1;
    if (order == null) {
      end = Math.min(to, starts[part + 1]);
    } else {
      int last = Math.min(to, r + starts[part + 1] - order[r]);
      while (end < last && order[end] == order[end - 1] + 1) {
        end++;
      }
    }
    return columns() == 0 ? r : end;
  }

  @Override
  public void addGradient(
      int[] order, int from, int to, double[] multipliers, int outputs, double[] gradient) {
    if (outputs == 1) {
      addGradient(order, from, to, multipliers, gradient);
      return;
    }
    int columns = columns(), r = from, m = 0;
    for (; r + 4 <= to; r += 4, m += 4 * outputs) {
      int row0 = row(order, r), part0 = part(row0), a = start(part0, row0);
      int row1 = row(order, r + 1), part1 = part(row1), b = start(part1, row1);
      int row2 = row(order, r + 2), part2 = part(row2), c = start(part2, row2);
      int row3 = row(order, r + 3), part3 = part(row3), d = start(part3, row3);
      double[] values0 = parts[part0], values1 = parts[part1];
      double[] values2 = parts[part2], values3 = parts[part3];
      for (int j = 0; j < columns; j++) {
        Outputs.add(
            values0[a + j],
            values1[b + j],
            values2[c + j],
            values3[d + j],
            multipliers,
            m,
            m + outputs,
            m + 2 * outputs,
            m + 3 * outputs,
            gradient,
            j * outputs,
            outputs);
      }
    }
    for (; r < to; r++, m += outputs) {
      int row = row(order, r), part = part(row), a = start(part, row);
      for (int j = 0; j < columns; j++) {
        Outputs.add(parts[part][a + j], multipliers, m, gradient, j * outputs, outputs);
      }
    }
  }

  private void addGradient(int[] order, int from, int to, double[] multipliers, double[] gradient) {
    int columns = columns();
    for (int r = from, end; r < to; r = end) {
      int row = row(order, r), part = part(row), start = start(part, row), m = r - from;
      end = runEnd(order, r, to, part);
      if (end - r < GRADIENT_ROWS) {
        JavaBlas.BLAS.daxpy(columns, multipliers[m], parts[part], start, 1, gradient, 0, 1);
        end = r + 1;
      } else { // neighbours share loads and stores of the gradient
        JavaBlas.BLAS.dgemv(
            "N",
            columns,
            end - r,
            1,
            parts[part],
            start,
            columns,
            multipliers,
            m,
            1,
            1,
            gradient,
            0,
            1);
      }
    }
  }

  @Override
  public void copyRows(int[] order, int from, int to, double[] tile) {
    for (int r = from, at = 0; r < to; r++, at += columns()) {
      int row = row(order, r), part = part(row);
      System.arraycopy(parts[part], start(part, row), tile, at, columns());
    }
  }

  @Override
  public int copyRow(int row, int[] indices, double[] out) {
    int part = part(row), count = 0;
    double[] values = parts[part];
    for (int j = 0, a = start(part, row); j < columns(); j++) {
      if (values[a + j] != 0) {
        indices[count] = j;
        out[count++] = values[a + j];
      }
    }
    return count;
  }

  /** Copies all rows to {@code out}; returns the number of values. */
  int copyAll(double[] out, int at) {
    for (int part = 0; part < parts.length; part++) {
      int first = starts[part] * columns(), count = starts[part + 1] * columns() - first;
      System.arraycopy(parts[part], 0, out, at + first, count);
    }
    return rows() * columns();
  }

  @Override
  double lookAhead(int row) {
    double sum = 0;
    int part = part(row), start = start(part, row);
    double[] values = parts[part];
    for (int j = 0; j < Math.min(columns(), LINES_AHEAD * LINE); j += LINE) {
      sum += values[start + j];
    }
    return sum;
  }

  @Override
  public long storedValues() {
    return (long) rows() * columns();
  }

  @Override
  long nonZeros() {
    return nonZeros;
  }

  @Override
  long featureBytes() {
    return 8L * rows() * columns();
  }

  @Override
  Precision precision() {
    return Precision.DOUBLE;
  }
}
