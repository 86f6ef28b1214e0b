package org.stepless.methods;

/** The sign of a number, as {@link Math#signum} gives it. */
final class Signs {
  private Signs() {}

  /**
   * 1, -1 or a zero of the same sign. A quotient, as loops with the branch of Math.signum are
   * neither vectorised nor predicted: gradients have random signs.
   */
  static double of(double value) {
    return value / Math.max(Math.abs(value), Double.MIN_VALUE);
  }
}
