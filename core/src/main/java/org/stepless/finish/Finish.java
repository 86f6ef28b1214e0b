package org.stepless.finish;

import java.io.Serializable;
import org.stepless.finish.PointFunction.Evaluation;
import org.stepless.losses.BatchObjective;
import org.stepless.losses.CurvedLoss;
import org.stepless.losses.Objective;
import org.stepless.models.ScaledHuber;
import org.stepless.text.Check;
import org.stepless.training.Problem;

/**
 * Brings a model from where passes have left it to the optimum. Deterministic: no rate, no seed, no
 * clock; the result depends on the rows, their layout, the problem and the model it starts from.
 *
 * <p>It works on the coefficients of standardised features: scaled by the columns' deviations and,
 * with an intercept, centred. In these coordinates its end is defined: the Euclidean norm of the
 * gradient of the objective is at most {@code tolerance} times that of the reference, the model
 * without coefficients. {@link Newton}, whose next step is an estimate of the distance to the
 * optimum, goes on until this step is small as well: no coordinate changes by more than {@code
 * tolerance} times the largest one.
 *
 * <p>It starts from the model of the passes, or from the reference if that is the better one, as
 * after passes that diverged.
 *
 * @param method {@code NEWTON} or {@code TRON}
 * @param problem the objective, by the coordinates of standardised features
 * @param weightSum sum of the weights of all rows
 * @param reference model without coefficients, with the intercepts that suit it
 * @param tolerance above 0
 */
public record Finish(
    FinishMethod method, Problem problem, double weightSum, double[] reference, double tolerance)
    implements Serializable {
  /** The tolerance unless another is asked for. */
  public static final double DEFAULT_TOLERANCE = 1e-6;

  public Finish {
    Check.positive("tolerance", tolerance);
    if (method != FinishMethod.NEWTON && method != FinishMethod.TRON) {
      throw new IllegalArgumentException("method must be newton or tron, was " + method.text());
    }
  }

  /** Whether an objective has the second derivatives that a finish needs. */
  public static boolean supports(BatchObjective objective) {
    return objective instanceof ScaledHuber
        || objective instanceof Objective linear && linear.loss() instanceof CurvedLoss;
  }

  /**
   * The method for an objective.
   *
   * @return {@code NONE}, {@code NEWTON} or {@code TRON}
   * @throws IllegalArgumentException if the objective does not go with the one asked for
   */
  public static FinishMethod choose(FinishMethod asked, BatchObjective objective) {
    boolean few = objective.dimension() <= FinishMethod.MOST_NEWTON;
    boolean curved = supports(objective);
    switch (asked) {
      case NONE:
        return asked;
      case AUTO:
        return !curved ? FinishMethod.NONE : few ? FinishMethod.NEWTON : FinishMethod.TRON;
      default:
        if (!curved) {
          throw new IllegalArgumentException(
              "finish is %s, but the loss has no second derivative, which that needs; set finish to"
                      .formatted(asked.text())
                  + " none, or choose another loss");
        }
        if (asked == FinishMethod.NEWTON && objective.dimension() > FinishMethod.MOST_STORED) {
          throw new IllegalArgumentException(
              "finish is newton, which is for at most %d coefficients, but there are %d; set finish"
                      .formatted(FinishMethod.MOST_STORED, objective.dimension())
                  + " to tron");
        }
        return asked;
    }
  }

  /**
   * Finishes a model.
   *
   * @param rows the sums over all rows
   * @param model where to start
   * @throws ArithmeticException if objective or gradient are not finite even at the reference
   */
  public Finished run(RowSums rows, double[] model) {
    if (problem.objective() instanceof Objective linear && linear.penalizedByInformation()) {
      return new InformationPenalty(
              at -> rows.information(problem.point(at)) / weightSum, tolerance)
          .run(reference, model, (start, factor) -> with(linear, factor).run(rows, start));
    }
    PointFunction function = new PointFunction(problem, rows, weightSum);
    boolean newton = method == FinishMethod.NEWTON;
    Evaluation first = function.at(problem.point(reference), false);
    if (!first.finite()) {
      throw new ArithmeticException(
          "the objective is not finite even without coefficients; look for extreme labels,"
              + " weights and features");
    }
    Evaluation start = function.at(problem.point(model), newton);
    if (!(start.finite() && start.value() <= first.value())) {
      start = newton ? function.at(first.point(), true) : first;
    }
    Target target = new Target(first.norm(), tolerance);
    Descent descent =
        newton
            ? new Newton(function, quadratic(), target).run(start)
            : new Tron(function, target, first.norm()).run(start);
    Evaluation at = descent.at();
    return new Finished(
        problem.model(at.point(), problem.modelBuffer()),
        at.value(),
        method,
        descent.steps(),
        function.passes(),
        at.norm() == 0 ? 0 : at.norm() / first.norm(),
        descent.end());
  }

  private Finish with(Objective objective, double penaltyFactor) {
    Problem fixed =
        new Problem(
            objective.withPenalty(penaltyFactor),
            problem.coordinates(),
            problem.meanWeight(),
            problem.units());
    return new Finish(method, fixed, weightSum, reference, tolerance);
  }

  private boolean quadratic() {
    return problem.objective() instanceof Objective linear
        && linear.loss() instanceof CurvedLoss curved
        && curved.quadratic();
  }
}
