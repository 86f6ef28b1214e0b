package org.stepless.finish;

import java.util.function.Consumer;
import org.stepless.finish.PointFunction.Evaluation;
import org.stepless.losses.Objective;
import org.stepless.training.FinishReport;
import org.stepless.training.Problem;

/**
 * The finish of an objective with an L1 penalty or bounds: {@link ProximalNewton} in the place of
 * {@link Newton}, {@link ProjectedNewton} in that of {@link Tron}; where the second does not come
 * to an end soon, as where features nearly separate classes, and the Hessian can be stored, the
 * first goes on. Instead of the gradient's norm, that of the {@link Separable slopes} falls; it is
 * relative to the norm of the gradient of the smooth part at the reference.
 */
final class CompositeFinish {
  private static final int MOST_PASSES_OF_FEW = 300, MOST_PASSES = 1000;

  private final Finish finish;
  private final Objective objective;
  private final CompositeFunction function;
  private final Separable separable;

  CompositeFinish(Finish finish, Objective objective, RowSums rows) {
    Problem whole = finish.problem();
    this.finish = finish;
    this.objective = objective;
    Problem smooth =
        new Problem(objective.smoothPart(), whole.coordinates(), whole.meanWeight(), whole.units());
    separable = Separable.of(whole, objective);
    function =
        new CompositeFunction(new PointFunction(smooth, rows, finish.weightSum()), separable);
  }

  Finished run(double[] model, Consumer<FinishReport> listener) {
    Problem problem = finish.problem();
    boolean newton = finish.method() == FinishMethod.NEWTON;
    Evaluation first = function.at(separable.clip(problem.point(finish.reference())), false);
    Finish.requireFinite(first);
    double norm = Vectors.norm(first.gradient());
    Evaluation start = function.at(separable.clip(problem.point(model)), newton);
    if (!(start.finite() && start.value() <= first.value())) {
      start = newton ? function.at(first.point(), true) : first;
    }
    Path path = new Path(finish.method(), norm, function::passes, listener);
    function.follow(path);
    function.accepted(start);
    Target target = new Target(norm, finish.tolerance());
    FinishMethod method = finish.method();
    boolean few = objective.dimension() <= FinishMethod.MOST_STORED;
    int mostPasses = few ? MOST_PASSES_OF_FEW : MOST_PASSES;
    Descent descent =
        newton
            ? new ProximalNewton(
                    function, Finish.quadratic(objective), target, norm, finish.maxSteps())
                .run(start)
            : new ProjectedNewton(function, target, norm, mostPasses, finish.maxSteps()).run(start);
    int steps = descent.steps();
    if (!newton && few && descent.end() == FinishEnd.LIMIT && steps < finish.maxSteps()) {
      method = FinishMethod.NEWTON;
      Evaluation again = function.at(descent.at().point(), true);
      descent =
          new ProximalNewton(
                  function, Finish.quadratic(objective), target, norm, finish.maxSteps() - steps)
              .run(again);
      steps += descent.steps();
    }
    Evaluation at = descent.at();
    return new Finished(
        problem.model(at.point(), problem.modelBuffer()),
        at.value(),
        method,
        steps,
        function.passes(),
        path.relative(at),
        descent.end(),
        first.value(),
        path.reports(),
        null);
  }
}
