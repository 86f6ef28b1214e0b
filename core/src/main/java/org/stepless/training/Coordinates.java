package org.stepless.training;

import java.io.Serializable;

/**
 * The coordinates in which a linear model is trained: those of standardised features, without ever
 * touching the features themselves.
 *
 * <p>With scale sigma_j and centre mu_j of column j, the trained point z stands for the model
 *
 * <pre>w_jk = z_jk / sigma_j,   b_k = z_bk - sum_j mu_j w_jk</pre>
 *
 * which gives on row v the margin (v - mu) / sigma · z + z_b. Gradients by the model turn into
 * gradients by z with the transposed map. Both cost one pass over the coefficients; sparse rows
 * stay sparse although they are centred.
 */
public final class Coordinates implements Serializable {
  private static final long serialVersionUID = 1L;

  private final int outputs;
  private final double[] inverseScale;
  private final double[] centre;

  /**
   * @param outputs number of outputs K
   * @param scale sigma of every column; a column of scale 0 is constant and keeps coefficient 0
   * @param centre mu of every column, or null for none; needs intercepts
   */
  public Coordinates(int outputs, double[] scale, double[] centre) {
    this.outputs = outputs;
    inverseScale = new double[scale.length];
    for (int j = 0; j < scale.length; j++) {
      inverseScale[j] = scale[j] > 0 ? 1 / scale[j] : 0;
    }
    this.centre = centre == null ? null : centre.clone();
  }

  /** Writes the model of point {@code z}; both hold coefficients, then intercepts if fitted. */
  public void toModel(double[] z, double[] model) {
    int coefficients = inverseScale.length * outputs;
    System.arraycopy(z, coefficients, model, coefficients, z.length - coefficients);
    for (int j = 0, i = 0; j < inverseScale.length; j++) {
      double factor = inverseScale[j];
      double shift = centre == null ? 0 : centre[j];
      for (int k = 0; k < outputs; k++, i++) {
        model[i] = factor * z[i];
        if (shift != 0) {
          model[coefficients + k] -= shift * model[i];
        }
      }
    }
  }

  /** The point of a model; columns that are constant have coordinate 0. */
  public double[] toPoint(double[] model) {
    double[] z = model.clone();
    int coefficients = inverseScale.length * outputs;
    for (int j = 0, i = 0; j < inverseScale.length; j++) {
      for (int k = 0; k < outputs; k++, i++) {
        z[i] = inverseScale[j] == 0 ? 0 : model[i] / inverseScale[j];
        if (centre != null) {
          z[coefficients + k] += centre[j] * model[i];
        }
      }
    }
    return z;
  }

  /** Turns a gradient by the model into the gradient by the point, in place. */
  public void toPointGradient(double[] gradient) {
    int coefficients = inverseScale.length * outputs;
    for (int j = 0, i = 0; j < inverseScale.length; j++) {
      double factor = inverseScale[j];
      double shift = centre == null ? 0 : centre[j];
      for (int k = 0; k < outputs; k++, i++) {
        double own = shift == 0 ? gradient[i] : gradient[i] - shift * gradient[coefficients + k];
        gradient[i] = factor * own;
      }
    }
  }
}
