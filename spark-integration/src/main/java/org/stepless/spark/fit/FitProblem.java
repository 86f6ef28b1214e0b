package org.stepless.spark.fit;

import org.stepless.finish.Finish;
import org.stepless.losses.Loss;
import org.stepless.spark.rows.LabelCheck;
import org.stepless.training.Problem;

/**
 * What to minimise, and where to start; chosen when the rows are known.
 *
 * @param labels checks the labels of rows that were not seen when the problem was chosen
 * @param problem objective, coordinates of the features and mean weight of a row
 * @param start first model
 * @param backend what computes the gradients, for the summary
 * @param finish brings the model to its optimum after the passes; null leaves it as they do
 * @param known the model, where nothing is to be trained; null to train
 */
public record FitProblem(
    LabelCheck labels,
    Problem problem,
    double[] start,
    String backend,
    Finish finish,
    Known known) {
  /**
   * A model that needs no training.
   *
   * @param model as the problem's objective lays it out; intercepts may be infinite
   * @param objective mean weighted loss plus penalty; NaN if it has to be computed
   * @param reason why it is known
   */
  public record Known(double[] model, double objective, String reason) {}

  /** A problem to train on. */
  public FitProblem(
      LabelCheck labels, Problem problem, double[] start, String backend, Finish finish) {
    this(labels, problem, start, backend, finish, null);
  }

  /** A problem whose model is that at the end of the passes. */
  public FitProblem(LabelCheck labels, Problem problem, double[] start, String backend) {
    this(labels, problem, start, backend, null);
  }

  /** A problem of margins whose gradients this library computes itself. */
  public FitProblem(Loss loss, Problem problem, double[] start) {
    this(LabelCheck.of(loss), problem, start, TrainingSummary.PLAIN_JAVA);
  }

  /** This problem with its model, so that nothing is to be trained. */
  public FitProblem solvedBy(Known model) {
    return new FitProblem(labels, problem, start, backend, finish, model);
  }

  /** This problem with the model that training would start from, unless another is known. */
  public FitProblem untrained(String reason) {
    return known == null ? solvedBy(new Known(start, Double.NaN, reason)) : this;
  }
}
