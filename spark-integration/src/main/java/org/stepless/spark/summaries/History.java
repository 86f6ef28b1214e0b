package org.stepless.spark.summaries;

import java.util.List;
import org.stepless.finish.Finished;
import org.stepless.spark.fit.TrainingSummary;
import org.stepless.training.FinishReport;

/** The history of the objective as Spark's summaries have it. */
final class History {
  private History() {}

  /**
   * One number more than iterations. After a finish those are objectives over all rows, each at
   * most the one before: of the model without coefficients, at the end of the passes, which count
   * as one iteration, and after each step of the finish. Without one those are the objectives of
   * the epochs, and of the model.
   */
  static double[] of(TrainingSummary summary) {
    Finished finish = summary.finish();
    if (finish == null) {
      return summary.objectiveHistory();
    }
    List<FinishReport> path = finish.path();
    int before = summary.epochs() > 0 ? 1 : 0;
    double[] history = new double[before + path.size()];
    double lowest = finish.referenceObjective();
    history[0] = lowest;
    for (int i = 0; i < path.size(); i++) {
      lowest = Math.min(lowest, path.get(i).objective()); // what is higher, is so by rounding
      history[before + i] = lowest;
    }
    return history;
  }
}
