package org.stepless.training;

import org.stepless.text.Check;

/**
 * A pseudo-random permutation of the rows 0 .. rows-1 that can be read at any position without
 * storing it: a task finds the rows of its mini-batch in time proportional to the batch, and a
 * retried task finds the same ones.
 *
 * <p>Every position goes through keyed multiply-and-shift rounds, each a bijection of the numbers
 * below the next power of two; results outside the range go through again until they fall inside
 * (cycle walking), which keeps the map a bijection of 0 .. rows-1. The rounds mix poorly when there
 * are few bits to mix, so few rows are shuffled in a table instead, after Fisher and Yates.
 *
 * <p>Rows may also keep some neighbours: then runs of them are permuted, which are cut anew in
 * every epoch, so that reading a row from memory brings the next one.
 */
public final class RowOrder {
  private static final long GOLDEN_GAMMA = 0x9e3779b97f4a7c15L;

  /** Up to so many rows a table costs less than a mini-batch. */
  private static final int TABLE_ROWS = 4096;

  private final int rows;
  private final int run;
  private final int runs;
  private final int first; // where the first run begins; the last ones go on at row 0
  private final int[] table;
  private final int mask;
  private final int shift;
  private final int multiplier1;
  private final int multiplier2;
  private final int multiplier3;
  private final int offset1;
  private final int offset2;

  /** An order in which every row stands by itself. */
  public RowOrder(int rows, long seed, int partition, long epoch) {
    this(rows, 1, seed, partition, epoch);
  }

  /**
   * @param rows number of rows, at least 1
   * @param run how many neighbours stay together, at least 1; what is left over comes last
   * @param seed of the training
   * @param partition number of the partition that holds the rows
   * @param epoch number of the pass
   */
  public RowOrder(int rows, int run, long seed, int partition, long epoch) {
    if (rows < 1) {
      throw new IllegalArgumentException("an order needs at least one row, was " + rows);
    }
    Check.atLeast("run", run, 1);
    this.rows = rows;
    this.run = Math.min(run, rows);
    runs = rows / this.run;
    int bits = Math.max(2, 32 - Integer.numberOfLeadingZeros(runs - 1));
    mask = (int) ((1L << bits) - 1);
    shift = (bits + 1) / 2;
    long key = mix(mix(mix(seed) + partition) + epoch);
    multiplier1 = odd(key);
    multiplier2 = odd(mix(key + 1));
    multiplier3 = odd(mix(key + 2));
    offset1 = (int) mix(key + 3);
    offset2 = (int) mix(key + 4);
    first = this.run == 1 ? 0 : (int) Long.remainderUnsigned(mix(~key), rows);
    table = runs <= TABLE_ROWS ? shuffled(runs, key) : null;
  }

  private static int[] shuffled(int rows, long key) {
    int[] table = new int[rows];
    for (int i = 0; i < rows; i++) {
      // The high bits of a product draw j from 0 .. i; the bias is below rows / 2^32.
      int j = (int) (((mix(key + 5 + i) >>> 32) * (i + 1)) >>> 32);
      table[i] = table[j];
      table[j] = i;
    }
    return table;
  }

  /** Writes the rows at positions {@code from} (inclusive) to {@code to} (exclusive). */
  public void fill(int from, int to, int[] out) {
    if (run == 1) {
      permute(from, to, out);
      return;
    }
    for (int position = from; position < to; ) {
      int number = position / run;
      int at = position - number * run, count = Math.min(run - at, to - position);
      long start = (long) (number < runs ? permuted(number) : number) * run + at + first;
      for (int i = 0; i < count; i++, start++) {
        out[position - from + i] = (int) (start < rows ? start : start - rows);
      }
      position += count;
    }
  }

  private void permute(int from, int to, int[] out) {
    if (table != null) {
      System.arraycopy(table, from, out, 0, to - from);
      return;
    }
    for (int i = from; i < to; i++) {
      out[i - from] = walked(i);
    }
  }

  private int permuted(int number) {
    return table == null ? walked(number) : table[number];
  }

  private int walked(int number) {
    do {
      number = (number * multiplier1 + offset1) & mask;
      number ^= number >>> shift;
      number = (number * multiplier2 + offset2) & mask;
      number ^= number >>> shift;
      number = (number * multiplier3) & mask;
      number ^= number >>> shift;
    } while (number >= runs);
    return number;
  }

  /** The finaliser of SplitMix64: every bit of the result depends on every bit of {@code z}. */
  private static long mix(long z) {
    z += GOLDEN_GAMMA;
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }

  private static int odd(long bits) {
    return (int) (bits >>> 32) | 1;
  }
}
