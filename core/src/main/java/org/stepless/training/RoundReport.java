package org.stepless.training;

/**
 * What one round achieved, and where its time went. A round is one distributed job: in synchronous
 * mode one step, in the other modes many.
 *
 * @param round number of the round in this process, from 1
 * @param steps steps taken so far, earlier parts of a resumed run included
 * @param loss mean objective of the batches of the epoch that the round ended, or else of those so
 *     far in the epoch under way, each before its step
 * @param stepSize effective step size of the last step
 * @param gradientNorm Euclidean norm of the last batch's gradient; NaN where a round that ends in
 *     the midst of an epoch does not tell it
 * @param rows rows visited in the round
 * @param computeSeconds time of the slowest task's own arithmetic
 * @param aggregateSeconds the job's other time: scheduling, shipping, merging, waiting
 * @param driverSeconds time on the driver beside the job, such as the rule's step
 */
public record RoundReport(
    int round,
    long steps,
    double loss,
    double stepSize,
    double gradientNorm,
    long rows,
    double computeSeconds,
    double aggregateSeconds,
    double driverSeconds) {

  /** Wall-clock time of the round. */
  public double seconds() {
    return computeSeconds + aggregateSeconds + driverSeconds;
  }

  /** Rows visited per second of wall-clock time. */
  public double rowsPerSecond() {
    return seconds() > 0 ? rows / seconds() : 0;
  }
}
