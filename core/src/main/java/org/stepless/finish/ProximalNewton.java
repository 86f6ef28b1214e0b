package org.stepless.finish;

import org.stepless.finish.PointFunction.Evaluation;

/**
 * Newton's method for an objective with an L1 penalty or bounds: each step goes to the minimum of
 * the {@link Parabola} with the exact Hessian, penalty and bounds included, so that coefficients
 * become exactly 0. The Hessian is damped as in {@link Newton}, and a step is taken or tried again
 * by the same rules.
 *
 * <p>Source: Lee, Sun, Saunders, "Proximal Newton-type methods for minimizing composite functions",
 * SIAM Journal on Optimization 24, 2014.
 */
final class ProximalNewton {
  private static final int MOST_STEPS = 100;

  /** Slopes that are left of a parabola's, and of one that is the objective itself. */
  private static final double MOST_LEFT = 0.01, QUADRATIC_LEFT = 1e-10;

  private final CompositeFunction function;
  private final boolean quadratic;
  private final Target target;
  private final double reference;
  private final int mostTries;
  private final Damping damping = new Damping();
  private int steps;

  /**
   * @param reference norm of the gradient that others are relative to
   * @param maxSteps that are tried
   */
  ProximalNewton(
      CompositeFunction function,
      boolean quadratic,
      Target target,
      double reference,
      int maxSteps) {
    mostTries = Math.min(maxSteps, MOST_STEPS);
    this.function = function;
    this.quadratic = quadratic;
    this.target = target;
    this.reference = reference;
  }

  /** Where it ended and why. */
  Descent run(Evaluation start) {
    Evaluation at = start;
    double[] hessian = start.hessian();
    for (int tries = 0; tries < mostTries && !damping.excessive(); tries++) {
      double largest = Packed.largestDiagonal(hessian, at.point().length);
      double shift = damping.value() * (largest > 0 ? largest : 1);
      Parabola parabola =
          new Parabola(function.separable(), at.point(), at.gradient(), hessian, shift);
      double left = quadratic ? QUADRATIC_LEFT : Math.min(MOST_LEFT, at.norm() / reference);
      double[] point = parabola.minimum(left * at.norm());
      double promised = parabola.promised(shift);
      double size = Vectors.size(Vectors.sum(point, -1, at.point()));
      boolean reached = target.reached(at);
      if (Target.worthless(promised, at)) {
        return new Descent(at, steps, reached ? FinishEnd.CONVERGED : FinishEnd.PRECISION);
      }
      if (reached && damping.slight() && target.small(size, at)) {
        return new Descent(at, steps, FinishEnd.CONVERGED);
      }
      Evaluation next = function.at(point, !quadratic);
      if (Target.accepts(at, next, promised)) {
        if (target.grows(size, next) && reached && damping.slight()) {
          return new Descent(at, steps, FinishEnd.UNBOUNDED);
        }
        damping.adapt(Target.lost(promised, at) ? 1 : (at.value() - next.value()) / promised);
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
}
