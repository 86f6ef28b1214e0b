package org.stepless.losses;

import java.io.Serializable;
import java.util.Arrays;
import org.stepless.text.Check;

/** The penalty sum over columns j and outputs k of 1/2 c_j x_jk^2 + a_j |x_jk|. Immutable. */
final class CoefficientPenalty implements Serializable {
  private static final long serialVersionUID = 1;

  private final double[] squares;
  private final double[] magnitudes;

  /**
   * @param squares c_j of every column; null for none
   * @param magnitudes a_j of every column; null for none
   */
  CoefficientPenalty(int columns, double[] squares, double[] magnitudes) {
    this.squares = checked("penalty", columns, squares);
    this.magnitudes = checked("L1 penalty", columns, magnitudes);
  }

  private CoefficientPenalty(double[] squares, double[] magnitudes) {
    this.squares = squares;
    this.magnitudes = magnitudes;
  }

  private static double[] checked(String name, int columns, double[] factors) {
    if (factors == null) {
      return null;
    }
    if (factors.length != columns) {
      throw new IllegalArgumentException(
          "%s must have one factor for each of %d columns, had %d"
              .formatted(name, columns, factors.length));
    }
    for (int j = 0; j < columns; j++) {
      Check.notNegative(name + " of column " + j, factors[j]);
    }
    return factors.clone();
  }

  /** c_j of every column; null for none. */
  double[] squares() {
    return squares;
  }

  /** This, so many times. */
  CoefficientPenalty times(double factor) {
    return new CoefficientPenalty(times(squares, factor), times(magnitudes, factor));
  }

  private static double[] times(double[] values, double factor) {
    return values == null ? null : Arrays.stream(values).map(value -> factor * value).toArray();
  }

  boolean smooth() {
    return magnitudes == null;
  }

  /** a_j. */
  double magnitude(int column) {
    return magnitudes == null ? 0 : magnitudes[column];
  }

  /**
   * Adds c_j x_jk + a_j sign x_jk to the gradient, unless it is null; with sign 0 = 0.
   *
   * @return the penalty
   */
  double add(double[] x, int outputs, double[] gradient) {
    double sum = 0;
    int columns = squares == null ? 0 : squares.length;
    for (int j = 0, i = 0; j < columns; j++) {
      double factor = squares[j];
      for (int end = i + outputs; i < end; i++) {
        sum += factor * x[i] * x[i];
        if (gradient != null) {
          gradient[i] += factor * x[i];
        }
      }
    }
    return 0.5 * sum + (magnitudes == null ? 0 : addMagnitudes(x, outputs, gradient));
  }

  private double addMagnitudes(double[] x, int outputs, double[] gradient) {
    double sum = 0;
    for (int j = 0, i = 0; j < magnitudes.length; j++) {
      double factor = magnitudes[j];
      for (int end = i + outputs; i < end; i++) {
        sum += factor * Math.abs(x[i]);
        if (gradient != null) {
          gradient[i] += factor * Math.signum(x[i]);
        }
      }
    }
    return sum;
  }
}
