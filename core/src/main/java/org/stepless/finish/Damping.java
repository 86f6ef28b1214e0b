package org.stepless.finish;

/**
 * How much a Hessian is damped, after Levenberg and Marquardt: less where parabolas fit, down to
 * nothing in the end, and more where they do not.
 */
final class Damping {
  private static final double LEAST = 1e-11, FIRST = 1e-3, MOST = 1e9;

  /** With more damping the size of a step tells nothing about the distance to the optimum. */
  private static final double SLIGHT = 1e-6;

  private double value;

  /** Relative to the largest entry of the Hessian's diagonal. */
  double value() {
    return value;
  }

  boolean slight() {
    return value <= SLIGHT;
  }

  /** Whether there is so much of it that nothing is left of the Hessian. */
  boolean excessive() {
    return !(value < MOST);
  }

  /**
   * After a step that was taken.
   *
   * @param ratio of the decrease to that which was promised
   */
  void adapt(double ratio) {
    if (ratio > 0.75) {
      value = value <= LEAST ? 0 : 0.1 * value;
    } else if (ratio < 0.25) {
      value = Math.max(4 * value, FIRST);
    }
  }

  /** After a step that was not. */
  void raise() {
    value = Math.max(10 * value, FIRST);
  }

  /** Where the Hessian is not definite: as little as may do. */
  void raiseSlightly() {
    value = Math.max(10 * value, LEAST);
  }
}
