package org.stepless.finish;

import org.stepless.finish.PointFunction.Evaluation;

/** Judges where a finish stands. */
final class Target {
  /** Differences of objectives below so much of them are rounding. */
  static final double NOISE = 1e-11;

  /** A step that promises less than so much of the objective is not worth a pass. */
  private static final double WORTHLESS = 1e-16;

  /** Share of the promised decrease that a step must make. */
  private static final double SUFFICIENT = 1e-4;

  /** Near an optimum the steps of Newton's methods shrink; where there is none they do not. */
  private static final double SHRINKS = 0.5;

  /** The steps of coefficients that grow without end are no smaller a share of the largest. */
  private static final double LEAST_GROWTH = 1e-3;

  private static final int MOST_GROWING = 3;

  private final double norm;
  private final double tolerance;
  private double lastSize = Double.POSITIVE_INFINITY;
  private int growing;

  /**
   * @param reference norm of the gradient that others are relative to
   */
  Target(double reference, double tolerance) {
    this.norm = reference * tolerance;
    this.tolerance = tolerance;
  }

  boolean reached(Evaluation at) {
    return at.norm() <= norm;
  }

  /** Whether coordinates change by no more than the tolerance. */
  boolean small(double size, Evaluation at) {
    return size <= tolerance * Vectors.size(at.point());
  }

  static boolean worthless(double promised, Evaluation at) {
    return promised <= WORTHLESS * Math.abs(at.value());
  }

  /**
   * Told every step: whether they do not shrink, and are more than rounding.
   *
   * @param size largest change of a coordinate
   * @param at where it led
   */
  boolean grows(double size, Evaluation at) {
    boolean large = size > LEAST_GROWTH * Vectors.size(at.point());
    growing = large && size > SHRINKS * lastSize ? growing + 1 : 0;
    lastSize = size;
    return growing >= MOST_GROWING;
  }

  /** Whether a step from {@code at} to {@code next} is a step down. */
  static boolean accepts(Evaluation at, Evaluation next, double promised) {
    return next.finite()
        && (at.value() - next.value() >= SUFFICIENT * promised
            || lost(promised, at)
                && next.value() - at.value() <= NOISE * Math.abs(at.value())
                && next.norm() < at.norm());
  }

  /** Whether rounding hides a decrease. */
  static boolean lost(double promised, Evaluation at) {
    return promised <= NOISE * Math.abs(at.value());
  }
}
