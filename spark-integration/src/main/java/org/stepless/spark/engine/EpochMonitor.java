package org.stepless.spark.engine;

import org.stepless.training.EpochReport;

/** Sees the model at the end of every epoch, may end the run there, and chooses its result. */
public interface EpochMonitor {

  /**
   * Called on the driver after every epoch, at least once a run.
   *
   * @param model the model as it stands, in an array of its own
   * @return whether to go on
   */
  boolean goOn(EpochReport report, double[] model);

  /** The model that the run returns. */
  double[] model();
}
