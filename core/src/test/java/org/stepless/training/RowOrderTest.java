package org.stepless.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RowOrderTest {
  private static int[] order(int rows, long seed, int partition, long epoch) {
    int[] all = new int[rows];
    new RowOrder(rows, seed, partition, epoch).fill(0, rows, all);
    return all;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 7, 8, 9, 100, 1023, 1024, 1025, 100_000})
  void everyRowComesOnce(int rows) {
    for (long seed = 0; seed < 20; seed++) {
      int[] sorted = order(rows, seed, 3, seed);
      Arrays.sort(sorted);
      assertArrayEquals(IntStream.range(0, rows).toArray(), sorted);
    }
  }

  @Test
  void anyPartIsReadWithoutTheRest() {
    int[] all = order(1000, 5, 0, 2);
    int[] part = new int[10];
    new RowOrder(1000, 5, 0, 2).fill(990, 1000, part);
    assertArrayEquals(Arrays.copyOfRange(all, 990, 1000), part);
  }

  @Test
  void seedPartitionAndEpochGiveOtherOrders() {
    int[] base = order(1000, 1, 0, 0);
    assertFalse(Arrays.equals(base, order(1000, 2, 0, 0)));
    assertFalse(Arrays.equals(base, order(1000, 1, 1, 0)));
    assertFalse(Arrays.equals(base, order(1000, 1, 0, 1)));
  }

  /**
   * Over many seeds every row must be equally likely at every position, and the row that follows
   * must not depend on it: chi-squared tests at about five standard deviations. Many rows are
   * counted in 61 cells.
   */
  @ParameterizedTest
  @ValueSource(ints = {16, 23, 61, 4097, 5000, 8192})
  void positionsAndSuccessorsAreUniform(int rows) {
    int draws = 20_000;
    int cells = Math.min(rows, 61);
    int[] first = new int[cells], last = new int[cells], step = new int[cells];
    int[] row = new int[1], next = new int[1];
    for (int seed = 0; seed < draws; seed++) {
      RowOrder order = new RowOrder(rows, seed, 0, seed % 7);
      order.fill(0, 1, row);
      first[(int) ((long) row[0] * cells / rows)]++;
      order.fill(rows - 1, rows, row);
      last[(int) ((long) row[0] * cells / rows)]++;
      order.fill(rows / 2 - 1, rows / 2, row);
      order.fill(rows / 2, rows / 2 + 1, next);
      int difference = Math.floorMod(next[0] - row[0], rows) - 1; // 0 .. rows-2
      step[(int) ((long) difference * (cells - 1) / (rows - 1))]++;
    }
    assertUniform(first, draws, cells);
    assertUniform(last, draws, cells);
    assertUniform(Arrays.copyOf(step, cells - 1), draws, cells - 1);
  }

  private static void assertUniform(int[] counts, int draws, int cells) {
    double expected = (double) draws / cells;
    double chi = Arrays.stream(counts).mapToDouble(c -> (c - expected) * (c - expected)).sum();
    double z = (chi / expected - (cells - 1)) / Math.sqrt(2.0 * (cells - 1));
    assertTrue(z < 5, "chi-squared is " + z + " deviations too large for " + cells + " cells");
  }

  @ParameterizedTest
  @CsvSource({"1,8", "7,8", "8,8", "9,8", "100,1", "1000,7", "4096,8", "100000,8", "50000,3"})
  void neighboursStayTogether(int rows, int run) {
    for (long seed = 0; seed < 20; seed++) {
      RowOrder order = new RowOrder(rows, run, seed, 3, seed);
      int[] all = new int[rows];
      order.fill(0, rows, all);
      int[] sorted = all.clone();
      Arrays.sort(sorted);
      assertArrayEquals(IntStream.range(0, rows).toArray(), sorted);
      int whole = rows / Math.min(run, rows) * Math.min(run, rows);
      for (int i = 1; i < whole; i++) {
        if (i % run != 0) {
          assertEquals((all[i - 1] + 1) % rows, all[i]);
        }
      }
      int from = rows / 3, to = Math.min(rows, from + 2 * run + 1);
      int[] part = new int[to - from];
      order.fill(from, to, part);
      assertArrayEquals(Arrays.copyOfRange(all, from, to), part);
    }
  }

  /** Every row is equally likely at the first, a middle and the last position. */
  @ParameterizedTest
  @CsvSource({"61,8", "5000,8", "40000,8"})
  void runsAreCutAnewEverywhere(int rows, int run) {
    int draws = 20_000, cells = 61;
    int[][] counts = new int[3][cells];
    int[] row = new int[1];
    for (int seed = 0; seed < draws; seed++) {
      RowOrder order = new RowOrder(rows, run, seed, 0, seed % 7);
      int[] positions = {0, rows / 2, rows - 1};
      for (int i = 0; i < positions.length; i++) {
        order.fill(positions[i], positions[i] + 1, row);
        counts[i][(int) ((long) row[0] * cells / rows)]++;
      }
    }
    for (int[] count : counts) {
      assertUniform(count, draws, cells);
    }
  }

  @Test
  void noRowsAndNoNeighboursAreRefused() {
    assertThrows(IllegalArgumentException.class, () -> new RowOrder(0, 1, 0, 0));
    assertThrows(IllegalArgumentException.class, () -> new RowOrder(1, 0, 1, 0, 0));
  }
}
