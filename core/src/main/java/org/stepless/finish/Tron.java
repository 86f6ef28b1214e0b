package org.stepless.finish;

import org.stepless.finish.PointFunction.Evaluation;

/**
 * A truncated Newton method with a trust region: each step solves H d = -g as far as it pays by
 * conjugate gradients, which need one product of the Hessian with a vector each, one pass over the
 * rows, and never leaves the region in which parabolas have proved to fit.
 *
 * <p>Source: Lin, Weng, Keerthi, "Trust region Newton method for large-scale logistic regression",
 * JMLR 9, 2008, algorithms 1 and 2; the rules for the radius are those of Lin, Moré, "Newton's
 * method for large bound-constrained optimization problems", 1999. The conjugate gradients stop at
 * min(0.1, sqrt(|g| / |g0|)) of the gradient, for fast convergence in the end.
 */
final class Tron {
  private static final int MOST_STEPS = 200, MOST_PASSES = 500, MOST_PRODUCTS = 250;
  private static final double POOR = 0.25, GOOD = 0.75;
  private static final double LEAST_SHRINK = 0.25, SHRINK = 0.5, GROW = 4;
  private static final double MOST_RESIDUAL = 0.1;

  /** The metric is that of the start: its estimate of the distance is good to a factor. */
  private static final double NEAR = 0.01;

  private final PointFunction function;
  private final Target target;
  private final double reference;
  private final Metric metric;
  private final int mostTries;
  private double radius = Double.POSITIVE_INFINITY;

  /** An approximate solution, and what is left of the gradient there, both in the metric. */
  private record Solution(double[] step, double[] residual, boolean atEdge) {}

  /**
   * @param reference norm of the gradient that others are relative to
   * @param metric of the region and of the conjugate gradients
   * @param maxSteps that are tried
   */
  Tron(PointFunction function, Target target, double reference, Metric metric, int maxSteps) {
    this.function = function;
    this.metric = metric;
    this.target = target;
    this.reference = reference;
    this.mostTries = Math.min(maxSteps, MOST_STEPS);
  }

  /** Where it ended and why. */
  Descent run(Evaluation start) {
    Evaluation at = start;
    int steps = 0;
    boolean grows = false;
    for (int tries = 0; tries < mostTries && function.passes() < MOST_PASSES; tries++) {
      if (target.reached(at) && (grows || near(at))) {
        return new Descent(at, steps, grows ? FinishEnd.UNBOUNDED : FinishEnd.CONVERGED);
      }
      Solution solution = solve(at);
      double[] own = solution.step(), step = metric.step(own);
      double slope = Vectors.dot(at.gradient(), step), size = Vectors.norm(own);
      double promised = -0.5 * (slope - Vectors.dot(own, solution.residual()));
      if (Target.worthless(promised, at)) {
        return new Descent(at, steps, FinishEnd.PRECISION);
      }
      Evaluation next = function.at(Vectors.sum(at.point(), 1, step), false);
      boolean accepted = Target.accepts(at, next, promised), lost = Target.lost(promised, at);
      if (!(accepted && lost)) { // else the difference of the values is rounding
        adapt(at.value() - next.value(), promised, slope, size, solution.atEdge());
      }
      if (accepted) {
        grows = target.grows(Vectors.size(step), next);
        at = next;
        steps++;
        function.accepted(at);
      } else if (lost) {
        return new Descent(at, steps, FinishEnd.PRECISION);
      }
    }
    return new Descent(at, steps, target.reached(at) ? FinishEnd.CONVERGED : FinishEnd.LIMIT);
  }

  /** Whether the metric, if there is one, sees the optimum near as well. */
  private boolean near(Evaluation at) {
    if (metric == Metric.NONE) {
      return true;
    }
    double[] step = metric.step(metric.gradient(at.gradient()));
    return target.small(NEAR * Vectors.size(step), at);
  }

  /** Steihaug's conjugate gradients. */
  private Solution solve(Evaluation at) {
    int n = at.point().length;
    double[] step = new double[n], residual = new double[n];
    Vectors.add(-1, metric.gradient(at.gradient()), residual);
    double[] direction = residual.clone();
    double square = Vectors.dot(residual, residual), norm = Math.sqrt(square);
    double enough = norm * Math.min(MOST_RESIDUAL, Math.sqrt(at.norm() / reference));
    for (int products = 0; products < Math.min(2 * n, MOST_PRODUCTS); products++) {
      double[] product = metric.gradient(function.times(at.point(), metric.step(direction)));
      double curvature = Vectors.dot(direction, product);
      double length = curvature > 0 ? square / curvature : Double.POSITIVE_INFINITY;
      double edge = toEdge(step, direction);
      if (!(length < edge)) {
        double far = Double.isInfinite(edge) ? norm / Vectors.norm(direction) : edge;
        Vectors.add(far, direction, step);
        Vectors.add(-far, product, residual);
        return new Solution(step, residual, true);
      }
      Vectors.add(length, direction, step);
      Vectors.add(-length, product, residual);
      double before = square;
      square = Vectors.dot(residual, residual);
      if (Math.sqrt(square) <= enough) {
        break;
      }
      double beta = square / before;
      for (int i = 0; i < n; i++) {
        direction[i] = residual[i] + beta * direction[i];
      }
    }
    return new Solution(step, residual, false);
  }

  /** How far a direction goes from a point to the edge of the region. */
  private double toEdge(double[] step, double[] direction) {
    if (Double.isInfinite(radius)) {
      return radius;
    }
    double along = Vectors.dot(step, direction), length = Vectors.dot(direction, direction);
    double left = Math.max(0, radius * radius - Vectors.dot(step, step));
    double root = Math.sqrt(along * along + length * left);
    return along >= 0 ? left / (along + root) : (root - along) / length;
  }

  /**
   * @param actual decrease of the objective; NaN counts as none
   * @param slope of the objective along the step
   * @param size of the step in the metric
   */
  private void adapt(double actual, double promised, double slope, double size, boolean atEdge) {
    double excess = -actual - slope; // of the new value over the tangent
    double best = // the minimum of a parabola through values and slope, in steps
        !Double.isFinite(actual)
            ? LEAST_SHRINK
            : excess <= 0 ? GROW : Math.max(LEAST_SHRINK, -0.5 * slope / excess);
    if (!(actual >= POOR * promised)) {
      radius = size * Math.max(LEAST_SHRINK, Math.min(SHRINK, best));
    } else if (actual >= GOOD * promised && atEdge) {
      radius = Math.max(radius, size * Math.min(GROW, Math.max(1, best)));
    } else if (Double.isInfinite(radius)) {
      radius = GROW * size;
    } else if (actual < GOOD * promised) {
      radius = Math.max(SHRINK * radius, Math.min(best * size, radius));
    }
  }
}
