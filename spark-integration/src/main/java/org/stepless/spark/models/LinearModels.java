package org.stepless.spark.models;

import org.stepless.finish.Finish;
import org.stepless.finish.FinishMethod;
import org.stepless.losses.BatchObjective;
import org.stepless.losses.Loss;
import org.stepless.losses.Objective;
import org.stepless.methods.Methods;
import org.stepless.optimizer.ExampleRule;
import org.stepless.optimizer.Method;
import org.stepless.optimizer.UpdateRule;
import org.stepless.spark.fit.FitProblem;
import org.stepless.spark.fit.TrainingSummary;
import org.stepless.spark.params.LinearModelParams;
import org.stepless.spark.rows.BlockData;
import org.stepless.spark.rows.FeatureCoordinates;
import org.stepless.spark.rows.LabelCheck;
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
        LabelCheck.of(target.loss()),
        new Problem(
            objective,
            FeatureCoordinates.parse(params.getCoordinates()).of(rows, outputs, intercept),
            rows.meanWeight(),
            units(params, target.units())),
        start.start(intercept),
        TrainingSummary.PLAIN_JAVA,
        finish(
            params,
            rows,
            objective,
            new LinearWeights(new double[columns * outputs], target.intercepts())
                .start(intercept)));
  }

  /**
   * What the params ask for after the passes.
   *
   * @param reference model without coefficients
   * @return null for nothing
   * @throws IllegalArgumentException if params that were set do not go together
   */
  public static Finish finish(
      LinearModelParams<?, ?> params,
      BlockData rows,
      BatchObjective objective,
      double[] reference) {
    FinishMethod asked = FinishMethod.parse(params.getFinish());
    String against = reasonAgainstFinish(params);
    if (against != null && asked != FinishMethod.NONE && asked != FinishMethod.AUTO) {
      throw new IllegalArgumentException(
          "finish is %s, but %s; set finish to none".formatted(asked.text(), against));
    }
    FinishMethod method = against == null ? Finish.choose(asked, objective) : FinishMethod.NONE;
    if (method == FinishMethod.NONE) {
      return null;
    }
    boolean intercept = params.getFitIntercept();
    int outputs = objective instanceof Objective linear ? linear.outputs() : 1;
    Problem problem =
        new Problem(
            objective, FeatureCoordinates.scaled(rows, outputs, intercept), rows.meanWeight());
    return new Finish(
        method, problem, rows.statistics().weightSum(), reference, params.getFinishTol());
  }

  private static String reasonAgainstFinish(LinearModelParams<?, ?> params) {
    if (params.isSet(params.validationIndicatorCol())) {
      return "with a validationIndicatorCol the model is that of the best epoch";
    }
    return Methods.method(params.getOptimizer()) instanceof ExampleRule
        ? "optimizer %s follows the losses of single examples".formatted(params.getOptimizer())
        : null;
  }

  /**
   * Those of the labels, but losses stay as they are for rules that see them: some have params that
   * are losses.
   */
  static Units units(LinearModelParams<?, ?> params, Units labels) {
    Method rule = Methods.method(params.getOptimizer());
    boolean seesLosses = !(rule instanceof UpdateRule update) || update.needsLoss();
    return seesLosses ? new Units(labels.point(), 1) : labels;
  }
}
