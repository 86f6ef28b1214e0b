package org.stepless.spark.models;

import org.stepless.losses.SquaredError;
import org.stepless.spark.params.LinearModelParams;
import org.stepless.spark.rows.BlockData;
import org.stepless.spark.rows.LabelStatistics;
import org.stepless.training.Units;

/**
 * Least squares with Spark's penalties. They are relative to the deviations of labels and features:
 * unbiased ones with its solver l-bfgs, but those of the rows themselves with its normal equations.
 */
public final class SquaredErrors {
  private SquaredErrors() {}

  /** The target of labels whose penalty is relative to nothing. */
  public static LinearModels.Target target(BlockData rows, Units units) {
    return new LinearModels.Target(
        new SquaredError(), new double[] {rows.labels().mean()}, 1, 1, units);
  }

  /**
   * The target of labels, with penalties relative to their deviation.
   *
   * @param population whether deviations are those of the rows themselves
   */
  public static LinearModels.Target target(
      LinearModelParams<?, ?> params, BlockData rows, boolean population) {
    LabelStatistics labels = rows.labels();
    double weight = labels.weight(), deviation = labels.deviation();
    // Variance of the rows themselves, per unbiased one.
    double share = population ? 1 - labels.weightSquares() / (weight * weight) : 1;
    double columns = params.getStandardization() ? share : 1;
    double unit = Units.near(LinearModels.spread(params, rows));
    return new LinearModels.Target(
        new SquaredError(),
        new double[] {labels.mean()},
        deviation > 0 ? columns / (deviation * Math.sqrt(share)) : 1,
        Math.sqrt(columns),
        new Units(unit, unit * unit));
  }
}
