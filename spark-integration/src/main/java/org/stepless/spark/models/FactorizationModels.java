package org.stepless.spark.models;

import java.util.Random;
import org.stepless.losses.Loss;
import org.stepless.models.FactorizationMachine;
import org.stepless.spark.fit.FitProblem;
import org.stepless.spark.params.FactorizationParams;
import org.stepless.spark.rows.BlockData;
import org.stepless.training.Problem;

/** What the estimators of factorisation machines share: objective and start. */
public final class FactorizationModels {
  private FactorizationModels() {}

  /**
   * @param intercept to start from, where one is fitted
   * @param initial where to start; null to start from random factors
   */
  public static FitProblem setup(
      FactorizationParams<?, ?> params,
      BlockData rows,
      Loss loss,
      double intercept,
      FactorWeights initial) {
    FactorizationMachine machine =
        new FactorizationMachine(
            loss,
            rows.columns(),
            params.getFactorSize(),
            params.getFitLinear(),
            params.getFitIntercept(),
            params.getRegParam());
    double[] start =
        initial == null
            ? random(machine, params, intercept)
            : initial.start(params, rows.columns());
    return new FitProblem(loss, new Problem(machine, null, rows.meanWeight()), start);
  }

  private static double[] random(
      FactorizationMachine machine, FactorizationParams<?, ?> params, double intercept) {
    double[] start = new double[machine.dimension()];
    Random random = new Random(params.getSeed());
    for (int i = 0; i < machine.linearStart(); i++) {
      start[i] = params.getInitStd() * random.nextGaussian();
    }
    if (params.getFitIntercept()) {
      start[start.length - 1] = intercept;
    }
    return start;
  }
}
