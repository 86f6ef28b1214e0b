package org.stepless.spark.fit;

import org.stepless.training.EpochReport;
import org.stepless.training.FinishReport;
import org.stepless.training.RoundReport;
import org.stepless.training.RunListener;

/** Is told on the driver how training goes. Exceptions end the training. */
public interface TrainingListener extends RunListener {
  /** Hears nothing. */
  TrainingListener NONE = new TrainingListener() {};

  /**
   * Called after every pass over the rows if some rows are kept to validate on.
   *
   * @param loss mean weighted loss over them, without penalty
   */
  default void onValidation(int epoch, double loss) {}

  /** Called after training, before the model is returned. */
  default void onEnd(TrainingSummary summary) {}

  /** A listener that tells this one and then another. */
  default TrainingListener and(TrainingListener next) {
    TrainingListener first = this;
    return new TrainingListener() {
      @Override
      public void onStart(String description) {
        first.onStart(description);
        next.onStart(description);
      }

      @Override
      public void onRound(RoundReport report) {
        first.onRound(report);
        next.onRound(report);
      }

      @Override
      public void onEpoch(EpochReport report) {
        first.onEpoch(report);
        next.onEpoch(report);
      }

      @Override
      public void onFinish(FinishReport report) {
        first.onFinish(report);
        next.onFinish(report);
      }

      @Override
      public void onValidation(int epoch, double loss) {
        first.onValidation(epoch, loss);
        next.onValidation(epoch, loss);
      }

      @Override
      public void onEnd(TrainingSummary summary) {
        first.onEnd(summary);
        next.onEnd(summary);
      }
    };
  }
}
