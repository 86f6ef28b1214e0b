package org.stepless.finish;

import org.stepless.finish.PointFunction.Evaluation;

/**
 * A truncated Newton method for an objective with an L1 penalty or bounds and many coordinates.
 * Each step solves H d = -slope by conjugate gradients, as far as it pays, over the coordinates
 * that can move freely. Not free are those at 0 or at a bound whose slope is 0, which stay, and
 * those which a plain gradient step would take there, which make just that step: together with the
 * others they would bend the way. The way along d is projected: a coordinate stops at 0 before it
 * changes its sign, and at its bounds. It is shortened until the objective falls enough.
 *
 * <p>The Hessian is damped by a share of its largest curvature that falls with the slopes, so that
 * directions that hardly matter, as between collinear columns, neither take many products nor bend
 * the way; more while coordinates are stopped, less when none are.
 *
 * <p>Source: Bertsekas, "Projected Newton methods for optimization problems with simple
 * constraints", SIAM Journal on Control and Optimization 20, 1982, for bounds; Andrew, Gao,
 * "Scalable training of L1-regularized log-linear models", 2007, for one orthant a step.
 */
final class ProjectedNewton {
  private static final int MOST_STEPS = 300, MOST_PRODUCTS = 250;
  private static final double MOST_RESIDUAL = 0.1, LOOSE_RESIDUAL = 0.5;
  private static final double FIRST_DAMPING = 0.1, MOST_DAMPING = 100;
  private static final double LEAST_SHRINK = 0.1, MOST_SHRINK = 0.5, LEAST_SHARE = 1e-20;

  /** A step that promises less than so much of the objective is not worth a pass. */
  private static final double WORTHLESS = 1e-20;

  /** A step is as it was solved for if the projection changed no more than this share of it. */
  private static final double SETTLED = 0.1;

  private final CompositeFunction function;
  private final Separable separable;
  private final Target target;
  private final double reference;
  private final int mostPasses;
  private final int mostSteps;
  private double damping = FIRST_DAMPING;
  private double curvature; // the largest seen along a direction
  private boolean settled; // whether the last step ended where it was meant to

  /**
   * @param reference norm of the gradient that others are relative to
   * @param mostPasses after which it gives up
   * @param maxSteps after which it gives up as well
   */
  ProjectedNewton(
      CompositeFunction function, Target target, double reference, int mostPasses, int maxSteps) {
    mostSteps = Math.min(maxSteps, MOST_STEPS);
    this.mostPasses = mostPasses;
    this.function = function;
    this.target = target;
    this.reference = reference;
    separable = function.separable();
  }

  /** Where it ended and why. */
  Descent run(Evaluation start) {
    Evaluation at = start;
    boolean grows = false;
    int steps = 0;
    while (steps < mostSteps && function.passes() < mostPasses && !target.reached(at)) {
      double[] slopes = separable.slopes(at.point(), at.gradient());
      double[] step = solve(at, slopes);
      Evaluation next = search(at, slopes, step);
      if (next == null) {
        return new Descent(at, steps, FinishEnd.PRECISION);
      }
      double[] taken = Vectors.sum(next.point(), -1, at.point());
      grows = target.grows(Vectors.size(taken), next);
      settled = Vectors.norm(Vectors.sum(taken, -1, step)) <= SETTLED * Vectors.norm(step);
      damping = settled ? damping / 4 : Math.min(MOST_DAMPING, 2 * damping);
      at = next;
      steps++;
      function.accepted(at);
    }
    FinishEnd reached = grows ? FinishEnd.UNBOUNDED : FinishEnd.CONVERGED;
    return new Descent(at, steps, target.reached(at) ? reached : FinishEnd.LIMIT);
  }

  /** The first point along the way that is low enough; null if rounding hides all of them. */
  private Evaluation search(Evaluation at, double[] slopes, double[] step) {
    for (double share = 1; share > LEAST_SHARE; ) {
      double[] point = at.point().clone();
      double slope = 0;
      for (int i = 0; i < point.length; i++) {
        point[i] = separable.stopped(i, point[i], share * step[i], slopes[i]);
        slope += slopes[i] * (point[i] - at.point()[i]);
      }
      if (slope >= 0) { // so many coordinates stopped that the way does not lead down
        share *= LEAST_SHRINK;
        continue;
      }
      if (-slope <= WORTHLESS * Math.abs(at.value())) {
        return null;
      }
      Evaluation next = function.at(point, false);
      if (Target.accepts(at, next, -slope)) {
        return next;
      }
      if (Target.lost(-slope, at)) {
        return null;
      }
      double excess = next.value() - at.value() - slope; // over the tangent
      double lowest = excess > 0 ? -0.5 * slope / excess : LEAST_SHRINK; // of a parabola
      share *= Math.max(LEAST_SHRINK, Math.min(MOST_SHRINK, lowest));
    }
    return null;
  }

  private double[] solve(Evaluation at, double[] slopes) {
    int n = slopes.length;
    double[] step = new double[n], residual = new double[n];
    boolean[] free = new boolean[n];
    if (curvature == 0) {
      observe(slopes, function.times(at.point(), slopes));
    }
    for (int i = 0; i < n; i++) {
      double x = at.point()[i], plain = curvature > 0 ? -slopes[i] / curvature : 0;
      if (slopes[i] != 0 && separable.stopped(i, x, plain, slopes[i]) != x + plain) {
        step[i] = plain;
      } else {
        free[i] = slopes[i] != 0 || separable.smooth(i, x);
        residual[i] = -slopes[i];
      }
    }
    double shift = damping * curvature * Math.min(1, at.norm() / reference);
    double[] direction = residual.clone();
    double square = Vectors.dot(residual, residual);
    double most = settled ? MOST_RESIDUAL : LOOSE_RESIDUAL;
    double enough = Math.sqrt(square) * Math.min(most, Math.sqrt(at.norm() / reference));
    for (int products = 0; products < MOST_PRODUCTS && Math.sqrt(square) > enough; products++) {
      double[] product = function.times(at.point(), direction);
      observe(direction, product);
      Vectors.add(shift, direction, product);
      double bend = Vectors.dot(direction, product); // the direction is 0 where not free
      if (!(bend > 0)) {
        Vectors.add(products > 0 ? 0 : 1, direction, step);
        break;
      }
      double length = square / bend, before = square;
      for (int i = 0; i < n; i++) {
        step[i] += length * direction[i];
        residual[i] = free[i] ? residual[i] - length * product[i] : 0;
      }
      square = Vectors.dot(residual, residual);
      for (int i = 0; i < n; i++) {
        direction[i] = residual[i] + square / before * direction[i];
      }
    }
    return step;
  }

  /** direction' H direction; keeps the largest curvature that was seen. */
  private double observe(double[] direction, double[] product) {
    double bend = Vectors.dot(direction, product);
    curvature = Math.max(curvature, bend / Vectors.dot(direction, direction));
    return bend;
  }
}
