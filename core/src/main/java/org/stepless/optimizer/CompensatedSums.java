package org.stepless.optimizer;

/**
 * Several running sums with Neumaier's compensation: the result does not depend on how coordinates
 * are cut into blocks beyond the last digits of each block's own sum. Nothing is allocated after
 * construction.
 */
public final class CompensatedSums {
  private final double[] high;
  private final double[] low;

  /** This many sums, all 0. */
  public CompensatedSums(int capacity) {
    high = new double[capacity];
    low = new double[capacity];
  }

  /** Sets the first {@code count} sums to 0. */
  public void clear(int count) {
    for (int i = 0; i < count; i++) {
      high[i] = 0;
      low[i] = 0;
    }
  }

  /** Adds the first {@code count} values, each to its sum. */
  public void add(double[] values, int count) {
    for (int i = 0; i < count; i++) {
      add(i, values[i]);
    }
  }

  /**
   * Adds {@code values[k]} to sum {@code indices[k]}. The sums not named are as if 0 had been added
   * to them: that changes no bit of a sum.
   */
  public void add(int[] indices, double[] values) {
    for (int k = 0; k < indices.length; k++) {
      add(indices[k], values[k]);
    }
  }

  private void add(int i, double b) {
    double a = high[i];
    double s = a + b;
    low[i] += Math.abs(a) >= Math.abs(b) ? (a - s) + b : (b - s) + a;
    high[i] = s;
  }

  /** Writes the first {@code count} sums. */
  public void get(double[] out, int count) {
    for (int i = 0; i < count; i++) {
      // An infinite sum leaves NaN in the compensation; it must stay infinite.
      out[i] = Double.isFinite(high[i]) ? high[i] + low[i] : high[i];
    }
  }
}
