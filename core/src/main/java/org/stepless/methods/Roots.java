package org.stepless.methods;

/** Inverse roots of many numbers, for rules that need them in sums: those are not vectorised. */
final class Roots {
  private Roots() {}

  /** Replaces the first n squares by 1 / (factor sqrt(square) + eps). */
  static void invert(double[] squares, int n, double factor, double eps) {
    for (int j = 0; j < n; j++) {
      squares[j] = 1 / (factor * Math.sqrt(squares[j]) + eps);
    }
  }
}
