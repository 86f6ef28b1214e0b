package org.stepless.spark.engine;

import java.util.List;
import org.stepless.spark.checkpoint.Checkpoint;
import org.stepless.spark.checkpoint.CheckpointFolder;
import org.stepless.text.Check;
import org.stepless.training.EpochReport;
import org.stepless.training.Progress;
import org.stepless.training.StepHistory;
import org.stepless.training.TrainingPlan;

/**
 * When and where a run is saved. A run that finds a checkpoint of its own goes on from it; the
 * result has the same bits as that of a run that was never stopped.
 */
public final class Checkpoints {
  /** Epochs between two checkpoints: a third of a run of the estimators' default length. */
  public static final int DEFAULT_INTERVAL = 10;

  private final CheckpointFolder folder;
  private final int interval;
  private final Fingerprint problem;
  private Fingerprint run;
  private int savedEpochs;

  /**
   * @param interval epochs between two checkpoints, at least 1; a round in one task that spans
   *     several epochs is saved at its end
   * @param problem what the result depends on beside plan and rows: loss, penalty, coordinates
   */
  public Checkpoints(CheckpointFolder folder, int interval, Fingerprint problem) {
    Check.atLeast("checkpointInterval", interval, 1);
    this.folder = folder;
    this.interval = interval;
    this.problem = problem.copy();
  }

  /** The newest checkpoint of this run, or null; see {@link CheckpointFolder#newest}. */
  Checkpoint resume(RunShape shape, TrainingPlan plan, BlockData data, double[] start, int depth) {
    run =
        problem
            .copy()
            .withRun(shape, plan, start)
            .withRows("training", data)
            .with("aggregationDepth", depth);
    Checkpoint found = folder.newest(run.entries());
    savedEpochs = found == null ? 0 : found.reports().size();
    return found;
  }

  /**
   * Whether it is time to save a run.
   *
   * @param epochs done so far
   */
  boolean due(int epochs) {
    return epochs >= savedEpochs + interval;
  }

  /**
   * Saves a run.
   *
   * @param trackers of every partition; none if the optimizer keeps none
   */
  void save(
      Progress progress,
      List<EpochReport> reports,
      StepHistory history,
      Checkpoint.Validated validation,
      double[][] trackers) {
    folder.write(new Checkpoint(run.entries(), progress, reports, history, validation, trackers));
    savedEpochs = reports.size();
  }
}
