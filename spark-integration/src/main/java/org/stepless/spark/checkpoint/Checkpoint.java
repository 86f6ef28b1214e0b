package org.stepless.spark.checkpoint;

import java.util.List;
import java.util.Map;
import org.stepless.training.EpochReport;
import org.stepless.training.Progress;
import org.stepless.training.StepHistory;

/**
 * Everything from which a run goes on to the same bits.
 *
 * @param fingerprint what the result depends on, by name: configuration, data layout
 * @param progress where the run stands
 * @param reports epochs done so far
 * @param history gradient norms of the steps so far
 * @param validation what validation found so far
 * @param trackers of the rows of every partition under a per-example rule; none if it keeps none
 */
public record Checkpoint(
    Map<String, String> fingerprint,
    Progress progress,
    List<EpochReport> reports,
    StepHistory history,
    Validated validation,
    double[][] trackers) {

  /** A run that was never saved. */
  static Checkpoint atStart(Progress progress) {
    return new Checkpoint(
        Map.of(), progress, List.of(), new StepHistory(), Validated.NOTHING, new double[0][]);
  }

  /** This checkpoint of a run with another fingerprint. */
  Checkpoint with(Map<String, String> run) {
    return new Checkpoint(run, progress, reports, history, validation, trackers);
  }

  /**
   * What validation found in the epochs so far.
   *
   * @param losses one an epoch; none if the run does not validate
   * @param best model of the epoch that is best so far; empty before the first
   */
  public record Validated(double[] losses, double[] best) {
    /** Before the first epoch, or in a run without validation. */
    public static final Validated NOTHING = new Validated(new double[0], new double[0]);
  }
}
