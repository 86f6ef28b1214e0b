package org.stepless.spark.engine;

import org.stepless.spark.checkpoint.Checkpoint;
import org.stepless.training.EpochReport;

/** Sees the model at the end of every epoch, may end the run there, and chooses its result. */
public interface EpochMonitor {

  /**
   * Called on the driver after every full epoch.
   *
   * @param model the model as it stands, in an array of its own
   */
  void see(EpochReport report, double[] model);

  /** Whether the run shall end where it stands. */
  boolean done();

  /** The model that the run returns, if it had a full epoch. */
  double[] model();

  /** What was seen so far, from which {@link #restore} goes on. */
  Checkpoint.Validated seen();

  /** Takes over what the monitor of an earlier part of the run had seen. */
  void restore(Checkpoint.Validated seen);
}
