package org.stepless.finish;

import org.stepless.losses.Bounds;
import org.stepless.losses.Objective;
import org.stepless.training.Problem;

/**
 * What an objective has beside its smooth part, coordinate by coordinate of the point: an L1
 * penalty weight * |x|, and an interval to which x is bound.
 *
 * <p>A minimum is where the slope of every coordinate is 0: the derivative in the direction in
 * which the objective falls, or 0 if it falls in none; also known as the minimum-norm subgradient.
 */
final class Separable {
  private final double[] weights;
  private final double[] lower;
  private final double[] upper;

  private Separable(double[] weights, double[] lower, double[] upper) {
    this.weights = weights;
    this.lower = lower;
    this.upper = upper;
  }

  /**
   * Of an objective in coordinates that are scaled one by one.
   *
   * @throws IllegalArgumentException if an intercept is bounded although the columns are centred:
   *     it is no coordinate of the point then
   */
  static Separable of(Problem problem, Objective objective) {
    int n = objective.dimension(), outputs = objective.outputs();
    int coefficients = objective.columns() * outputs;
    double[] weights = new double[n], lower = new double[n], upper = new double[n];
    Bounds bounds = objective.bounds();
    for (int i = 0; i < n; i++) {
      int column = i / outputs;
      boolean intercept = i >= coefficients;
      double scale = problem.units().point();
      if (problem.coordinates() != null && !intercept) {
        scale *= problem.coordinates().inverseScale(column);
      }
      weights[i] = intercept ? 0 : scale * objective.l1(column);
      boolean free = bounds == null || scale == 0; // the coefficient of a constant column is 0
      lower[i] = free ? Double.NEGATIVE_INFINITY : bounds.lower()[i] / scale;
      upper[i] = free ? Double.POSITIVE_INFINITY : bounds.upper()[i] / scale;
    }
    if (bounds != null && bounds.any(coefficients, n)) {
      requireNotCentred(problem, objective.columns());
    }
    return new Separable(weights, lower, upper);
  }

  private static void requireNotCentred(Problem problem, int columns) {
    for (int j = 0; problem.coordinates() != null && j < columns; j++) {
      if (problem.coordinates().centre(j) != 0) {
        throw new IllegalArgumentException(
            "intercepts have bounds, but columns are centred; use coordinates without centres");
      }
    }
  }

  /** The L1 penalty. */
  double value(double[] x) {
    double sum = 0;
    for (int i = 0; i < x.length; i++) {
      sum += weights[i] * Math.abs(x[i]);
    }
    return sum;
  }

  /** By how much the penalty and a tangent of the smooth part change from x to another value. */
  double change(int i, double x, double other, double gradient) {
    if (x * other >= 0) { // on one side of 0 no digits cancel
      double sign = x + other > 0 ? 1 : -1;
      return (gradient + sign * weights[i]) * (other - x);
    }
    return gradient * (other - x) + weights[i] * (Math.abs(other) - Math.abs(x));
  }

  /** The slopes of all coordinates. */
  double[] slopes(double[] x, double[] gradient) {
    double[] slopes = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      slopes[i] = slope(i, x[i], gradient[i]);
    }
    return slopes;
  }

  /**
   * The slope of a coordinate.
   *
   * @param gradient of the smooth part
   */
  double slope(int i, double x, double gradient) {
    double slope =
        x != 0
            ? gradient + Math.copySign(weights[i], x)
            : Math.copySign(Math.max(0, Math.abs(gradient) - weights[i]), gradient);
    boolean outwards = slope > 0 ? x <= lower[i] : x >= upper[i];
    return outwards ? 0 : slope;
  }

  /** Whether the objective is smooth around x. */
  boolean smooth(int i, double x) {
    return (x != 0 || weights[i] == 0) && x > lower[i] && x < upper[i];
  }

  /** Where a parabola that has this gradient at x is lowest, penalty added, within the bounds. */
  double lowest(int i, double x, double gradient, double curvature) {
    double right = x - (gradient + weights[i]) / curvature;
    double left = x - (gradient - weights[i]) / curvature;
    return clip(i, right > 0 ? right : left < 0 ? left : 0);
  }

  /**
   * x + step, stopped at 0 on the way to the other sign, and at the bounds.
   *
   * @param slope at x; tells the sign that a coordinate at 0 may take
   */
  double stopped(int i, double x, double step, double slope) {
    double next = x + step;
    boolean crosses = weights[i] > 0 && (x != 0 ? next * x < 0 : next * slope > 0);
    return clip(i, crosses ? 0 : next);
  }

  /** The point within the bounds that is nearest. */
  double[] clip(double[] x) {
    double[] clipped = x.clone();
    for (int i = 0; i < x.length; i++) {
      clipped[i] = clip(i, x[i]);
    }
    return clipped;
  }

  private double clip(int i, double x) {
    return Math.max(lower[i], Math.min(upper[i], x));
  }
}
