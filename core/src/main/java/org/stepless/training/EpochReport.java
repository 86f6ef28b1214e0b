package org.stepless.training;

import java.io.Serializable;

/**
 * What one pass over the rows achieved.
 *
 * @param epoch number of the pass, from 1
 * @param epochs number of passes planned
 * @param steps steps taken so far
 * @param loss mean objective (loss plus penalty) of the pass's batches, each before its step
 * @param stepSize effective step size of the last step
 * @param gradientNorm Euclidean norm of the last batch's gradient
 * @param rowsPerSecond rows visited by one partition per second of computation
 */
public record EpochReport(
    int epoch,
    int epochs,
    long steps,
    double loss,
    double stepSize,
    double gradientNorm,
    double rowsPerSecond)
    implements Serializable {

  /** Share of the loss by which objectives may exceed it before they count as worse. */
  private static final double SLACK = 0.1;

  /**
   * Whether a later objective is NaN or clearly above this epoch's, which in a run that converges
   * it never is.
   */
  public boolean isBelow(double objective) {
    return isBelow(loss, objective);
  }

  /** Whether an objective is NaN or clearly above another. */
  public static boolean isBelow(double other, double objective) {
    return !(objective <= other + SLACK * Math.max(TrainingPlan.SMALLEST_LOSS, Math.abs(other)));
  }
}
