package org.stepless.finish;

import org.stepless.finish.PointFunction.Evaluation;

/**
 * Newton's method with a damped Hessian, after Levenberg and Marquardt: each step solves
 *
 * <pre>(H + lambda s I) d = -g,   s = the largest entry of H's diagonal,</pre>
 *
 * and is taken if it lowers the objective by a share of what the parabola promises; else lambda
 * grows and the step is tried again. While parabolas fit, lambda falls, to 0 in the end, where H is
 * positive definite; a singular H, as of collinear columns, keeps a lambda so small that only the
 * directions without curvature feel it. Value, gradient and Hessian at a point come of one pass, so
 * that a step costs one. The Hessian of a quadratic loss is computed once.
 *
 * <p>Source: Nocedal, Wright, "Numerical Optimization", 2nd edition, 2006, chapters 3.4 and 10.3.
 */
final class Newton {
  private static final int MOST_STEPS = 100;

  /** Pivots below so much of the largest are rounding. */
  private static final double LEAST_PIVOT = 1e-13;

  private final PointFunction function;
  private final boolean quadratic;
  private final Target target;
  private final int outputs;
  private final int mostTries;
  private final Damping damping = new Damping();
  private int steps;

  Newton(PointFunction function, boolean quadratic, Target target, int outputs, int maxSteps) {
    this.outputs = outputs;
    this.function = function;
    this.quadratic = quadratic;
    this.target = target;
    this.mostTries = Math.min(maxSteps, MOST_STEPS);
  }

  /** Where it ended and why. */
  Descent run(Evaluation start) {
    Evaluation at = start;
    double[] hessian = start.hessian();
    for (int tries = 0; tries < mostTries; tries++) {
      double[] step = step(at, hessian);
      double promised = 0.5 * (damped(hessian, step) - Vectors.dot(at.gradient(), step));
      boolean reached = target.reached(at);
      double size = Vectors.size(step, outputs);
      if (Target.worthless(promised, at)) {
        return new Descent(at, steps, reached ? FinishEnd.CONVERGED : FinishEnd.PRECISION);
      }
      if (reached && damping.slight() && target.small(size, at)) {
        return new Descent(at, steps, FinishEnd.CONVERGED);
      }
      Evaluation next = function.at(Vectors.sum(at.point(), 1, step), !quadratic);
      if (Target.accepts(at, next, promised)) {
        if (target.grows(size, next) && reached && damping.slight()) {
          return new Descent(at, steps, FinishEnd.UNBOUNDED);
        }
        boolean lost = Target.lost(promised, at);
        damping.adapt(lost ? 1 : (at.value() - next.value()) / promised);
        at = next;
        hessian = quadratic ? hessian : next.hessian();
        steps++;
        function.accepted(at);
      } else if (Target.lost(promised, at)) {
        return new Descent(at, steps, reached ? FinishEnd.CONVERGED : FinishEnd.PRECISION);
      } else {
        damping.raise();
      }
    }
    return new Descent(at, steps, FinishEnd.LIMIT);
  }

  /** Pivots that are not above this are rounding. */
  static double leastPivot(double[] hessian, int n) {
    return LEAST_PIVOT * scale(hessian, n);
  }

  /** lambda s |d|^2. */
  private double damped(double[] hessian, double[] step) {
    return damping.value() * scale(hessian, step.length) * Vectors.dot(step, step);
  }

  private static double scale(double[] hessian, int n) {
    double largest = Packed.largestDiagonal(hessian, n);
    return largest > 0 ? largest : 1;
  }

  /** Raises the damping until there is a step. */
  private double[] step(Evaluation at, double[] hessian) {
    int n = at.point().length;
    double scale = scale(hessian, n);
    double[] minus = new double[n];
    Vectors.add(-1, at.gradient(), minus);
    while (true) {
      double[] step =
          Packed.solve(hessian, n, damping.value() * scale, leastPivot(hessian, n), minus);
      if (step != null) {
        return step;
      }
      damping.raiseSlightly();
      if (damping.excessive()) {
        throw new ArithmeticException(
            "the Hessian of the objective is not finite; look for features of extreme size");
      }
    }
  }
}
