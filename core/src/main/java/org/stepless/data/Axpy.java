package org.stepless.data;

/**
 * {@code y = y + a x}, as BLAS names it, for vectors as long as a model has outputs. Four at a time
 * touch y a quarter as often, which is what counts for 10 or 26 outputs.
 */
final class Axpy {
  private Axpy() {}

  /** {@code y[yAt + k] += a * x[xAt + k]} for k below n. */
  static void add(double a, double[] x, int xAt, double[] y, int yAt, int n) {
    for (int k = 0; k < n; k++) {
      y[yAt + k] += a * x[xAt + k];
    }
  }

  /** Adds four vectors, which start at xa, xb, xc and xd in x, with factors a, b, c and d. */
  static void add(
      double a,
      double b,
      double c,
      double d,
      double[] x,
      int xa,
      int xb,
      int xc,
      int xd,
      double[] y,
      int yAt,
      int n) {
    for (int k = 0; k < n; k++) {
      y[yAt + k] += a * x[xa + k] + b * x[xb + k] + (c * x[xc + k] + d * x[xd + k]);
    }
  }
}
