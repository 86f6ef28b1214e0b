package org.stepless.data;

/** Loops over the outputs of a model; simple enough for the compiler to vectorise. */
final class Outputs {
  private Outputs() {}

  /** {@code y[yAt + k] += a * x[xAt + k]} for k below n. */
  static void add(double a, double[] x, int xAt, double[] y, int yAt, int n) {
    for (int k = 0; k < n; k++) {
      y[yAt + k] += a * x[xAt + k];
    }
  }
}
