package org.stepless.losses;

import java.io.Serializable;

/**
 * What the coefficients and intercepts of a linear model may be at least and at most.
 *
 * @param lower bound of each, in the order of {@link Objective}'s points; negative infinity for
 *     none
 * @param upper bound of each; infinity for none
 */
public record Bounds(double[] lower, double[] upper) implements Serializable {
  /**
   * Checks that there is room between the bounds.
   *
   * @throws IllegalArgumentException if there are not as many lower bounds as upper ones, or a
   *     lower one is above the upper one, infinite or NaN
   */
  public Bounds {
    if (lower.length != upper.length) {
      throw new IllegalArgumentException(
          "there must be as many lower bounds as upper ones, were %d and %d"
              .formatted(lower.length, upper.length));
    }
    for (int i = 0; i < lower.length; i++) {
      boolean room = lower[i] <= upper[i] && lower[i] < Double.POSITIVE_INFINITY;
      if (!room || upper[i] == Double.NEGATIVE_INFINITY) {
        throw new IllegalArgumentException(
            "lower bounds must be at most the upper ones, but those of coordinate %d are %s and %s"
                .formatted(i, lower[i], upper[i]));
      }
    }
  }

  /** Whether one of the coordinates {@code [from, to)} is bounded. */
  public boolean any(int from, int to) {
    for (int i = from; i < to; i++) {
      if (lower[i] > Double.NEGATIVE_INFINITY || upper[i] < Double.POSITIVE_INFINITY) {
        return true;
      }
    }
    return false;
  }

  void requireLength(int dimension) {
    if (lower.length != dimension) {
      throw new IllegalArgumentException(
          "there must be bounds for each of %d coefficients and intercepts, were %d"
              .formatted(dimension, lower.length));
    }
  }
}
