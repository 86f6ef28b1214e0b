package org.stepless.spark;

import org.stepless.training.EpochReport;

/** Is told on the driver how training goes. Exceptions end the training. */
public interface TrainingListener {

  /** Called before the first step with the decisions of the run in one line. */
  default void onStart(String description) {}

  /** Called after every pass over the rows; several reports may come at once after a round. */
  default void onEpoch(EpochReport report) {}

  /**
   * Called after every pass over the rows if some rows are kept to validate on.
   *
   * @param loss mean weighted loss over them, without penalty
   */
  default void onValidation(int epoch, double loss) {}

  /** Called after training, before the model is returned. */
  default void onEnd(TrainingSummary summary) {}
}
