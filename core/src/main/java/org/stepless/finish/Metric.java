package org.stepless.finish;

/**
 * A change of coordinates in which the Hessian is nearly the unit matrix, so that conjugate
 * gradients need few products: y = L' x, where L L' has the Hessian's blocks of one output each, as
 * they are at one point.
 */
final class Metric {
  /** Coordinates as they are. */
  static final Metric NONE = new Metric(null);

  /** Blocks are raised by so much of their largest entry, and more until they are definite. */
  private static final double LEAST_SHIFT = 1e-12, GROWTH = 100, MOST_SHIFT = 1e3;

  private static final double LEAST_PIVOT = 1e-13;

  private final double[][] factors; // of every output; null for the unit matrix

  private Metric(double[][] factors) {
    this.factors = factors;
  }

  /**
   * The metric of a Hessian.
   *
   * @param blocks lower triangles, of every output one; of coordinates i * outputs + k
   * @param n coordinates of an output
   */
  static Metric of(double[][] blocks, int n) {
    double[][] factors = new double[blocks.length][];
    for (int k = 0; k < blocks.length; k++) {
      double scale = Packed.largestDiagonal(blocks[k], n), shift = LEAST_SHIFT;
      while (factors[k] == null) {
        double[] block = blocks[k];
        factors[k] =
            Packed.factor(
                block, n, shift * scale, LEAST_PIVOT * scale, i -> block[Packed.row(i) + i] == 0);
        shift *= GROWTH;
        if (!(shift < MOST_SHIFT)) { // not finite
          return NONE;
        }
      }
    }
    return new Metric(factors);
  }

  /** A gradient in the new coordinates. */
  double[] gradient(double[] gradient) {
    return apply(gradient, true);
  }

  /** A step of the new coordinates in the old ones. */
  double[] step(double[] step) {
    return apply(step, false);
  }

  private double[] apply(double[] values, boolean forward) {
    if (factors == null) {
      return values;
    }
    int outputs = factors.length, n = values.length / outputs;
    double[] result = new double[values.length], one = new double[n];
    for (int k = 0; k < outputs; k++) {
      for (int i = 0; i < n; i++) {
        one[i] = values[i * outputs + k];
      }
      if (forward) {
        Packed.forward(factors[k], n, one);
      } else {
        Packed.backward(factors[k], n, one);
      }
      for (int i = 0; i < n; i++) {
        result[i * outputs + k] = one[i];
      }
    }
    return result;
  }
}
