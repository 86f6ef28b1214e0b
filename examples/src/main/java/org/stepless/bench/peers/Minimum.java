package org.stepless.bench.peers;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Iterator;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.ArrayRealVector;
import org.apache.commons.math3.linear.RealMatrix;
import org.apache.commons.math3.linear.RealVector;
import org.apache.commons.math3.linear.SingularValueDecomposition;
import org.stepless.data.RowBlock;
import org.stepless.losses.Objective;
import org.stepless.losses.Workspace;
import org.stepless.training.Problem;

/**
 * The minimum of a smooth objective on rows in one array, by L-BFGS with a Wolfe line search, then
 * Newton's steps: what "near the optimum" refers to. Not a solver.
 *
 * <p>Source: Nocedal, Wright, "Numerical Optimization", 2006, algorithms 7.4 and 3.5.
 */
final class Minimum {
  private static final int CORRECTIONS = 20;
  private static final int MOST_TRIALS = 40;
  private static final int MOST_NEWTON_STEPS = 4;

  /** With more coordinates a Hessian by differences takes long. */
  private static final int MOST_POLISHED = 300;

  private static final double DECREASE = 1e-4, CURVATURE = 0.9;

  /** A correction: the step, the change of the gradient, and one over their product. */
  private record Pair(double[] step, double[] change, double rho) {}

  private final RowBlock rows;
  private final Problem problem;
  private final Workspace workspace;
  private final double[] buffer;

  private Minimum(RowBlock rows, Problem problem) {
    this.rows = rows;
    this.problem = problem;
    workspace = problem.objective().workspace();
    buffer = problem.modelBuffer();
  }

  /**
   * What was found.
   *
   * @param model as the objective lays it out
   * @param value of the objective
   */
  record Found(double[] model, double value) {}

  /**
   * The lowest point found from zero.
   *
   * @param problem without penalty, in coordinates that suit the rows
   */
  static Found of(RowBlock rows, Problem problem, int iterations, double tolerance) {
    Minimum minimum = new Minimum(rows, problem);
    return minimum.polished(minimum.search(iterations, tolerance));
  }

  /** Sets the gradient and returns the objective. */
  private double evaluate(double[] x, double[] gradient) {
    Arrays.fill(gradient, 0);
    double[] model = problem.model(x, buffer);
    Objective objective = (Objective) problem.objective();
    double sum =
        objective.addLossAndGradient(rows, null, 0, rows.rows(), model, gradient, workspace);
    return problem.finish(model, gradient, sum, rows.rows());
  }

  private double[] search(int iterations, double tolerance) {
    int n = problem.dimension();
    double[] x = new double[n], gradient = new double[n];
    double value = evaluate(x, gradient);
    Deque<Pair> pairs = new ArrayDeque<>();
    int quiet = 0;
    for (int k = 0; k < iterations && quiet < 3; k++) {
      double[] direction = direction(gradient, pairs);
      double slope = dot(direction, gradient);
      if (!(slope < 0)) {
        if (pairs.isEmpty()) {
          return x;
        }
        pairs.clear();
        continue;
      }
      double length = pairs.isEmpty() ? 1 / Math.sqrt(-slope) : 1, low = 0, high = 0;
      double[] next = new double[n], nextGradient = new double[n];
      double nextValue = value;
      boolean good = false;
      for (int trial = 0; trial < MOST_TRIALS && !good; trial++) {
        for (int i = 0; i < n; i++) {
          next[i] = x[i] + length * direction[i];
        }
        nextValue = evaluate(next, nextGradient);
        if (!(nextValue <= value + DECREASE * length * slope)) {
          high = length;
        } else if (dot(nextGradient, direction) < CURVATURE * slope) {
          low = length;
        } else {
          good = true;
        }
        if (!good) {
          length = high > 0 ? 0.5 * (low + high) : 2 * length;
        }
      }
      if (!(nextValue < value)) {
        return x; // as low as rounding allows
      }
      remember(pairs, x, next, gradient, nextGradient);
      quiet = value - nextValue <= tolerance * Math.abs(nextValue) ? quiet + 1 : 0;
      x = next;
      gradient = nextGradient;
      value = nextValue;
    }
    return x;
  }

  /**
   * Takes Newton's steps, by differences of gradients, while they lower the gradient: they see
   * directions in which the objective is too flat for the search.
   */
  private Found polished(double[] x) {
    int n = problem.dimension();
    double[] at = x, gradient = new double[n];
    double value = evaluate(at, gradient);
    for (int step = 0; step < MOST_NEWTON_STEPS && n <= MOST_POLISHED; step++) {
      RealVector newton =
          new SingularValueDecomposition(hessian(at))
              .getSolver()
              .solve(new ArrayRealVector(gradient));
      double[] next = difference(at, newton.toArray()), nextGradient = new double[n];
      double nextValue = evaluate(next, nextGradient);
      if (!(dot(nextGradient, nextGradient) < dot(gradient, gradient))) {
        break;
      }
      at = next;
      gradient = nextGradient;
      value = nextValue;
    }
    return new Found(problem.model(at, new double[n]), value);
  }

  /** By central differences of gradients. */
  private RealMatrix hessian(double[] x) {
    int n = x.length;
    RealMatrix hessian = new Array2DRowRealMatrix(n, n);
    double[] above = new double[n], below = new double[n];
    for (int i = 0; i < n; i++) {
      double at = x[i], width = 1e-5 * (1 + Math.abs(at));
      x[i] = at + width;
      evaluate(x, above);
      x[i] = at - width;
      evaluate(x, below);
      x[i] = at;
      for (int j = 0; j < n; j++) {
        hessian.setEntry(j, i, (above[j] - below[j]) / (2 * width));
      }
    }
    return hessian.add(hessian.transpose()).scalarMultiply(0.5);
  }

  private static void remember(
      Deque<Pair> pairs, double[] x, double[] next, double[] gradient, double[] nextGradient) {
    double[] step = difference(next, x), change = difference(nextGradient, gradient);
    double product = dot(step, change);
    if (product > 0) {
      pairs.addLast(new Pair(step, change, 1 / product));
      if (pairs.size() > CORRECTIONS) {
        pairs.removeFirst();
      }
    }
  }

  private static double[] direction(double[] gradient, Deque<Pair> pairs) {
    double[] q = gradient.clone();
    double[] alphas = new double[pairs.size()];
    int at = alphas.length;
    for (Iterator<Pair> newest = pairs.descendingIterator(); newest.hasNext(); ) {
      Pair pair = newest.next();
      alphas[--at] = pair.rho() * dot(pair.step(), q);
      add(q, pair.change(), -alphas[at]);
    }
    if (!pairs.isEmpty()) {
      Pair last = pairs.getLast();
      double scale = 1 / (last.rho() * dot(last.change(), last.change()));
      Arrays.setAll(q, i -> q[i] * scale);
    }
    for (Pair pair : pairs) {
      add(q, pair.step(), alphas[at++] - pair.rho() * dot(pair.change(), q));
    }
    Arrays.setAll(q, i -> -q[i]);
    return q;
  }

  private static void add(double[] to, double[] vector, double factor) {
    for (int i = 0; i < to.length; i++) {
      to[i] += factor * vector[i];
    }
  }

  private static double[] difference(double[] a, double[] b) {
    double[] difference = new double[a.length];
    Arrays.setAll(difference, i -> a[i] - b[i]);
    return difference;
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }
}
