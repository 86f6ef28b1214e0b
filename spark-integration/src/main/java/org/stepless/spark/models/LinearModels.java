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
import org.stepless.spark.params.OptionalColumn;
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
   * @param l2Scale factor on the L2 penalty
   * @param l1Scale factor on the L1 penalty
   * @param units that suit the labels
   */
  public record Target(
      Loss loss, double[] intercepts, double l2Scale, double l1Scale, Units units) {
    /** A target whose labels have no unit. */
    public Target(Loss loss, double[] intercepts) {
      this(loss, intercepts, 1, 1, Units.NONE);
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
    Objective objective = ElasticNets.objective(params, rows, target);
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

  /** How far labels are from what the start predicts; without an intercept that is 0. */
  public static double spread(LinearModelParams<?, ?> params, BlockData rows) {
    double deviation = rows.labels().deviation();
    double spread =
        params.getFitIntercept() ? deviation : Math.hypot(deviation, rows.labels().mean());
    return spread > 0 ? spread : 1;
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
    double rowValues = rows.storedValues() / (double) rows.rows();
    FinishMethod method =
        against == null ? Finish.choose(asked, objective, rowValues) : FinishMethod.NONE;
    if (method == FinishMethod.NONE) {
      ElasticNets.requireFinish(params, against);
      return null;
    }
    boolean intercept = params.getFitIntercept();
    int outputs = Finish.outputs(objective);
    boolean centred = intercept && !ElasticNets.boundIntercepts(objective);
    Problem problem =
        new Problem(
            objective, FeatureCoordinates.scaled(rows, outputs, centred), rows.meanWeight());
    return new Finish(
        method,
        problem,
        rows.statistics().weightSum(),
        rowValues,
        reference,
        params.getTol(),
        params.isSet(params.maxIter()) ? Math.max(1, params.getMaxIter()) : Integer.MAX_VALUE);
  }

  private static String reasonAgainstFinish(LinearModelParams<?, ?> params) {
    if (OptionalColumn.name(params, params.validationIndicatorCol()) != null) {
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
