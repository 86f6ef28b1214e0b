package org.stepless.training;

import java.io.Serializable;
import java.util.Arrays;
import org.stepless.data.Correlations;

/**
 * The linear map that takes correlated columns to uncorrelated ones of variance 1: t = M u, with M
 * the inverse of the lower Cholesky factor of the columns' correlation matrix R.
 *
 * <p>In such coordinates the level sets of a squared error are spheres, those of other losses about
 * so, and methods that scale coordinates one by one (Adam, Prodigy) need no rotation to converge
 * fast. R is shrunk a little towards the unit matrix, so that directions without spread are not
 * blown up and M always exists.
 */
final class Decorrelation implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Directions with less than this share of a column's variance count as having that share. */
  private static final double SHRINKAGE = 1e-3;

  private final int columns;
  private final double[] inverse; // M, row by row, zeros above the diagonal

  Decorrelation(Correlations correlations) {
    columns = correlations.columns();
    inverse = inverseOfLower(cholesky(correlations), columns);
  }

  /** L with L L' = R. */
  private static double[] cholesky(Correlations correlations) {
    int n = correlations.columns();
    double[] factor = new double[n * n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j <= i; j++) {
        double sum = i == j ? 1 : (1 - SHRINKAGE) * correlations.get(i, j);
        for (int k = 0; k < j; k++) {
          sum -= factor[i * n + k] * factor[j * n + k];
        }
        factor[i * n + j] = i == j ? Math.sqrt(sum) : sum / factor[j * n + j];
      }
    }
    return factor;
  }

  private static double[] inverseOfLower(double[] factor, int n) {
    double[] inverse = new double[n * n];
    for (int j = 0; j < n; j++) {
      inverse[j * n + j] = 1 / factor[j * n + j];
      for (int i = j + 1; i < n; i++) {
        double sum = 0;
        for (int k = j; k < i; k++) {
          sum += factor[i * n + k] * inverse[k * n + j];
        }
        inverse[i * n + j] = -sum / factor[i * n + i];
      }
    }
    return inverse;
  }

  int columns() {
    return columns;
  }

  /** Writes coefficients of u for coefficients {@code z} of t: y = M' z, for every output. */
  void toCorrelated(double[] z, double[] y, int outputs) {
    Arrays.fill(y, 0, columns * outputs, 0);
    for (int i = 0; i < columns; i++) {
      for (int j = 0; j <= i; j++) {
        add(inverse[i * columns + j], z, i * outputs, y, j * outputs, outputs);
      }
    }
  }

  /** Turns coefficients of u into those of t, in place. */
  void toUncorrelated(double[] y, int outputs) {
    for (int i = columns - 1; i >= 0; i--) {
      for (int m = i + 1; m < columns; m++) {
        add(-inverse[m * columns + i], y, m * outputs, y, i * outputs, outputs);
      }
      scale(1 / inverse[i * columns + i], y, i * outputs, outputs);
    }
  }

  /** Turns a gradient by coefficients of u into that by those of t, in place: M g. */
  void toGradient(double[] g, int outputs) {
    for (int i = columns - 1; i >= 0; i--) {
      scale(inverse[i * columns + i], g, i * outputs, outputs);
      for (int j = 0; j < i; j++) {
        add(inverse[i * columns + j], g, j * outputs, g, i * outputs, outputs);
      }
    }
  }

  private static void add(double factor, double[] a, int at, double[] to, int toAt, int n) {
    for (int k = 0; k < n; k++) {
      to[toAt + k] += factor * a[at + k];
    }
  }

  private static void scale(double factor, double[] a, int at, int n) {
    for (int k = 0; k < n; k++) {
      a[at + k] *= factor;
    }
  }
}
