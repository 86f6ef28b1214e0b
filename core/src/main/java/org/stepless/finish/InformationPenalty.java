package org.stepless.finish;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.ToDoubleFunction;
import org.stepless.training.FinishReport;

/**
 * The optimum for a penalty that counts by the information of the rows at the optimum itself: the
 * factor s and the model that is the optimum for it such that s is the mean information at this
 * model. Every try is a finish with a fixed factor, from the model of the last one; the next factor
 * is the one at which the line through the last two would have no error.
 *
 * <p>This is where iteratively reweighted least squares ends whose penalty is relative to the sum
 * of its weights, as that of Spark's GeneralizedLinearRegression is.
 */
final class InformationPenalty {
  private static final int MOST_TRIES = 40;

  /** No factor is more than so many times the last. */
  private static final double MOST_CHANGE = 8;

  /** Of the tolerance: coefficients are to be as exact as with a fixed factor. */
  private static final double SHARE = 0.1;

  private final ToDoubleFunction<double[]> information;
  private final double tolerance;

  /** A finish from a model, with a fixed factor. */
  interface Solver {
    Finished run(double[] model, double factor, Consumer<FinishReport> listener);
  }

  /**
   * @param information the mean over all rows at a model
   * @param tolerance of the finish with a fixed factor
   */
  InformationPenalty(ToDoubleFunction<double[]> information, double tolerance) {
    this.information = information;
    this.tolerance = tolerance;
  }

  /**
   * @param first where the first factor comes from, inside the margins that the loss allows
   * @param model where to start
   * @param listener hears of the start and of every step
   */
  Finished run(double[] first, double[] model, Consumer<FinishReport> listener, Solver solver) {
    double factor = information.applyAsDouble(first);
    double lastFactor = Double.NaN, lastError = Double.NaN;
    int steps = 0, passes = 1;
    double[] at = model;
    List<FinishReport> path = new ArrayList<>();
    for (int tries = 1; ; tries++) {
      int stepsBefore = steps, passesBefore = passes;
      Finished finished =
          solver.run(
              at,
              factor,
              report -> {
                path.add(report.after(stepsBefore, passesBefore));
                listener.accept(path.get(path.size() - 1));
              });
      steps += finished.steps();
      passes += finished.passes() + 1;
      double error = information.applyAsDouble(finished.model()) - factor;
      boolean done = Math.abs(error) <= SHARE * tolerance * factor;
      if (done || !finished.converged() || tries == MOST_TRIES) {
        FinishEnd end = done || !finished.converged() ? finished.end() : FinishEnd.LIMIT;
        return finished.in(steps, passes, end, path);
      }
      double slope = (error - lastError) / (factor - lastFactor);
      double next = slope < 0 ? factor - error / slope : factor + error;
      lastFactor = factor;
      lastError = error;
      factor = Math.max(factor / MOST_CHANGE, Math.min(MOST_CHANGE * factor, next));
      at = finished.model();
    }
  }
}
