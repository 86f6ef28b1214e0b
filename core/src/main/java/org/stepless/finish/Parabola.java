package org.stepless.finish;

/**
 * A parabola g'(u - x) + 1/2 (u - x)' H (u - x), with an L1 penalty and bounds, and its minimum.
 *
 * <p>Two kinds of steps take turns. Coordinate descent finds which coordinates are 0 or at a bound;
 * it is quick at that, but slow where columns are correlated. Newton's step on the others, by a
 * Cholesky factor, ends there at once; it stops where a coordinate meets 0 or a bound. Both lower
 * the parabola.
 *
 * <p>Source: Friedman, Hastie, Tibshirani, "Regularization Paths for Generalized Linear Models via
 * Coordinate Descent", 2010; Moré, Toraldo, "On the solution of large quadratic programming
 * problems with bound constraints", 1991, for the turns.
 */
final class Parabola {
  /** As many sweeps a round as cost about what its Cholesky factor does. */
  private static final int LEAST_SWEEPS = 4, COLUMNS_A_SWEEP = 12;

  private static final int MOST_ROUNDS = 200;
  private static final double LEAST_PIVOT = 1e-13, LEAST_SHIFT = 1e-11, MOST_SHIFT = 1e9;

  /** Slopes below so much of what they are differences of are rounding. */
  private static final double ROUNDING = 1e-14;

  private final Separable separable;
  private final int n;
  private final double[] x;
  private final double[] gradient; // at x
  private final double[] matrix; // n x n
  private final double scale;
  private final double[] point;
  private double[] slope; // gradient at the point

  /**
   * @param hessian lower triangle
   * @param shift is added to its diagonal
   */
  Parabola(Separable separable, double[] x, double[] gradient, double[] hessian, double shift) {
    this.separable = separable;
    this.x = x;
    this.gradient = gradient;
    n = x.length;
    matrix = new double[n * n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j <= i; j++) {
        double value = hessian[Packed.row(i) + j];
        matrix[i * n + j] = value;
        matrix[j * n + i] = value;
      }
      matrix[i * n + i] += shift;
    }
    double largest = Packed.largestDiagonal(hessian, n);
    scale = largest > 0 ? largest : 1;
    point = x.clone();
    slope = gradient.clone();
  }

  /**
   * The minimum.
   *
   * @param enough norm of the slopes that counts as 0
   */
  double[] minimum(double enough) {
    int sweeps = Math.max(LEAST_SWEEPS, n / COLUMNS_A_SWEEP);
    double rounding = ROUNDING * Vectors.norm(gradient);
    for (int round = 0; round < MOST_ROUNDS; round++) {
      // A coordinate cannot be told to more than its last digit.
      double least = rounding + ROUNDING * scale * Vectors.norm(point);
      if (norm() <= Math.max(enough, least)) {
        break;
      }
      boolean moved = sweep(false);
      for (int again = 1; again < sweeps && sweep(true); again++) {}
      moved |= solveSmooth();
      if (!moved) { // by rounding
        break;
      }
      slope = gradient.clone();
      addProduct(difference(), slope);
    }
    return point;
  }

  /** By how much the parabola without shift, penalty included, is lower at the point than at x. */
  double promised(double shift) {
    double[] step = difference();
    double sum = -shift * Vectors.dot(step, step);
    for (int i = 0; i < n; i++) {
      sum += step[i] * (slope[i] - gradient[i]);
    }
    sum *= 0.5;
    for (int i = 0; i < n; i++) {
      sum += separable.change(i, x[i], point[i], gradient[i]);
    }
    return -sum;
  }

  private double norm() {
    return Vectors.norm(separable.slopes(point, slope));
  }

  private double[] difference() {
    return Vectors.sum(point, -1, x);
  }

  /** Takes each coordinate to its own minimum; tells whether one moved. */
  private boolean sweep(boolean onlySmooth) {
    boolean moved = false;
    for (int i = 0; i < n; i++) {
      double before = point[i];
      if (onlySmooth && !separable.smooth(i, before)) {
        continue;
      }
      double curvature = Math.max(matrix[i * n + i], LEAST_SHIFT * scale);
      point[i] = separable.lowest(i, before, slope[i], curvature);
      addColumn(i, point[i] - before, slope);
      moved |= Math.abs(point[i] - before) > Math.ulp(before);
    }
    return moved;
  }

  /** Newton's step on the coordinates around which all is smooth; tells whether they moved. */
  private boolean solveSmooth() {
    int[] free = new int[n];
    int m = 0;
    for (int i = 0; i < n; i++) {
      if (separable.smooth(i, point[i])) {
        free[m++] = i;
      }
    }
    double[] packed = new double[Packed.length(m)], minus = new double[m];
    for (int a = 0; a < m; a++) {
      minus[a] = -separable.slope(free[a], point[free[a]], slope[free[a]]);
      for (int b = 0; b <= a; b++) {
        packed[Packed.row(a) + b] = matrix[free[a] * n + free[b]];
      }
    }
    double[] solution = solve(packed, m, minus), step = new double[n];
    for (int a = 0; a < m; a++) {
      step[free[a]] = solution[a];
    }
    return move(step);
  }

  private double[] solve(double[] packed, int m, double[] minus) {
    for (double shift = 0; shift < MOST_SHIFT; shift = Math.max(100 * shift, LEAST_SHIFT)) {
      double[] step = Packed.solve(packed, m, shift * scale, LEAST_PIVOT * scale, minus);
      if (step != null) {
        return step;
      }
    }
    throw new ArithmeticException(
        "the Hessian of the objective is not finite; look for features of extreme size");
  }

  /**
   * Goes the step with every coordinate stopped on its own, or up to where the first one is, which
   * always goes down: whichever goes lower.
   */
  private boolean move(double[] step) {
    double[] each = new double[n], shares = new double[n];
    double first = 1;
    for (int i = 0; i < n; i++) {
      each[i] = separable.stopped(i, point[i], step[i], 0);
      boolean stopped = each[i] != point[i] + step[i];
      shares[i] = stopped ? (each[i] - point[i]) / step[i] : 2;
      first = Math.min(first, shares[i]);
    }
    double[] best = each;
    if (first < 1) {
      double[] all = Vectors.sum(point, first, step);
      for (int i = 0; i < n; i++) {
        all[i] = shares[i] <= first ? each[i] : all[i];
      }
      best = change(each) <= change(all) ? each : all;
    }
    if (!(change(best) < 0)) {
      return false;
    }
    System.arraycopy(best, 0, point, 0, n);
    return true;
  }

  /** Of parabola and penalty from the point to another. */
  private double change(double[] other) {
    double[] step = Vectors.sum(other, -1, point), product = new double[n];
    addProduct(step, product);
    double sum = 0.5 * Vectors.dot(step, product);
    for (int i = 0; i < n; i++) {
      sum += separable.change(i, point[i], other[i], slope[i]);
    }
    return sum;
  }

  private void addProduct(double[] step, double[] to) {
    for (int i = 0; i < n; i++) {
      addColumn(i, step[i], to);
    }
  }

  private void addColumn(int i, double factor, double[] to) {
    if (factor == 0) {
      return;
    }
    for (int j = 0, at = i * n; j < n; j++, at++) {
      to[j] += factor * matrix[at];
    }
  }
}
