package org.stepless.data;

import java.util.Arrays;
import java.util.List;

/**
 * Row-major doubles. With one output, BLAS on runs of neighbours, or on single rows. With several,
 * the twin of {@link DenseFloatBlock} on purpose: a loop over either would read its values through
 * a call. What changes in one changes in both.
 */
final class DenseDoubleBlock extends RowBlock {
  private static final long serialVersionUID = 1;

  /** Values of a cache line; and lines after which the processor reads ahead by itself. */
  private static final int LINE = 8, LINES_AHEAD = 16;

  /** BLAS on matrices pays from so many neighbours on; it is called for single rows otherwise. */
  private static final int MARGIN_ROWS = 16, GRADIENT_ROWS = 4;

  /**
   * BLAS takes several rows of a matrix side by side. From memory rows of so many bytes, which
   * share pages, come a fifth faster one after another: the processor reads one stream ahead a
   * page.
   */
  private static final int FEWEST_PAGE_BYTES = 1 << 9, MOST_PAGE_BYTES = 1 << 11;

  private final DoubleRows rows;
  private final long nonZeros;

  DenseDoubleBlock(int columns, double[] values, long nonZeros, RowTargets targets) {
    this(columns, new DoubleRows(columns, values, targets.rows()), nonZeros, targets);
  }

  private DenseDoubleBlock(int columns, DoubleRows rows, long nonZeros, RowTargets targets) {
    super(columns, targets);
    this.rows = rows;
    this.nonZeros = nonZeros;
  }

  /** The rows of several blocks, which keep their values where they are. */
  static DenseDoubleBlock join(List<DenseDoubleBlock> blocks, long nonZeros, RowTargets targets) {
    DoubleRows rows = DoubleRows.join(blocks.stream().map(block -> block.rows).toList());
    return new DenseDoubleBlock(blocks.get(0).columns(), rows, nonZeros, targets);
  }

  private static int row(int[] order, int r) {
    return order == null ? r : order[r];
  }

  @Override
  public void margins(int[] order, int from, int to, double[] x, int outputs, double[] margins) {
    if (outputs == 1 && !JavaBlas.SUMS_IN_ORDER) {
      OrderedMargins.margins(rows, columns(), order, from, to, x, margins);
      return;
    }
    if (outputs == 1) {
      margins(order, from, to, x, margins);
      return;
    }
    Arrays.fill(margins, 0, (to - from) * outputs, 0);
    for (int r = from, m = 0; r < to; r++, m += outputs) {
      int row = row(order, r), part = rows.part(row);
      double[] values = rows.values(part);
      int a = rows.start(part, row), end = a + columns(), at = 0;
      for (; a + 4 <= end; a += 4, at += 4 * outputs) {
        Axpy.add(
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
        Axpy.add(values[a], x, at, margins, m, outputs);
      }
    }
  }

  private void margins(int[] order, int from, int to, double[] x, double[] margins) {
    int columns = columns(), bytes = Double.BYTES * columns;
    boolean single = exceedsCache() && bytes >= FEWEST_PAGE_BYTES && bytes <= MOST_PAGE_BYTES;
    for (int r = from, end; r < to; r = end) {
      int row = row(order, r), part = rows.part(row), start = rows.start(part, row);
      double[] values = rows.values(part);
      end = runEnd(order, r, to, part);
      if (single || end - r < MARGIN_ROWS || columns == 0) { // BLAS has no matrices of 0 columns
        for (int i = r; i < end; i++, start += columns) {
          margins[i - from] = JavaBlas.BLAS.ddot(columns, values, start, 1, x, 0, 1);
        }
      } else {
        JavaBlas.BLAS.dgemv(
            "T", columns, end - r, 1, values, start, columns, x, 0, 1, 0, margins, r - from, 1);
      }
    }
  }

  /** Position after the last row that follows the one at {@code r} without a gap, in its part. */
  private int runEnd(int[] order, int r, int to, int part) {
    int end = r + 1;
    if (order == null) {
      end = Math.min(to, rows.end(part));
    } else {
      int last = Math.min(to, r + rows.end(part) - order[r]);
      while (end < last && order[end] == order[end - 1] + 1) {
        end++;
      }
    }
    return end;
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
      int row0 = row(order, r), part0 = rows.part(row0), a = rows.start(part0, row0);
      int row1 = row(order, r + 1), part1 = rows.part(row1), b = rows.start(part1, row1);
      int row2 = row(order, r + 2), part2 = rows.part(row2), c = rows.start(part2, row2);
      int row3 = row(order, r + 3), part3 = rows.part(row3), d = rows.start(part3, row3);
      double[] values0 = rows.values(part0), values1 = rows.values(part1);
      double[] values2 = rows.values(part2), values3 = rows.values(part3);
      for (int j = 0; j < columns; j++) {
        Axpy.add(
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
      int row = row(order, r), part = rows.part(row), a = rows.start(part, row);
      for (int j = 0; j < columns; j++) {
        Axpy.add(rows.values(part)[a + j], multipliers, m, gradient, j * outputs, outputs);
      }
    }
  }

  private void addGradient(int[] order, int from, int to, double[] multipliers, double[] gradient) {
    int columns = columns();
    for (int r = from, end; r < to; r = end) {
      int row = row(order, r), part = rows.part(row), start = rows.start(part, row), m = r - from;
      end = runEnd(order, r, to, part);
      if (columns == 0 || end - r < GRADIENT_ROWS) {
        JavaBlas.BLAS.daxpy(columns, multipliers[m], rows.values(part), start, 1, gradient, 0, 1);
        end = r + 1;
      } else { // neighbours share loads and stores of the gradient
        JavaBlas.BLAS.dgemv(
            "N",
            columns,
            end - r,
            1,
            rows.values(part),
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
      int row = row(order, r), part = rows.part(row);
      System.arraycopy(rows.values(part), rows.start(part, row), tile, at, columns());
    }
  }

  @Override
  public int copyRow(int row, int[] indices, double[] out) {
    int part = rows.part(row), count = 0;
    double[] values = rows.values(part);
    for (int j = 0, a = rows.start(part, row); j < columns(); j++) {
      if (values[a + j] != 0) {
        indices[count] = j;
        out[count++] = values[a + j];
      }
    }
    return count;
  }

  /** Copies all rows to {@code out}; returns the number of values. */
  int copyAll(double[] out, int at) {
    rows.copyAll(out, at);
    return rows() * columns();
  }

  @Override
  double lookAhead(int row) {
    double sum = 0;
    int part = rows.part(row), start = rows.start(part, row);
    double[] values = rows.values(part);
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
