package org.stepless.spark.checkpoint;

import java.util.function.Supplier;
import org.stepless.plan.RunPlan;
import org.stepless.spark.rows.BlockData;
import org.stepless.text.Check;
import org.stepless.training.Progress;

/**
 * When and where a run is saved. A run that finds a checkpoint of its own goes on from it; the
 * result has the same bits as that of a run that was never stopped.
 */
public interface Checkpoints {
  /** Epochs between two checkpoints: a third of a run of the estimators' default length. */
  int DEFAULT_INTERVAL = 10;

  /** Saves nothing, and finds nothing. */
  Checkpoints NONE =
      new Checkpoints() {
        @Override
        public Checkpoint start(
            RunPlan plan, BlockData data, double[] model, int depth, Supplier<Progress> fresh) {
          return Checkpoint.atStart(fresh.get());
        }

        @Override
        public int epochsToNext(int epochs) {
          return Integer.MAX_VALUE;
        }

        @Override
        public void save(Supplier<Checkpoint> now) {}
      };

  /**
   * Checkpoints in a folder.
   *
   * @param interval epochs between two checkpoints, at least 1
   * @param problem what the result depends on beside plan and rows: loss, penalty, coordinates
   */
  static Checkpoints in(CheckpointFolder folder, int interval, Fingerprint problem) {
    Check.atLeast("checkpointInterval", interval, 1);
    return new FolderCheckpoints(folder, interval, problem.copy());
  }

  /**
   * Where a run starts: at its newest checkpoint, or else afresh.
   *
   * @param model first model
   * @param depth of the aggregation tree
   * @param fresh makes the progress of a run that starts afresh
   * @throws IllegalArgumentException if there is a checkpoint of another run; names what differs
   */
  Checkpoint start(
      RunPlan plan, BlockData data, double[] model, int depth, Supplier<Progress> fresh);

  /**
   * Epochs until the next checkpoint is due; 0 or less if it is.
   *
   * @param epochs done so far
   */
  int epochsToNext(int epochs);

  /**
   * Saves a run.
   *
   * @param now makes the checkpoint; its fingerprint is filled in
   */
  void save(Supplier<Checkpoint> now);
}
