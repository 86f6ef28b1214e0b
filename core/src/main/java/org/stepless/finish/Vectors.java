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

  /**
   * The largest magnitude, apart from what is the same for all outputs: that changes no loss of
   * several outputs, and is rounding in the solution of a singular system.
   *
   * @param outputs entry i * outputs + k is that of output k
   */
  static double size(double[] a, int outputs) {
    if (outputs == 1) {
      return size(a);
    }
    double largest = 0;
    for (int i = 0; i < a.length; i += outputs) {
      double mean = 0;
      for (int k = 0; k < outputs; k++) {
        mean += a[i + k] / outputs;
      }
      for (int k = 0; k < outputs; k++) {
        largest = Math.max(largest, Math.abs(a[i + k] - mean));
      }
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
