package org.stepless.spark.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleSupplier;
import org.stepless.losses.BatchObjective;
import org.stepless.optimizer.ExampleRule;
import org.stepless.optimizer.Method;
import org.stepless.spark.checkpoint.Checkpoint;
import org.stepless.training.EpochReport;
import org.stepless.training.Progress;
import org.stepless.training.RoundReport;
import org.stepless.training.StepHistory;
import org.stepless.training.Training;

/** A run under way: where it stands and what it has to tell. Changes with every round. */
final class Run {
  private final Training training;
  private final long startStep;
  private final List<EpochReport> reports;
  private final StepHistory history;
  private Progress progress;
  private Round last; // null before the first round

  /** A run that goes on from a checkpoint. */
  Run(Training training, Checkpoint start) {
    this.training = training;
    startStep = start.progress().state().step();
    progress = start.progress();
    history = start.history();
    reports = new ArrayList<>(start.reports());
  }

  /** Takes the next round and reports on it. */
  RoundReport next(int number, Rounds rounds, int epochs, long rows) {
    long began = System.nanoTime(), stepBefore = progress.state().step();
    last = rounds.next(progress, epochs);
    progress = last.progress();
    history.addAll(last.history());
    reports.addAll(last.reports());
    double share =
        (double) (progress.state().step() - stepBefore) / training.plan().stepsPerEpoch();
    return last.report(number, rule(), Math.round(share * rows), Rounds.secondsSince(began));
  }

  /** What the job of a round is called in Spark's pages. */
  String describe(int round) {
    return "Stepless round %d, step %d of %d"
        .formatted(round, progress.state().step(), training.plan().totalSteps());
  }

  /** From which step on it was resumed, to be said after the plan; nothing if from the start. */
  String resumed() {
    return startStep == 0 ? "" : ", resumed after step %d".formatted(startStep);
  }

  Checkpoint save(Checkpoint.Validated validation, double[][] trackers) {
    return new Checkpoint(Map.of(), progress, reports, history, validation, trackers);
  }

  boolean ended() {
    return progress.finished(training.plan());
  }

  /** The model as it stands, in an array of its own. */
  double[] model() {
    return training.model(progress);
  }

  /** Weighted loss sum over all rows at the model; NaN if the last round did not tell. */
  double lossSum() {
    return last == null ? Double.NaN : last.lossSum();
  }

  /**
   * Whether the objective is NaN or clearly above that of the first epoch; or above that of the
   * first model, in a run that exploded within its first epoch.
   *
   * @param first the objective of the first model; asked for only where that may be
   */
  boolean diverged(double objective, DoubleSupplier first) {
    if (reports.isEmpty()) {
      return false;
    }
    EpochReport epoch = reports.get(0);
    boolean exploded = EpochReport.isBelow(progress.firstLoss(), epoch.loss());
    return epoch.isBelow(objective)
        || exploded && EpochReport.isBelow(first.getAsDouble(), objective);
  }

  /** What the rule added to all trackers after the last pass. */
  double trackerShift() {
    return rule() instanceof ExampleRule ? progress.state().scalars()[ExampleRule.SHIFT] : 0;
  }

  BatchObjective objective() {
    return training.problem().objective();
  }

  Method rule() {
    return training.plan().rule();
  }

  Round last() {
    return last;
  }

  EpochReport lastReport() {
    return reports.get(reports.size() - 1);
  }

  int epochs() {
    return reports.size();
  }

  Progress progress() {
    return progress;
  }

  List<EpochReport> reports() {
    return reports;
  }

  StepHistory history() {
    return history;
  }
}
