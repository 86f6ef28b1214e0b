package org.stepless.finish;

/** Sums over the coordinates of a point. */
final class Vectors {
  private Vectors() {}

  static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  static double norm(double[] a) {
    return Math.sqrt(dot(a, a));
  }

  /** The largest magnitude. */
  static double size(double[] a) {
    double largest = 0;
    for (double value : a) {
      largest = Math.max(largest, Math.abs(value));
    }
    return largest;
  }

  /** a + factor * b, as a new array. */
  static double[] sum(double[] a, double factor, double[] b) {
    double[] sum = a.clone();
    add(factor, b, sum);
    return sum;
  }

  static void add(double factor, double[] a, double[] to) {
    for (int i = 0; i < a.length; i++) {
      to[i] += factor * a[i];
    }
  }
}
