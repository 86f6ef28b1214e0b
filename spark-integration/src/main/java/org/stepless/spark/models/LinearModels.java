package org.stepless.spark.models;

import org.stepless.losses.Loss;
import org.stepless.losses.Objective;
import org.stepless.methods.Methods;
import org.stepless.optimizer.Method;
import org.stepless.optimizer.UpdateRule;
import org.stepless.spark.fit.FitProblem;
import org.stepless.spark.params.LinearModelParams;
import org.stepless.spark.rows.BlockData;
import org.stepless.spark.rows.FeatureCoordinates;
import org.stepless.training.Problem;
import org.stepless.training.Units;

/** What the estimators of linear models share: objective, penalty, coordinates and start. */
public final class LinearModels {

  /**
   * A loss that fits the labels, and the intercepts to start from.
   *
   * @param loss of a margin and a label
   * @param intercepts one per output, as if all features were at their mean
   * @param penaltyScale factor on regParam
   * @param units that suit the labels
   */
  public record Target(Loss loss, double[] intercepts, double penaltyScale, Units units) {
    /** A target whose labels have no unit. */
    public Target(Loss loss, double[] intercepts) {
      this(loss, intercepts, 1, Units.NONE);
    }
  }

  private LinearModels() {}

  /**
   * @param initial where to start; null to start from the target's intercepts
   */
  public static FitProblem setup(
      LinearModelParams<?, ?> params, BlockData rows, Target target, LinearWeights initial) {
    boolean intercept = params.getFitIntercept();
    int columns = rows.columns(), outputs = target.loss().outputs();
    double[] deviations = rows.statistics().standardDeviations();
    Objective objective =
        new Objective(
            target.loss(),
            columns,
            intercept,
            Objective.l2(
                params.getRegParam() * target.penaltyScale(),
                deviations,
                params.getStandardization()));
    LinearWeights start =
        initial == null
            ? new LinearWeights(new double[columns * outputs], target.intercepts())
            : initial.requireShape(columns, outputs, intercept);
    return new FitProblem(
        target.loss(),
        new Problem(
            objective,
            FeatureCoordinates.parse(params.getCoordinates()).of(rows, outputs, intercept),
            rows.meanWeight(),
            units(params, target.units())),
        start.start(intercept));
  }

  /**
   * Those of the labels, but losses stay as they are for rules that see them: some have params that
   * are losses.
   */
  private static Units units(LinearModelParams<?, ?> params, Units labels) {
    Method rule = Methods.method(params.getOptimizer());
    boolean seesLosses = !(rule instanceof UpdateRule update) || update.needsLoss();
    return seesLosses ? new Units(labels.point(), 1) : labels;
  }
}
