package org.stepless.spark.engine;

import org.stepless.training.EpochReport;

/** Sees the model at the end of every epoch, may end the run there, and chooses its result. */
public interface EpochMonitor {

  /**
   * Called on the driver after every full epoch.
   *
   * @param model the model as it stands, in an array of its own
   * @return whether to go on
   */
  boolean goOn(EpochReport report, double[] model);

  /** The model that the run returns, if it had a full epoch. */
  double[] model();
}
