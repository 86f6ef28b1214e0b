package org.stepless.spark.models;

import org.apache.spark.api.java.JavaSparkContext;
import org.stepless.losses.Continued;
import org.stepless.losses.Likelihood;
import org.stepless.losses.Objective;
import org.stepless.spark.engine.Engine;
import org.stepless.spark.fit.TrainingListener;
import org.stepless.spark.params.FamilyParams;
import org.stepless.spark.rows.BlockData;
import org.stepless.training.Problem;

/**
 * A model without intercept all of whose margins are such that a mean of the family has them: where
 * all coefficients are 0 none is. It is the optimum of the likelihood continued beyond some margin,
 * nearer to the edge until this works.
 */
record InsideStart(FamilyParams<?, ?> params, BlockData rows) {
  /** Share of the mean's margin at which one is near the edge. */
  static final double NEAR_EDGE = 0.1;

  private static final double CLOSER = 1e-2, CLOSEST = 1e-9;

  /**
   * @param margin of the mean label
   * @throws IllegalArgumentException if there seems to be no such model
   */
  double[] model(Likelihood likelihood, double margin) {
    Engine engine = new Engine(JavaSparkContext.fromSparkContext(rows.blocks().context()));
    double[] model = new double[rows.columns()];
    for (double share = NEAR_EDGE; share > CLOSEST; share *= CLOSER) {
      Objective continued = objective(new Continued(likelihood, share * margin));
      engine.setFinish(LinearModels.finish(params, rows, continued, new double[rows.columns()]));
      model =
          engine
              .train(
                  params.runRequest(),
                  rows,
                  new Problem(continued, null, rows.meanWeight()),
                  model,
                  TrainingListener.NONE)
              .model();
      if (Double.isFinite(engine.meanLoss(rows, objective(likelihood), model))) {
        return model;
      }
    }
    throw new IllegalArgumentException(
        "no coefficients were found with which all rows have a margin that family %s has with this"
                .formatted(params.getFamily())
            + " link; set fitIntercept to true, or take another link");
  }

  private Objective objective(Likelihood loss) {
    return new Objective(loss, rows.columns(), false, null);
  }
}
