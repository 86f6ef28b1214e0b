package org.stepless.spark;

import java.util.List;
import org.stepless.spark.engine.Engine;
import org.stepless.training.EpochReport;

/**
 * What happened in a training run.
 *
 * @param objective mean weighted loss plus penalty of the final model over all rows
 * @param epochs passes over the rows that were made
 * @param steps steps that were taken
 * @param seconds wall-clock time of the training, conversion of the rows included
 * @param stepSize effective step size of the last step
 * @param mode how the steps were spread over jobs, and why
 * @param stopReason why training ended
 * @param epochHistory one report an epoch
 * @param gradientNorms1 sum of absolute gradient entries of every step
 * @param gradientNorms2 Euclidean gradient norm of every step
 */
public record TrainingSummary(
    double objective,
    int epochs,
    long steps,
    double seconds,
    double stepSize,
    String mode,
    String stopReason,
    List<EpochReport> epochHistory,
    double[] gradientNorms1,
    double[] gradientNorms2) {

  /** The summary of a run of the engine. */
  public static TrainingSummary of(Engine.Result result, double seconds, String stopReason) {
    List<EpochReport> reports = result.reports();
    return new TrainingSummary(
        result.objective(),
        reports.size(),
        result.progress().state().step(),
        seconds,
        reports.isEmpty() ? 0 : reports.get(reports.size() - 1).stepSize(),
        result.description(),
        stopReason,
        reports,
        result.history().norms1(),
        result.history().norms2());
  }
}
