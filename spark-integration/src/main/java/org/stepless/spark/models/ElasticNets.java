package org.stepless.spark.models;

import java.util.Arrays;
import org.apache.spark.ml.linalg.Matrix;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.param.Param;
import org.stepless.losses.Bounds;
import org.stepless.losses.Objective;
import org.stepless.spark.params.BoundParams;
import org.stepless.spark.params.ElasticNetParams;
import org.stepless.spark.params.LinearModelParams;
import org.stepless.spark.rows.BlockData;

/** The penalties and bounds of linear models, made of params. */
public final class ElasticNets {
  private ElasticNets() {}

  /**
   * Checks what can be told without rows.
   *
   * @throws IllegalArgumentException naming the params that do not go together
   */
  public static void check(BoundParams<?, ?> params) {
    if (params.boundsSet() && params.getElasticNetParam() != 0) {
      throw new IllegalArgumentException(
          "coefficients or intercepts have bounds, which go with an L2 penalty only, but"
              + " elasticNetParam is %s; set it to 0, or clear the bounds"
                  .formatted(params.getElasticNetParam()));
    }
    for (Param<Vector> param : intercepts(params)) {
      if (params.isSet(param) && !params.getFitIntercept()) {
        throw new IllegalArgumentException(
            "%s is set, but fitIntercept is false; clear it, or fit an intercept"
                .formatted(param.name()));
      }
    }
  }

  /** Loss, penalties and bounds. */
  static Objective objective(
      LinearModelParams<?, ?> params, BlockData rows, LinearModels.Target target) {
    double[] deviations = rows.statistics().standardDeviations();
    boolean standardization = params.getStandardization();
    double share = l1Share(params), strength = params.getRegParam();
    double squares = strength * target.l2Scale() * (1 - share);
    return new Objective(
        target.loss(),
        rows.columns(),
        params.getFitIntercept(),
        Objective.l2(squares, deviations, standardization),
        Objective.l1(strength * target.l1Scale() * share, deviations, standardization),
        params instanceof BoundParams<?, ?> bounded && bounded.boundsSet()
            ? bounds(bounded, rows.columns(), target.loss().outputs())
            : null);
  }

  private static double l1Share(LinearModelParams<?, ?> params) {
    return params instanceof ElasticNetParams<?, ?> net ? net.getElasticNetParam() : 0;
  }

  /** Whether the params ask for what only a finish does. */
  private static boolean needFinish(LinearModelParams<?, ?> params) {
    return l1Share(params) * params.getRegParam() > 0
        || params instanceof BoundParams<?, ?> bounded && bounded.boundsSet();
  }

  /**
   * Told that there will be no finish.
   *
   * @param against what speaks against one; null for the param itself
   * @throws IllegalArgumentException if the params ask for one
   */
  static void requireFinish(LinearModelParams<?, ?> params, String against) {
    if (needFinish(params)) {
      throw new IllegalArgumentException(
          "an L1 penalty and bounds need a finish, but %s; %s, or clear elasticNetParam and bounds"
              .formatted(
                  against == null ? "finish is none" : against,
                  against == null ? "set finish to auto" : "leave that out"));
    }
  }

  /** Whether an intercept has a bound; then it must not depend on where columns are centred. */
  static boolean boundIntercepts(Object objective) {
    return objective instanceof Objective linear
        && linear.bounds() != null
        && linear.bounds().any(linear.columns() * linear.outputs(), linear.dimension());
  }

  private static Bounds bounds(BoundParams<?, ?> params, int columns, int outputs) {
    double[] lower = new double[(columns + (params.getFitIntercept() ? 1 : 0)) * outputs];
    double[] upper = new double[lower.length];
    Arrays.fill(lower, Double.NEGATIVE_INFINITY);
    Arrays.fill(upper, Double.POSITIVE_INFINITY);
    copyMatrix(params, params.lowerBoundsOnCoefficients(), columns, outputs, lower);
    copyMatrix(params, params.upperBoundsOnCoefficients(), columns, outputs, upper);
    copyVector(params, params.lowerBoundsOnIntercepts(), columns * outputs, outputs, lower);
    copyVector(params, params.upperBoundsOnIntercepts(), columns * outputs, outputs, upper);
    for (int i = 0; i < lower.length; i++) {
      if (!(lower[i] <= upper[i])) {
        boolean intercept = i >= columns * outputs;
        throw new IllegalArgumentException(
            "lowerBoundsOn%1$s must be at most upperBoundsOn%1$s, but for %2$s of row %3$d they are %4$s and %5$s"
                .formatted(
                    intercept ? "Intercepts" : "Coefficients",
                    intercept ? "the intercept" : "feature " + i / outputs,
                    i % outputs,
                    lower[i],
                    upper[i]));
      }
    }
    return new Bounds(lower, upper);
  }

  private static void copyMatrix(
      BoundParams<?, ?> params, Param<Matrix> param, int columns, int outputs, double[] to) {
    if (!params.isSet(param)) {
      return;
    }
    Matrix given = params.getOrDefault(param);
    if (given.numRows() != outputs || given.numCols() != columns) {
      throw new IllegalArgumentException(
          "%s must have %d rows, one for two classes and else one a class, and %d columns, one a feature, but has %d and %d"
              .formatted(param.name(), outputs, columns, given.numRows(), given.numCols()));
    }
    System.arraycopy(given.toArray(), 0, to, 0, columns * outputs); // column by column
  }

  private static void copyVector(
      BoundParams<?, ?> params, Param<Vector> param, int from, int outputs, double[] to) {
    if (!params.isSet(param)) {
      return;
    }
    Vector given = params.getOrDefault(param);
    if (given.size() != outputs) {
      throw new IllegalArgumentException(
          "%s must have %d values, one for two classes and else one a class, but has %d"
              .formatted(param.name(), outputs, given.size()));
    }
    System.arraycopy(given.toArray(), 0, to, from, outputs);
  }

  private static Iterable<Param<Vector>> intercepts(BoundParams<?, ?> params) {
    return Arrays.asList(params.lowerBoundsOnIntercepts(), params.upperBoundsOnIntercepts());
  }
}
