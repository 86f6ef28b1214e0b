package org.stepless.methods;

/**
 * Inverse cube roots of many numbers. {@link Math#cbrt} costs some 20 ns per number, more than all
 * else that a rule does. Here a rule takes first guesses where it makes the numbers, which costs
 * nothing while it waits for memory; loops without calls and branches, which are vectorised, make
 * them exact.
 */
final class CubeRoots {
  /** Smallest denominator: where the root of a sum of squares is less there was no gradient. */
  private static final double LEAST = 1e-100;

  /** 4/3 of the bits of 1, less what makes guesses too large as often as too small. */
  private static final long GUESS = 0x553EF0FF289DD796L;

  private static final long THIRD_OF_2_32 = (1L << 32) / 3;

  /** Series of (1 - h)^(-1/3). */
  private static final double H1 = 1.0 / 3, H2 = 2.0 / 9, H3 = 14.0 / 81;

  private CubeRoots() {}

  /**
   * Near the inverse of the cube root, within 4 %: minus a third of the exponent.
   *
   * @param value at least 0, finite
   */
  static double guess(double value) {
    long half = Double.doubleToRawLongBits(value) >>> 32;
    return Double.longBitsToDouble(GUESS - half * THIRD_OF_2_32);
  }

  /**
   * Replaces the guesses for the first n values by 1 / (cbrt(value) + eps), the denominator at
   * least 1e-100; exact to some units in the last place.
   */
  static void invert(double[] values, int n, double eps, double[] guesses) {
    refine(values, n, guesses);
    refine(values, n, guesses);
    for (int j = 0; j < n; j++) {
      guesses[j] = 1 / Math.max(values[j] * guesses[j] * guesses[j] + eps, LEAST);
    }
  }

  /** A step of fourth order towards 1 / cbrt: 4 % become 3e-5, and those 1e-17. */
  private static void refine(double[] values, int n, double[] guesses) {
    for (int j = 0; j < n; j++) {
      double y = guesses[j], h = 1 - values[j] * y * y * y;
      guesses[j] = y + y * h * (H1 + h * (H2 + h * H3));
    }
  }
}
