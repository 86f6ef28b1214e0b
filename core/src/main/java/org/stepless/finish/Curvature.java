package org.stepless.finish;

import java.io.Serializable;
import org.stepless.training.Coordinates;

/**
 * The Hessian of an objective at its optimum. Its inverse is what estimates the covariance of
 * coefficients.
 */
public final class Curvature implements Serializable {
  private static final long serialVersionUID = 1L;

  private final double[] hessian; // of the mean over rows, by the point; its lower triangle
  private final Coordinates coordinates;
  private final double weightSum;

  Curvature(double[] hessian, Coordinates coordinates, double weightSum) {
    this.hessian = hessian;
    this.coordinates = coordinates;
    this.weightSum = weightSum;
  }

  /**
   * The diagonal of the inverse of the Hessian by the model, of the sum of the weighted losses of
   * all rows and as many times the penalty as they weigh: for squared errors and log likelihoods
   * that of (A' W A)^-1. Takes p^3 operations for p coefficients.
   *
   * @return one number a coefficient and, behind them, an intercept; null if the Hessian has no
   *     inverse, as with collinear or constant columns
   */
  public double[] inverseDiagonal() {
    int n = Packed.rows(hessian.length);
    double[] factor = Packed.factor(hessian, n, 0, Newton.leastPivot(hessian, n), i -> false);
    if (factor == null) {
      return null;
    }
    double[] diagonal = new double[n];
    for (int i = 0; i < n; i++) {
      double[] byPoint = new double[n]; // the derivative of the model's entry i
      byPoint[i] = 1;
      coordinates.toPointGradient(byPoint);
      Packed.forward(factor, n, byPoint);
      diagonal[i] = Vectors.dot(byPoint, byPoint) / weightSum;
    }
    return diagonal;
  }
}
