package org.stepless.spark.models;

import java.util.Arrays;
import org.apache.spark.ml.linalg.Matrix;
import org.apache.spark.ml.linalg.Vector;

/**
 * The weights of a linear model.
 *
 * @param coefficients coefficient of column j for output k at {@code j*K+k}
 * @param intercepts one an output; 0 where none is fitted
 */
public record LinearWeights(double[] coefficients, double[] intercepts) {

  /** The weights of a trained model: coefficients, then intercepts if they are fitted. */
  public static LinearWeights of(double[] model, int outputs, boolean intercept) {
    int n = model.length - (intercept ? outputs : 0);
    return new LinearWeights(
        Arrays.copyOf(model, n),
        intercept ? Arrays.copyOfRange(model, n, n + outputs) : new double[outputs]);
  }

  /** The weights of a model of one output. */
  public static LinearWeights of(Vector coefficients, double intercept) {
    return new LinearWeights(coefficients.toArray(), new double[] {intercept});
  }

  /** The weights of a model with one row of coefficients an output. */
  public static LinearWeights of(Matrix coefficients, Vector intercepts) {
    // Column-major values of the K x p matrix have the coefficient of column j for k at j*K+k.
    return new LinearWeights(coefficients.toArray(), intercepts.toArray());
  }

  /** Number of outputs. */
  public int outputs() {
    return intercepts.length;
  }

  /** Features of a row. */
  public int columns() {
    return coefficients.length / intercepts.length;
  }

  /** As a point of training starts: coefficients, then intercepts if they are fitted. */
  public double[] start(boolean intercept) {
    double[] start = Arrays.copyOf(coefficients, coefficients.length + (intercept ? outputs() : 0));
    System.arraycopy(intercepts, 0, start, coefficients.length, start.length - coefficients.length);
    return start;
  }

  /**
   * Requires that this initial model fits what is trained.
   *
   * @throws IllegalArgumentException saying in what it does not
   */
  public LinearWeights requireShape(int columns, int outputs, boolean intercept) {
    if (columns() != columns || outputs() != outputs) {
      throw new IllegalArgumentException(
          "the initial model has %d features and %d outputs, the data ask for %d and %d"
              .formatted(columns(), outputs(), columns, outputs));
    }
    if (!intercept && Arrays.stream(intercepts).anyMatch(b -> b != 0)) {
      throw new IllegalArgumentException(
          "the initial model has an intercept, but fitIntercept is false");
    }
    return this;
  }
}
