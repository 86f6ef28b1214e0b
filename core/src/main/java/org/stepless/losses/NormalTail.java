package org.stepless.losses;

/**
 * The standard normal distribution beyond a point: Mills' ratio, the probability beyond x over the
 * density at x, which neither underflows nor overflows.
 */
final class NormalTail {
  private static final double LOG_ROOT = 0.5 * Math.log(2 * Math.PI);

  /** Below, 1/2 less a series loses few digits; from here on a fraction converges fast. */
  private static final double FAR = 2.5;

  /** Terms of the fraction that give all digits from {@link #FAR} on. */
  private static final int TERMS = 60;

  private NormalTail() {}

  static double density(double x) {
    return Math.exp(-0.5 * x * x - LOG_ROOT);
  }

  /**
   * The probability beyond x over the density at x.
   *
   * @param x at least 0
   */
  static double ratio(double x) {
    return x < FAR ? 0.5 / density(x) - series(x) : fraction(x);
  }

  /** x + x^3 / 3 + x^5 / (3 5) + ...: the probability from 0 to x over the density at x. */
  private static double series(double x) {
    double square = x * x, term = x, sum = 0;
    for (int n = 3; sum + term != sum; n += 2) {
      sum += term;
      term *= square / n;
    }
    return sum;
  }

  /** 1 / (x + 1 / (x + 2 / (x + 3 / ...))), from its end. */
  private static double fraction(double x) {
    double sum = x;
    for (int n = TERMS; n > 0; n--) {
      sum = x + n / sum;
    }
    return 1 / sum;
  }

  /** The logarithm of the probability beyond x. */
  static double logTail(double x, double ratio) {
    return Math.log(ratio) - 0.5 * x * x - LOG_ROOT;
  }
}
