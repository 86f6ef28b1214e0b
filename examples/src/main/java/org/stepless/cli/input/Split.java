package org.stepless.cli.input;

import java.io.Serializable;

/**
 * One side of a division of the rows into training and held-out rows. It depends on the number of a
 * row's line and on the seed, on nothing else.
 *
 * @param seed seed of the choice
 * @param fraction share of the rows to hold out; 0 keeps all rows for training
 * @param heldOut whether this is the side of the held-out rows
 */
public record Split(long seed, double fraction, boolean heldOut) implements Serializable {
  /** All rows. */
  public static final Split ALL = new Split(0, 0, false);

  private static final long GOLDEN = 0x9E3779B97F4A7C15L;

  boolean keeps(long line) {
    long z = (line + 1) * GOLDEN + seed * 0xD1342543DE82EF95L;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    double uniform = ((z ^ (z >>> 31)) >>> 11) * 0x1p-53;
    return (uniform < fraction) == heldOut;
  }
}
