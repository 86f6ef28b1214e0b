package org.stepless.training;

import java.io.Serializable;
import org.stepless.data.RowBlock;

/**
 * What the steps of a run need beside rows and where the run stands.
 *
 * @param problem what to minimise, and in which coordinates
 * @param plan how: the steps
 */
public record Training(Problem problem, TrainingPlan plan) implements Serializable {
  /** The model of a run that stands at {@code progress}, in an array of its own. */
  public double[] model(Progress progress) {
    double[] point = new double[problem.dimension()];
    progress.state().model(plan.rule(), point);
    return problem.model(point, problem.modelBuffer());
  }

  /** Weighted loss sum of a block's rows at a model, without penalty. */
  public double lossSum(RowBlock rows, double[] model) {
    return problem.objective().lossSum(rows, model);
  }
}
