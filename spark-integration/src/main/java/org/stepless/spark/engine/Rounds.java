package org.stepless.spark.engine;

import java.io.Serializable;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.stepless.data.RowBlock;
import org.stepless.losses.BatchObjective;
import org.stepless.optimizer.Method;
import org.stepless.training.EpochReport;
import org.stepless.training.Progress;
import org.stepless.training.RoundReport;
import org.stepless.training.StepHistory;

/**
 * Takes a run from where it stands to the end of the next round; one round is one Spark job, or
 * none on the driver.
 */
interface Rounds extends AutoCloseable {

  /**
   * What a round leaves behind.
   *
   * @param lossSum weighted loss sum of all rows at the model of the progress; NaN if not known
   * @param computeSeconds arithmetic of the slowest task
   * @param jobSeconds time from the start of the round's job to its end
   */
  record Outcome(
      Progress progress,
      List<EpochReport> reports,
      StepHistory history,
      double lossSum,
      double computeSeconds,
      double jobSeconds)
      implements Serializable {

    /** An outcome that says nothing of the final loss. */
    Outcome(
        Progress progress,
        List<EpochReport> reports,
        StepHistory history,
        double computeSeconds,
        double jobSeconds) {
      this(progress, reports, history, Double.NaN, computeSeconds, jobSeconds);
    }

    /**
     * @param round number of the round
     * @param rows rows visited in it
     * @param seconds wall-clock time of all of it
     */
    RoundReport report(int round, Method rule, long rows, double seconds) {
      EpochReport ended = reports.isEmpty() ? null : reports.get(reports.size() - 1);
      boolean told = ended != null && history.size() == 0; // per-example rules keep no history
      return new RoundReport(
          round,
          progress.state().step(),
          ended == null ? progress.lossSum() / Math.max(1, progress.lossRows()) : ended.loss(),
          rule.stepSize(progress.state().scalars()),
          told ? ended.gradientNorm() : history.lastNorm2(),
          rows,
          Math.min(computeSeconds, jobSeconds),
          Math.max(0, jobSeconds - computeSeconds),
          Math.max(0, seconds - jobSeconds));
    }

    Outcome withJobSeconds(double seconds) {
      return new Outcome(progress, reports, history, lossSum, computeSeconds, seconds);
    }
  }

  /** Weighted loss sum of all rows, which are one block, at the end of a run; NaN before. */
  static double finalLossSum(RowBlock block, Work work, Progress progress) {
    return progress.finished(work.plan())
        ? Engine.lossSum(
            block, work.problem().objective(), Engine.model(work.plan(), work.problem(), progress))
        : Double.NaN;
  }

  /** Seconds since a reading of {@link System#nanoTime}. */
  static double secondsSince(long start) {
    return (System.nanoTime() - start) * 1e-9;
  }

  /** The rows that rounds train on. */
  JavaRDD<RowBlock> blocks();

  /** Weighted loss sums, block by block, of the rows that rounds train on; one job. */
  default List<Double> lossSums(
      JavaSparkContext context, BatchObjective objective, double[] model) {
    return Engine.lossSums(context, blocks(), objective, model);
  }

  /**
   * @param progress where the run stands; must not be used again afterwards
   */
  Outcome next(Progress progress);

  /** The trackers of a per-example rule by partition, for a checkpoint; none if it keeps none. */
  default double[][] trackers() {
    return new double[0][];
  }

  /** Sets the trackers of a run that goes on, as {@link #trackers} gave them. */
  default void restoreTrackers(double[][] parts) {}

  /**
   * The trackers at the end of the run; null if the rule keeps none.
   *
   * @param progress where the run ended
   */
  default Trackers result(Progress progress, Trackers.Rows rows) {
    return null;
  }

  /** Releases what the tasks of all rounds share. */
  @Override
  void close();
}
