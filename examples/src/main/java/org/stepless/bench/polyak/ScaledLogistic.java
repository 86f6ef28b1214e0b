package org.stepless.bench.polyak;

import dev.ludovic.netlib.lapack.LAPACK;
import java.util.Arrays;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.netlib.util.intW;
import org.stepless.bench.common.ClassSet;
import org.stepless.data.RowBlock;
import org.stepless.data.RowBlockBuilder;
import org.stepless.losses.Logistic;
import org.stepless.losses.Objective;

/**
 * Logistic regression as the papers on stochastic Polyak steps pose it: columns divided by their
 * largest absolute value, a column of ones, the penalty 1/(2n) |x|^2 on all coefficients.
 */
public final class ScaledLogistic {
  private static final int MOST_NEWTON_STEPS = 100;
  private static final double SMALLEST_GRADIENT = 1e-13;

  private final RowBlock rows;
  private final Objective objective;

  private ScaledLogistic(RowBlock rows) {
    this.rows = rows;
    double[] penalty = new double[rows.columns()];
    Arrays.fill(penalty, 1.0 / rows.rows());
    objective = new Objective(new Logistic(), rows.columns(), false, penalty);
  }

  /** The problem of a frame with the columns {@code label} (0 or 1) and {@code features}. */
  public static ScaledLogistic of(Dataset<Row> data) {
    return of(ClassSet.block(data, new Logistic()));
  }

  /** The problem of rows of two classes. */
  public static ScaledLogistic of(RowBlock rows) {
    return new ScaledLogistic(scaled(rows));
  }

  private static RowBlock scaled(RowBlock raw) {
    int columns = raw.columns();
    int[] indices = new int[columns];
    double[] values = new double[columns];
    double[] largest = new double[columns];
    for (int row = 0; row < raw.rows(); row++) {
      for (int i = raw.copyRow(row, indices, values) - 1; i >= 0; i--) {
        largest[indices[i]] = Math.max(largest[indices[i]], Math.abs(values[i]));
      }
    }
    RowBlockBuilder builder = new RowBlockBuilder(columns + 1, raw.rows());
    for (int row = 0; row < raw.rows(); row++) {
      int count = raw.copyRow(row, indices, values);
      int[] own = Arrays.copyOf(indices, count + 1);
      double[] scaled = Arrays.copyOf(values, count + 1);
      for (int i = 0; i < count; i++) {
        scaled[i] /= largest[own[i]] > 0 ? largest[own[i]] : 1;
      }
      own[count] = columns;
      scaled[count] = 1;
      builder.addSparse(own, scaled, raw.label(row), 1);
    }
    return builder.build();
  }

  public RowBlock rows() {
    return rows;
  }

  public Objective objective() {
    return objective;
  }

  /** The penalty's factor, which is also the modulus of strong convexity. */
  public double strength() {
    return 1.0 / rows.rows();
  }

  /** The largest Lipschitz constant of a row's gradient, |a|^2 / 4 + 1/n. */
  public double largestSmoothness() {
    int[] indices = new int[rows.columns()];
    double[] values = new double[rows.columns()];
    double largest = 0;
    for (int row = 0; row < rows.rows(); row++) {
      double square = 0;
      for (int i = rows.copyRow(row, indices, values) - 1; i >= 0; i--) {
        square += values[i] * values[i];
      }
      largest = Math.max(largest, square / 4);
    }
    return largest + strength();
  }

  /** The objective at x. */
  public double value(double[] x) {
    return gradient(x, new double[x.length]);
  }

  /** Writes the gradient at x and returns the objective there. */
  public double gradient(double[] x, double[] gradient) {
    Arrays.fill(gradient, 0);
    int n = rows.rows();
    double loss =
        objective.addLossAndGradient(rows, null, 0, n, x, gradient, objective.workspace());
    for (int j = 0; j < gradient.length; j++) {
      gradient[j] /= n;
    }
    return loss / n + objective.addPenaltyGradient(x, gradient);
  }

  /** Euclidean norm of the gradient at x. */
  public double gradientNorm(double[] x) {
    double[] gradient = new double[x.length];
    gradient(x, gradient);
    return norm(gradient);
  }

  private static double norm(double[] a) {
    return Math.sqrt(Arrays.stream(a).map(v -> v * v).sum());
  }

  /**
   * The minimum, by Newton's method with halved steps; its time grows with the square of the
   * columns.
   */
  public double minimum() {
    int d = rows.columns();
    double[] x = new double[d], gradient = new double[d];
    double value = gradient(x, gradient);
    for (int k = 0; k < MOST_NEWTON_STEPS && norm(gradient) > SMALLEST_GRADIENT; k++) {
      double[] direction = gradient.clone();
      intW info = new intW(0);
      LAPACK.getInstance().dposv("U", d, 1, hessian(x), d, direction, d, info);
      if (info.val != 0) {
        throw new ArithmeticException("the Hessian is not positive definite: " + info.val);
      }
      double length = 1, next;
      double[] trial = new double[d];
      do {
        for (int j = 0; j < d; j++) {
          trial[j] = x[j] - length * direction[j];
        }
        next = value(trial);
        length /= 2;
      } while (next > value && length > 1e-10);
      if (next >= value) { // as low as rounding allows
        break;
      }
      x = trial;
      value = gradient(x, gradient);
    }
    return value;
  }

  private double[] hessian(double[] x) {
    int d = rows.columns(), n = rows.rows();
    double[] hessian = new double[d * d];
    int[] indices = new int[d];
    double[] values = new double[d];
    for (int row = 0; row < n; row++) {
      int count = rows.copyRow(row, indices, values);
      double margin = 0;
      for (int i = 0; i < count; i++) {
        margin += values[i] * x[indices[i]];
      }
      double p = 1 / (1 + Math.exp(-margin));
      double weight = p * (1 - p) / n;
      for (int i = 0; i < count; i++) {
        for (int k = 0; k < count; k++) {
          hessian[indices[i] * d + indices[k]] += weight * values[i] * values[k];
        }
      }
    }
    for (int j = 0; j < d; j++) {
      hessian[j * d + j] += strength();
    }
    return hessian;
  }
}
