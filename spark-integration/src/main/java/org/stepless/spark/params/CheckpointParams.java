package org.stepless.spark.params;

import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.Param;

/**
 * The params that say where a run is saved.
 *
 * <p>A fit with a {@code checkpointDir} saves itself there as it goes and at its end. A fit that
 * finds a checkpoint of its own there goes on from it, to the same bits as if it had never stopped;
 * one that had finished gives its result at once. Its own is a checkpoint of the same params, rows,
 * layout of the rows and initial model; for any other the fit fails before training and names what
 * differs. So every fit needs a folder of its own: the many fits of a {@code CrossValidator},
 * {@code TrainValidationSplit} or {@code OneVsRest} cannot share one. Delete the folder to train
 * anew. A folder that cannot be written fails the fit before the rows are read; a checkpoint that
 * cannot be written later ends it with an error that names the file, and those before stay.
 *
 * @param <E> the estimator
 */
public interface CheckpointParams<E> extends RunParams<E> {

  /** Folder for checkpoints on any Hadoop file system; not set by default: nothing is saved. */
  default Param<String> checkpointDir() {
    return common().checkpointDir;
  }

  /** Value of checkpointDir. */
  default String getCheckpointDir() {
    return getOrDefault(checkpointDir());
  }

  /**
   * Sets checkpointDir. Folder for checkpoints of this one fit on any Hadoop file system; not set
   * by default: nothing is saved.
   */
  default E setCheckpointDir(String value) {
    set(checkpointDir(), value);
    return self();
  }

  /** Epochs between two checkpoints, in every mode; at least 1, default 10. */
  default IntParam checkpointInterval() {
    return common().checkpointInterval;
  }

  /** Value of checkpointInterval. */
  default int getCheckpointInterval() {
    return (int) getOrDefault(checkpointInterval());
  }

  /** Sets checkpointInterval. Epochs between two checkpoints; at least 1, default 10. */
  default E setCheckpointInterval(int value) {
    set(checkpointInterval(), value);
    return self();
  }
}
