package org.stepless.spark.models;

import java.util.Arrays;
import org.stepless.losses.Objective;
import org.stepless.models.ScaledHuber;
import org.stepless.spark.fit.FitProblem;
import org.stepless.spark.params.LinearModelParams;
import org.stepless.spark.rows.BlockData;
import org.stepless.training.Problem;

/** Linear regression with Huber's loss, whose scale is one more entry of the model. */
public final class HuberModels {
  private HuberModels() {}

  /**
   * @param linear the problem of least squares
   * @param epsilon errors of more than this many sigma count linearly; above 1
   * @param scale sigma to start from
   */
  public static FitProblem setup(
      LinearModelParams<?, ?> params,
      BlockData rows,
      FitProblem linear,
      double epsilon,
      double scale) {
    double spread = LinearModels.spread(params, rows);
    Problem problem = linear.problem();
    ScaledHuber objective = new ScaledHuber((Objective) problem.objective(), epsilon, spread);
    double[] start = Arrays.copyOf(linear.start(), linear.start().length + 1);
    start[start.length - 1] = objective.coordinate(scale);
    double[] reference = new double[start.length];
    if (params.getFitIntercept()) {
      reference[rows.columns()] = rows.labels().mean();
    }
    reference[start.length - 1] = objective.coordinate(spread);
    return new FitProblem(
        linear.labels(),
        new Problem(objective, problem.coordinates(), problem.meanWeight(), problem.units()),
        start,
        linear.backend(),
        LinearModels.finish(params, rows, objective, reference));
  }
}
