package org.stepless.spark.checkpoint;

import java.util.Map;
import java.util.function.Supplier;
import org.stepless.plan.RunPlan;
import org.stepless.spark.rows.BlockData;
import org.stepless.training.Progress;

/** Checkpoints of one run in a folder. */
final class FolderCheckpoints implements Checkpoints {
  private final CheckpointFolder folder;
  private final int interval;
  private final Fingerprint problem;
  private Map<String, String> run; // known at the start
  private int savedEpochs;

  FolderCheckpoints(CheckpointFolder folder, int interval, Fingerprint problem) {
    this.folder = folder;
    this.interval = interval;
    this.problem = problem;
  }

  @Override
  public Checkpoint start(
      RunPlan plan, BlockData data, double[] model, int depth, Supplier<Progress> fresh) {
    run =
        problem
            .copy()
            .withRun(plan, model)
            .withRows("training", data)
            .with("aggregationDepth", depth)
            .entries();
    Checkpoint found = folder.newest(run);
    Checkpoint start = found == null ? Checkpoint.atStart(fresh.get()) : found;
    savedEpochs = start.reports().size();
    return start;
  }

  @Override
  public int epochsToNext(int epochs) {
    return savedEpochs + interval - epochs;
  }

  @Override
  public void save(Supplier<Checkpoint> now) {
    Checkpoint checkpoint = now.get().with(run);
    folder.write(checkpoint);
    savedEpochs = checkpoint.reports().size();
  }
}
