package org.stepless.training;

import java.io.Serializable;
import org.stepless.data.Correlations;

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
 *
 * <p>Optionally the point is that of columns that are uncorrelated as well, see {@link
 * Decorrelation}; then both maps cost p / 2 passes over the coefficients of p columns.
 *
 * <p>Without an intercept nothing can be centred, but the means can be large; then the direction
 * that they have in common is scaled on its own, see {@link MeanDirection}.
 */
public final class Coordinates implements Serializable {
  private static final long serialVersionUID = 1L;

  private final int outputs;
  private final double[] inverseScale;
  private final double[] centre;
  private final Decorrelation decorrelation;
  private final MeanDirection means; // null where columns are centred, or as good as that

  /**
   * @param outputs number of outputs K
   * @param scale sigma of every column; a column of scale 0 is constant and keeps coefficient 0
   * @param centre mu of every column, or null for none; needs intercepts behind the coefficients
   */
  public Coordinates(int outputs, double[] scale, double[] centre) {
    this(outputs, scale, centre, null);
  }

  /**
   * @param correlations of the columns; null leaves them as they are
   */
  public Coordinates(int outputs, double[] scale, double[] centre, Correlations correlations) {
    this(outputs, scale, centre, correlations, null);
  }

  /**
   * Coordinates for a model without intercepts.
   *
   * @param means of the columns, which stay in the margins
   * @param correlations of the columns; null leaves them as they are
   */
  public static Coordinates withoutIntercept(
      int outputs, double[] scale, double[] means, Correlations correlations) {
    return new Coordinates(outputs, scale, null, correlations, means);
  }

  private Coordinates(
      int outputs, double[] scale, double[] centre, Correlations correlations, double[] means) {
    decorrelation = correlations == null ? null : new Decorrelation(correlations);
    this.outputs = outputs;
    inverseScale = new double[scale.length];
    for (int j = 0; j < scale.length; j++) {
      inverseScale[j] = scale[j] > 0 ? 1 / scale[j] : 0;
    }
    this.centre = centre == null ? null : centre.clone();
    this.means = means == null ? null : meanDirection(means);
  }

  private MeanDirection meanDirection(double[] means) {
    double[] scaled = means.clone();
    for (int j = 0; j < scaled.length; j++) {
      scaled[j] *= inverseScale[j];
    }
    if (decorrelation != null) {
      decorrelation.toGradient(scaled, 1); // as a gradient, a row becomes one of other columns
    }
    return MeanDirection.of(scaled, decorrelation);
  }

  /** 1 / sigma of a column; 0 if it is constant. */
  public double inverseScale(int column) {
    return inverseScale[column];
  }

  /** The centre of a column; 0 if columns are not centred. */
  public double centre(int column) {
    return centre == null ? 0 : centre[column];
  }

  /** Writes the model of a point; both hold coefficients, then intercepts if fitted. */
  public void toModel(double[] point, double[] model) {
    int coefficients = inverseScale.length * outputs;
    System.arraycopy(point, coefficients, model, coefficients, point.length - coefficients);
    double[] z = point;
    if (decorrelation != null) {
      decorrelation.toCorrelated(point, model, outputs);
      z = model;
    }
    if (means != null) {
      if (z == point) {
        System.arraycopy(point, 0, model, 0, coefficients);
        z = model;
      }
      means.addShrinkage(point, model, outputs);
    }
    if (outputs == 1) {
      for (int j = 0; j < coefficients; j++) {
        model[j] = inverseScale[j] * z[j];
      }
      if (centre != null) {
        model[coefficients] -= dot(centre, model, coefficients);
      }
      return;
    }
    for (int j = 0, i = 0; j < inverseScale.length; j++) {
      double factor = inverseScale[j];
      int end = i + outputs;
      if (centre == null) {
        for (; i < end; i++) {
          model[i] = factor * z[i];
        }
      } else {
        double shift = factor * centre[j];
        for (int b = coefficients; i < end; i++, b++) {
          double value = z[i]; // z may be the model
          model[i] = factor * value;
          model[b] -= shift * value;
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
    if (decorrelation != null) {
      decorrelation.toUncorrelated(z, outputs);
    }
    if (means != null) {
      means.stretch(z, outputs);
    }
    return z;
  }

  /** Turns a gradient by the model into the gradient by the point, in place. */
  public void toPointGradient(double[] gradient) {
    toStandardizedGradient(gradient);
    if (decorrelation != null) {
      decorrelation.toGradient(gradient, outputs);
    }
    if (means != null) {
      means.shrink(gradient, outputs);
    }
  }

  private void toStandardizedGradient(double[] gradient) {
    int coefficients = inverseScale.length * outputs;
    if (outputs == 1) {
      double intercept = centre == null ? 0 : gradient[coefficients];
      double[] shift = centre == null ? inverseScale : centre; // times 0 without a centre
      for (int j = 0; j < coefficients; j++) {
        gradient[j] = inverseScale[j] * (gradient[j] - shift[j] * intercept);
      }
      return;
    }
    for (int j = 0, i = 0; j < inverseScale.length; j++) {
      double factor = inverseScale[j];
      int end = i + outputs;
      if (centre == null) {
        for (; i < end; i++) {
          gradient[i] *= factor;
        }
      } else {
        double shift = centre[j];
        for (int b = coefficients; i < end; i++, b++) {
          gradient[i] = factor * (gradient[i] - shift * gradient[b]);
        }
      }
    }
  }

  /** Four accumulators: a single chain of additions would wait for each one's latency. */
  private static double dot(double[] a, double[] b, int n) {
    double s0 = 0, s1 = 0, s2 = 0, s3 = 0;
    int i = 0;
    for (; i + 3 < n; i += 4) {
      s0 += a[i] * b[i];
      s1 += a[i + 1] * b[i + 1];
      s2 += a[i + 2] * b[i + 2];
      s3 += a[i + 3] * b[i + 3];
    }
    for (; i < n; i++) {
      s0 += a[i] * b[i];
    }
    return (s0 + s1) + (s2 + s3);
  }
}
