package org.stepless.finish;

import java.util.function.IntPredicate;

/** Symmetric matrices as their lower triangle, row by row: row i begins at i (i + 1) / 2. */
final class Packed {
  private Packed() {}

  static int length(int n) {
    return Math.multiplyExact(n, n + 1) / 2;
  }

  /** Rows of a matrix that has so many entries. */
  static int rows(int length) {
    return (int) ((Math.sqrt(8.0 * length + 1) - 1) / 2);
  }

  /** Where row i begins. */
  static int row(int i) {
    return i * (i + 1) / 2;
  }

  /** Where entry (i, j) is; i and j in any order. */
  static int at(int i, int j) {
    return i >= j ? row(i) + j : row(j) + i;
  }

  /** The largest entry of the diagonal; at least 0. */
  static double largestDiagonal(double[] matrix, int n) {
    double largest = 0;
    for (int i = 0; i < n; i++) {
      largest = Math.max(largest, matrix[row(i) + i]);
    }
    return largest;
  }

  /**
   * Solves (A + shift I) x = b by Cholesky's method; where row and b are 0, x is.
   *
   * @param least pivots that are not above this end it
   * @return x; null if A + shift I is not safely positive definite
   */
  static double[] solve(double[] matrix, int n, double shift, double least, double[] b) {
    double[] factor = factor(matrix, n, shift, least, i -> matrix[row(i) + i] == 0 && b[i] == 0);
    if (factor == null) {
      return null;
    }
    double[] x = b.clone();
    forward(factor, n, x);
    backward(factor, n, x);
    return x;
  }

  /**
   * Cholesky's factor L of A + shift I.
   *
   * @param least pivots that are not above this end it
   * @param absent rows that count as those of I, as those of constant columns, which are 0
   * @return null if A + shift I is not safely positive definite
   */
  static double[] factor(double[] matrix, int n, double shift, double least, IntPredicate absent) {
    double[] factor = matrix.clone();
    for (int i = 0; i < n; i++) {
      int rowI = row(i);
      for (int j = 0; j < i; j++) {
        int rowJ = row(j);
        factor[rowI + j] =
            (factor[rowI + j] - dot(factor, rowI, factor, rowJ, j)) / factor[rowJ + j];
      }
      boolean one = absent.test(i);
      double pivot = one ? 1 : factor[rowI + i] + shift - dot(factor, rowI, factor, rowI, i);
      if (!(one || pivot > least)) {
        return null;
      }
      factor[rowI + i] = Math.sqrt(pivot);
    }
    return factor;
  }

  /** Replaces b by the solution of L x = b. */
  static void forward(double[] factor, int n, double[] b) {
    for (int i = 0; i < n; i++) {
      int rowI = row(i);
      b[i] = (b[i] - dot(factor, rowI, b, 0, i)) / factor[rowI + i];
    }
  }

  /** Replaces b by the solution of L' x = b. */
  static void backward(double[] factor, int n, double[] b) {
    for (int i = n - 1; i >= 0; i--) {
      int rowI = row(i);
      b[i] /= factor[rowI + i];
      for (int j = 0; j < i; j++) {
        b[j] -= factor[rowI + j] * b[i];
      }
    }
  }

  /** Four accumulators: a single chain of additions would wait for each one's latency. */
  private static double dot(double[] a, int atA, double[] b, int atB, int n) {
    double s0 = 0, s1 = 0, s2 = 0, s3 = 0;
    int k = 0;
    for (; k + 3 < n; k += 4) {
      s0 += a[atA + k] * b[atB + k];
      s1 += a[atA + k + 1] * b[atB + k + 1];
      s2 += a[atA + k + 2] * b[atB + k + 2];
      s3 += a[atA + k + 3] * b[atB + k + 3];
    }
    for (; k < n; k++) {
      s0 += a[atA + k] * b[atB + k];
    }
    return (s0 + s1) + (s2 + s3);
  }
}
