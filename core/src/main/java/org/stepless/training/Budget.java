package org.stepless.training;

import java.io.Serializable;

/**
 * How far a replica trains before it hands its state back. Only the first kind is for replicas that
 * are merged; the others are for one that has all rows, which closes its own epochs.
 */
public sealed interface Budget extends Serializable {
  /** Trains until the budget is spent. */
  void spend(TrainingLoop loop);

  /** Whether epochs are closed on the way. */
  boolean closesEpochs();

  /**
   * So many steps.
   *
   * @param steps at least 1
   */
  record Steps(int steps) implements Budget {
    @Override
    public void spend(TrainingLoop loop) {
      loop.runSteps(steps);
    }

    @Override
    public boolean closesEpochs() {
      return false;
    }
  }

  /**
   * So many epochs, whatever time they take.
   *
   * @param epochs at least 1
   */
  record Epochs(int epochs) implements Budget {
    @Override
    public void spend(TrainingLoop loop) {
      loop.runEpochs(epochs);
    }

    @Override
    public boolean closesEpochs() {
      return true;
    }
  }

  /**
   * So much time, but no more than so many epochs.
   *
   * @param nanoseconds after which no further steps are begun
   * @param epochs at least 1
   */
  record Time(long nanoseconds, int epochs) implements Budget {
    @Override
    public void spend(TrainingLoop loop) {
      loop.run(nanoseconds, epochs);
    }

    @Override
    public boolean closesEpochs() {
      return true;
    }
  }
}
