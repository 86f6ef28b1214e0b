package org.stepless.spark.engine;

import org.stepless.optimizer.ExampleRule;
import org.stepless.training.Budget;
import org.stepless.training.Progress;
import org.stepless.training.Training;
import org.stepless.training.TrainingPlan;

/** How long replicas train in the next round. */
@FunctionalInterface
interface Budgets {
  /** About how long a task trains alone before the driver can report. */
  long ROUND_NANOSECONDS = 1_000_000_000L;

  /** The same in numbers that are read or written, for rounds that must not depend on a clock. */
  double ROUND_NUMBERS = 5e8;

  /** Passes over a gradient: filled, scaled, squared, added to the point and mapped to it. */
  int GRADIENT_PASSES = 5;

  /**
   * @param progress where the run stands
   * @param epochs how many epochs the round may end at most
   */
  Budget next(Progress progress, int epochs);

  /** So many steps, but never across the end of an epoch, where replicas are merged. */
  static Budgets steps(int interval, TrainingPlan plan) {
    return (progress, epochs) ->
        new Budget.Steps(Math.min(interval, plan.stepsToEpochEnd(progress.state().step())));
  }

  /**
   * About a second, for a replica that has all rows. Lost trackers are computed again in the same
   * way, so that no clock may end a round that changes some: their number of epochs follows from
   * the size of the data.
   */
  static Budgets alone(Training training, long storedValues) {
    TrainingPlan plan = training.plan();
    if (!(plan.rule() instanceof ExampleRule)) {
      return (progress, epochs) -> new Budget.Time(ROUND_NANOSECONDS, epochs);
    }
    double numbers =
        2.0 * storedValues
            + (double) GRADIENT_PASSES * training.problem().dimension() * plan.stepsPerEpoch();
    int most = (int) Math.max(1, Math.min(1e6, ROUND_NUMBERS / numbers));
    return (progress, epochs) -> new Budget.Epochs(Math.min(most, epochs));
  }
}
