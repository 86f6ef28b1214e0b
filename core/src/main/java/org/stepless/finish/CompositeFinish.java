package org.stepless.finish;

import org.stepless.finish.PointFunction.Evaluation;
import org.stepless.losses.CurvedLoss;
import org.stepless.losses.Objective;
import org.stepless.training.Problem;

/**
 * The finish of an objective with an L1 penalty or bounds: {@link ProximalNewton} in the place of
 * {@link Newton}, {@link ProjectedNewton} in that of {@link Tron}. Instead of the gradient's norm,
 * that of the {@link Separable slopes} falls; it is relative to the norm of the gradient of the
 * smooth part at the reference.
 */
final class CompositeFinish {
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

  Finished run(double[] model) {
    Problem problem = finish.problem();
    boolean newton = finish.method() == FinishMethod.NEWTON;
    Evaluation first = function.at(separable.clip(problem.point(finish.reference())), false);
    Finish.requireFinite(first);
    double norm = Vectors.norm(first.gradient());
    Evaluation start = function.at(separable.clip(problem.point(model)), newton);
    if (!(start.finite() && start.value() <= first.value())) {
      start = newton ? function.at(first.point(), true) : first;
    }
    Target target = new Target(norm, finish.tolerance());
    Descent descent =
        newton
            ? new ProximalNewton(function, quadratic(), target, norm).run(start)
            : new ProjectedNewton(function, target, norm).run(start);
    Evaluation at = descent.at();
    return new Finished(
        problem.model(at.point(), problem.modelBuffer()),
        at.value(),
        finish.method(),
        descent.steps(),
        function.passes(),
        at.norm() == 0 ? 0 : at.norm() / norm,
        descent.end());
  }

  private boolean quadratic() {
    return ((CurvedLoss) objective.loss()).quadratic();
  }
}
