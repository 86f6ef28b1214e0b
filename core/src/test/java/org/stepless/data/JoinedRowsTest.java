package org.stepless.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Many dense rows are joined without a copy; all sums are those of plain loops over the rows. */
class JoinedRowsTest {
  private static final int COLUMNS = 7, ROWS = 160_000;

  /** Blocks of these many rows, drawn in turn, as one; and the rows themselves. */
  private static RowBlock join(List<double[]> rows, int... counts) {
    Random random = new Random(3);
    List<RowBlock> blocks = new ArrayList<>();
    for (int count : counts) {
      RowBlockBuilder builder = new RowBlockBuilder(COLUMNS, count);
      for (int r = 0; r < count; r++) {
        double[] row = random.doubles(COLUMNS, -1, 1).toArray();
        rows.add(row);
        builder.addDense(row, r % 2, 1);
      }
      blocks.add(builder.build());
    }
    return RowBlock.concat(blocks);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void sumsAreThoseOfPlainLoops(int outputs) {
    List<double[]> rows = new ArrayList<>();
    // Parts of all sizes: single rows, some that end in the middle of a part, a large one.
    RowBlock block = join(rows, 1, 9_363, 30_001, 1, 2, ROWS - 39_368);
    assertEquals(ROWS, block.rows());
    assertEquals((long) ROWS * COLUMNS, block.storedValues());
    Random random = new Random(5);
    double[] x = random.doubles(COLUMNS * outputs, -1, 1).toArray();
    int[] shuffled = random.ints(ROWS, 0, ROWS).toArray();
    int[] edges = {0, 1, 9_363, 9_364, 39_364, 39_365, 39_366, 39_367, 39_368, ROWS - 1};
    check(block, rows, shuffled, 100, 5_100, x, outputs);
    check(block, rows, edges, 0, edges.length, x, outputs);
    int[] runs = IntStream.range(0, 800).map(i -> 39_300 + i % 8 + i / 8 * 9).toArray();
    check(block, rows, runs, 0, runs.length, x, outputs);
    int[] whole = IntStream.range(9_000, 40_000).toArray();
    check(block, rows, whole, 0, whole.length, x, outputs);
    check(block, rows, null, 9_000, 40_000, x, outputs);
    check(block, rows, null, 0, 1, x, outputs);
    check(block, rows, null, ROWS - 3, ROWS, x, outputs);
  }

  private static void check(
      RowBlock block, List<double[]> rows, int[] order, int from, int to, double[] x, int outputs) {
    double[] margins = new double[(to - from) * outputs];
    Arrays.fill(margins, Double.NaN); // old contents do not count
    double[] gradient = new double[COLUMNS * outputs], expected = new double[COLUMNS * outputs];
    double[] multipliers = new Random(8).doubles(margins.length, -1, 1).toArray();
    block.margins(order, from, to, x, outputs, margins);
    block.addGradient(order, from, to, multipliers, outputs, gradient);
    double[] tile = new double[(to - from) * COLUMNS];
    block.copyRows(order, from, to, tile);
    int[] indices = new int[COLUMNS];
    double[] values = new double[COLUMNS];
    for (int r = from; r < to; r++) {
      int row = order == null ? r : order[r];
      double[] own = rows.get(row);
      for (int k = 0; k < outputs; k++) {
        double margin = 0;
        for (int j = 0; j < COLUMNS; j++) {
          margin += own[j] * x[j * outputs + k];
          expected[j * outputs + k] += own[j] * multipliers[(r - from) * outputs + k];
          assertEquals(own[j], tile[(r - from) * COLUMNS + j]);
        }
        assertEquals(margin, margins[(r - from) * outputs + k], 1e-12);
      }
      assertEquals(COLUMNS, block.copyRow(row, indices, values));
      assertArrayEquals(own, values);
    }
    assertArrayEquals(expected, gradient, 1e-9);
  }
}
