package org.stepless.training;

import java.io.Serializable;

/**
 * The direction of the mean row, for models without an intercept: the symmetric map
 *
 * <pre>u = z - (1 - 1 / sqrt(1 + |m|^2)) m m' z / |m|^2 = (I + m m')^(-1/2) z</pre>
 *
 * on the coefficients of columns of mean m, variance 1 and no correlation, whose second moments are
 * {@code I + m m'}. In z they are those of the unit matrix: without it, a column of mean 1e5 and
 * deviation 1 curves a loss 1e10 times as much along m as across, where all that can be learnt from
 * deviations lies, and steps that suit the one are useless for the other. Costs two passes over the
 * coefficients.
 */
final class MeanDirection implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Means whose squares have a smaller sum curve no loss so much that it would matter. */
  private static final double SMALLEST = 1;

  private final double[] direction; // of length 1
  private final double[] correlated; // the direction as coefficients of correlated columns
  private final double root; // sqrt(1 + |m|^2)

  private MeanDirection(double[] direction, double[] correlated, double root) {
    this.direction = direction;
    this.correlated = correlated;
    this.root = root;
  }

  /**
   * @param means of the uncorrelated columns, in units of their deviations
   * @param decorrelation that made them uncorrelated; null if they were taken as such
   * @return null if the means are small
   */
  static MeanDirection of(double[] means, Decorrelation decorrelation) {
    double largest = 0;
    for (double mean : means) {
      largest = Math.max(largest, Math.abs(mean));
    }
    if (largest == 0) {
      return null;
    }
    double sum = 0; // of squares that cannot overflow
    for (double mean : means) {
      sum += mean / largest * (mean / largest);
    }
    double length = largest * Math.sqrt(sum);
    if (length * length < SMALLEST) {
      return null;
    }
    double[] direction = means.clone();
    for (int j = 0; j < direction.length; j++) {
      direction[j] /= length;
    }
    double[] correlated = direction;
    if (decorrelation != null) {
      correlated = new double[direction.length];
      decorrelation.toCorrelated(direction, correlated, 1);
    }
    return new MeanDirection(direction, correlated, Math.hypot(1, length));
  }

  /**
   * Adds to coefficients {@code u} of the correlated columns what the map takes off those that
   * {@code z} stands for, for every output.
   */
  void addShrinkage(double[] z, double[] u, int outputs) {
    add(z, 1 / root, correlated, u, outputs);
  }

  /** The map, in place, on the coefficients of every output; also that of gradients. */
  void shrink(double[] z, int outputs) {
    add(z, 1 / root, direction, z, outputs);
  }

  /** Its inverse, in place. */
  void stretch(double[] u, int outputs) {
    add(u, root, direction, u, outputs);
  }

  /** Adds what multiplying the part of z along the direction by a factor changes. */
  private void add(double[] z, double factor, double[] what, double[] to, int outputs) {
    for (int k = 0; k < outputs; k++) {
      double along = 0;
      for (int j = 0, i = k; j < direction.length; j++, i += outputs) {
        along += direction[j] * z[i];
      }
      along *= factor - 1;
      for (int j = 0, i = k; j < direction.length; j++, i += outputs) {
        to[i] += along * what[j];
      }
    }
  }
}
