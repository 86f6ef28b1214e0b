package org.stepless.methods;

import java.util.Random;

/** A small function to minimise, with its gradient; least value 0 where {@code least} says so. */
interface Problem {
  /** Writes the gradient at {@code x} and returns the loss. */
  double evaluate(double[] x, double[] gradient);

  /**
   * 0.5 sum h_i (x_i - t_i)^2 with curvatures from 1 down to {@code 1 / condition}; least value 0.
   */
  static Problem quadratic(int n, double condition) {
    return (x, gradient) -> {
      double loss = 0;
      for (int i = 0; i < n; i++) {
        double h = Math.pow(condition, -i / (n - 1.0));
        double error = x[i] - Math.cos(3 * i + 1);
        gradient[i] = h * error;
        loss += 0.5 * h * error * error;
      }
      return loss;
    };
  }

  /** Mean of |Ax - b| over random rows, b in the range of A; least value 0. */
  static Problem absolute(int rows, int n, long seed) {
    double[][] a = matrix(rows, n, seed);
    double[] b = new double[rows];
    for (int r = 0; r < rows; r++) {
      for (int i = 0; i < n; i++) {
        b[r] += a[r][i] * Math.cos(3 * i + 1);
      }
    }
    return (x, gradient) -> {
      java.util.Arrays.fill(gradient, 0);
      double loss = 0;
      for (int r = 0; r < rows; r++) {
        double error = dot(a[r], x) - b[r];
        loss += Math.abs(error) / rows;
        for (int i = 0; i < n; i++) {
          gradient[i] += Math.signum(error) * a[r][i] / rows;
        }
      }
      return loss;
    };
  }

  /** Mean of log(1 + exp(-y (a, x))) over random rows with noisy labels, not separable. */
  static Problem logistic(int rows, int n, long seed) {
    double[][] a = matrix(rows, n, seed);
    Random random = new Random(seed + 1);
    double[] y = new double[rows];
    for (int r = 0; r < rows; r++) {
      y[r] = a[r][0] - 0.5 * a[r][1] + random.nextGaussian() > 0 ? 1 : -1;
    }
    return (x, gradient) -> {
      java.util.Arrays.fill(gradient, 0);
      double loss = 0;
      for (int r = 0; r < rows; r++) {
        double margin = y[r] * dot(a[r], x);
        loss +=
            (margin > 0 ? Math.log1p(Math.exp(-margin)) : Math.log1p(Math.exp(margin)) - margin);
        double slope = -y[r] / (1 + Math.exp(margin));
        for (int i = 0; i < n; i++) {
          gradient[i] += slope * a[r][i] / rows;
        }
      }
      return loss / rows;
    };
  }

  /** This problem with loss and gradient multiplied. */
  default Problem times(double factor) {
    return (x, gradient) -> {
      double loss = evaluate(x, gradient);
      for (int i = 0; i < gradient.length; i++) {
        gradient[i] *= factor;
      }
      return factor * loss;
    };
  }

  /**
   * The least value, by many steps of gradient descent; for smooth problems with curvature <= 1.
   */
  default double descend(int n, int steps) {
    double[] x = new double[n];
    double[] gradient = new double[n];
    for (int k = 0; k < steps; k++) {
      evaluate(x, gradient);
      for (int i = 0; i < n; i++) {
        x[i] -= gradient[i];
      }
    }
    return evaluate(x, gradient);
  }

  private static double[][] matrix(int rows, int n, long seed) {
    Random random = new Random(seed);
    double[][] a = new double[rows][n];
    for (double[] row : a) {
      for (int i = 0; i < n; i++) {
        row[i] = random.nextGaussian();
      }
    }
    return a;
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }
}
