package org.stepless.losses;

/** The penalty 1/2 regParam |x|^2 of objectives that penalise whole ranges of a point alike. */
public final class SquaredPenalty {
  private SquaredPenalty() {}

  /**
   * Adds the squares of {@code x[from..to)} to a sum and, unless it is null, {@code regParam} times
   * these values to the gradient.
   *
   * @return the sum with the squares
   */
  public static double add(
      double sum, double[] x, int from, int to, double regParam, double[] gradient) {
    for (int i = from; i < to; i++) {
      sum += x[i] * x[i];
      if (gradient != null) {
        gradient[i] += regParam * x[i];
      }
    }
    return sum;
  }
}
