package org.stepless.finish;

import java.io.Serializable;
import java.util.function.Consumer;
import org.stepless.finish.PointFunction.Evaluation;
import org.stepless.losses.BatchObjective;
import org.stepless.losses.CurvedLoss;
import org.stepless.losses.Objective;
import org.stepless.models.ScaledHuber;
import org.stepless.text.Check;
import org.stepless.training.FinishReport;
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
 * <p>With an L1 penalty or bounds, {@link CompositeFinish} takes over, whose methods do the same.
 *
 * <p>It starts from the model of the passes, or from the reference if that is the better one, as
 * after passes that diverged.
 *
 * @param method {@code NEWTON} or {@code TRON}
 * @param problem the objective, by the coordinates of standardised features
 * @param weightSum sum of the weights of all rows
 * @param rowValues stored values of a row, on average
 * @param reference model without coefficients, with the intercepts that suit it
 * @param tolerance at least 0, which goes on to the end of double precision
 * @param maxSteps steps that are tried at most, beside the limits that methods have themselves; at
 *     least 1
 */
public record Finish(
    FinishMethod method,
    Problem problem,
    double weightSum,
    double rowValues,
    double[] reference,
    double tolerance,
    int maxSteps)
    implements Serializable {
  /** The tolerance unless another is asked for. */
  public static final double DEFAULT_TOLERANCE = 1e-6;

  /** With more values per row or columns the blocks of the Hessian cost more than they spare. */
  private static final int MOST_VALUES = 128, MOST_COLUMNS = 500;

  public Finish {
    Check.notNegative("tolerance", tolerance);
    Check.atLeast("maxSteps", maxSteps, 1);
    if (method != FinishMethod.NEWTON && method != FinishMethod.TRON) {
      throw new IllegalArgumentException("method must be newton or tron, was " + method.text());
    }
  }

  /** A finish with the limits of its method. */
  public Finish(
      FinishMethod method,
      Problem problem,
      double weightSum,
      double rowValues,
      double[] reference,
      double tolerance) {
    this(method, problem, weightSum, rowValues, reference, tolerance, Integer.MAX_VALUE);
  }

  /** Whether an objective has the second derivatives that a finish needs. */
  public static boolean supports(BatchObjective objective) {
    return objective instanceof ScaledHuber
        || objective instanceof Objective linear && linear.loss() instanceof CurvedLoss;
  }

  /**
   * The method for an objective.
   *
   * @param rowValues stored values of a row, on average
   * @return {@code NONE}, {@code NEWTON} or {@code TRON}
   * @throws IllegalArgumentException if the objective does not go with the one asked for
   */
  public static FinishMethod choose(
      FinishMethod asked, BatchObjective objective, double rowValues) {
    boolean few =
        objective.dimension() <= FinishMethod.MOST_NEWTON
            && rowValues * outputs(objective) <= FinishMethod.MOST_NEWTON_VALUES;
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

  /** Additions and multiplications of a pass over so many rows, about. */
  public double work(long rows) {
    double outputs = outputs(problem.objective());
    double ofGradient = 4 * outputs, ofHessian = rowValues * outputs * outputs / 2;
    return rows * rowValues * (ofGradient + (method == FinishMethod.NEWTON ? ofHessian : 0));
  }

  /** Finishes a model whose way there nobody watches. */
  public Finished run(RowSums rows, double[] model) {
    return run(rows, model, report -> {});
  }

  /**
   * Finishes a model.
   *
   * @param rows the sums over all rows
   * @param model where to start
   * @param listener hears of the start and of every step
   * @throws ArithmeticException if objective or gradient are not finite even at the reference
   */
  public Finished run(RowSums rows, double[] model, Consumer<FinishReport> listener) {
    if (problem.objective() instanceof Objective linear && !linear.smooth()) {
      return new CompositeFinish(this, linear, rows).run(model, listener);
    }
    if (problem.objective() instanceof Objective linear && linear.penalizedByInformation()) {
      return new InformationPenalty(
              at -> rows.information(problem.point(at)) / weightSum, tolerance)
          .run(
              reference,
              model,
              listener,
              (start, factor, heard) -> with(linear, factor).run(rows, start, heard));
    }
    PointFunction function = new PointFunction(problem, rows, weightSum);
    boolean newton = method == FinishMethod.NEWTON;
    Evaluation first = function.at(problem.point(reference), false);
    requireFinite(first);
    Evaluation start = function.at(problem.point(model), newton);
    if (!(start.finite() && start.value() <= first.value())) {
      start = newton ? function.at(first.point(), true) : first;
    }
    Path path = new Path(method, first.norm(), function::passes, listener);
    function.follow(path);
    function.accepted(start);
    Target target = new Target(first.norm(), tolerance);
    Descent descent =
        newton
            ? new Newton(
                    function,
                    quadratic(problem.objective()),
                    target,
                    outputs(problem.objective()),
                    maxSteps)
                .run(start)
            : new Tron(function, target, first.norm(), metric(function, start), maxSteps)
                .run(start);
    Evaluation at = descent.at();
    return new Finished(
        problem.model(at.point(), problem.modelBuffer()),
        at.value(),
        method,
        descent.steps(),
        function.passes(),
        path.relative(at),
        descent.end(),
        first.value(),
        path.reports(),
        curvature(quadratic(problem.objective()) ? start : at));
  }

  static void requireFinite(Evaluation reference) {
    if (!reference.finite()) {
      throw new ArithmeticException(
          "the objective is not finite even without coefficients; look for extreme labels,"
              + " weights and features");
    }
  }

  /** The Hessian there, if it was computed. */
  private Curvature curvature(Evaluation at) {
    return at.hessian() == null
        ? null
        : new Curvature(at.hessian(), problem.coordinates(), weightSum);
  }

  private Metric metric(PointFunction function, Evaluation start) {
    BatchObjective objective = problem.objective();
    int outputs = outputs(objective), columns = objective.dimension() / outputs;
    boolean pays = rowValues <= MOST_VALUES && columns <= MOST_COLUMNS;
    return pays ? Metric.of(function.blocks(start.point(), outputs), columns) : Metric.NONE;
  }

  /** Outputs of the objective that are coupled by its Hessian; 1 if it is not one of margins. */
  public static int outputs(BatchObjective objective) {
    return objective instanceof Objective linear ? linear.outputs() : 1;
  }

  private Finish with(Objective objective, double penaltyFactor) {
    Problem fixed =
        new Problem(
            objective.withPenalty(penaltyFactor),
            problem.coordinates(),
            problem.meanWeight(),
            problem.units());
    return new Finish(method, fixed, weightSum, rowValues, reference, tolerance, maxSteps);
  }

  /** Whether one step of Newton's method leads to the optimum. */
  public static boolean quadratic(BatchObjective objective) {
    return objective instanceof Objective linear
        && linear.loss() instanceof CurvedLoss curved
        && curved.quadratic();
  }
}
