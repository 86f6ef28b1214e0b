package org.stepless.spark.fit;

import org.apache.hadoop.conf.Configuration;
import org.stepless.plan.RunRequest;
import org.stepless.spark.checkpoint.CheckpointFolder;
import org.stepless.spark.checkpoint.Checkpoints;
import org.stepless.spark.checkpoint.Fingerprint;

/**
 * What the user set of a fit, beside rows and problem.
 *
 * @param request how to train
 * @param aggregationDepth levels of the tree in which results are merged
 * @param checkpointDir folder for checkpoints; null saves nothing
 * @param checkpointInterval epochs between two checkpoints
 * @param fingerprint what the result depends on beside request and rows
 * @param patience epochs without a new best validation loss after which training stops
 * @param listener is told how training goes
 */
public record FitSettings(
    RunRequest request,
    int aggregationDepth,
    String checkpointDir,
    int checkpointInterval,
    Fingerprint fingerprint,
    int patience,
    TrainingListener listener) {
  /** The folder for checkpoints, found writable; null if none is set. */
  CheckpointFolder openFolder(Configuration configuration) {
    return checkpointDir == null ? null : CheckpointFolder.open(checkpointDir, configuration);
  }

  Checkpoints checkpoints(CheckpointFolder folder, Fingerprint print) {
    return folder == null ? Checkpoints.NONE : Checkpoints.in(folder, checkpointInterval, print);
  }
}
