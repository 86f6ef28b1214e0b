package org.stepless.spark.engine;

import java.util.List;
import org.stepless.optimizer.Method;
import org.stepless.training.EpochReport;
import org.stepless.training.Progress;
import org.stepless.training.RoundReport;
import org.stepless.training.StepHistory;

/**
 * What a round leaves behind.
 *
 * @param progress where the run stands after it
 * @param reports of the epochs that it ended
 * @param history gradient norms of its steps
 * @param lossSum weighted loss sum of all rows at the model of the progress; NaN if not known
 * @param computeSeconds arithmetic of the slowest task
 * @param jobSeconds time from the start of the round's job to its end
 */
record Round(
    Progress progress,
    List<EpochReport> reports,
    StepHistory history,
    double lossSum,
    double computeSeconds,
    double jobSeconds) {
  /**
   * @param number of the round
   * @param rows rows visited in it
   * @param seconds wall-clock time of all of it
   */
  RoundReport report(int number, Method rule, long rows, double seconds) {
    EpochReport ended = reports.isEmpty() ? null : reports.get(reports.size() - 1);
    boolean told = ended != null && history.size() == 0; // per-example rules keep no history
    return new RoundReport(
        number,
        progress.state().step(),
        ended == null ? progress.lossSum() / Math.max(1, progress.lossRows()) : ended.loss(),
        rule.stepSize(progress.state().scalars()),
        told ? ended.gradientNorm() : history.lastNorm2(),
        rows,
        Math.min(computeSeconds, jobSeconds),
        Math.max(0, jobSeconds - computeSeconds),
        Math.max(0, seconds - jobSeconds));
  }
}
