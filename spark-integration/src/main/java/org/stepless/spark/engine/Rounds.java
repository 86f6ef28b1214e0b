package org.stepless.spark.engine;

import org.stepless.plan.RunPlan;
import org.stepless.spark.placement.Placement;
import org.stepless.spark.rows.BlockData;
import org.stepless.training.Progress;
import org.stepless.training.Training;

/**
 * Takes a run from where it stands to the end of the next round: one job, or none on the driver.
 *
 * <p>There are two kinds: {@link GradientRounds}, one sum of gradients and one step of the rule;
 * and {@link ReplicaRounds}, copies of the state that each take some steps and are merged. Both
 * hold the state whole. A third kind, ShardRounds, would keep it in shards on the executors.
 */
interface Rounds {
  /** The rounds of a plan, on the placement that goes with it. */
  static Rounds of(RunPlan plan, BlockData data, Placement placement, Training training) {
    return switch (plan.mode()) {
      case SYNCHRONOUS -> new GradientRounds(placement, training);
      case LOCAL ->
          new ReplicaRounds(
              placement, training, Budgets.steps(plan.syncInterval(), plan.steps()), data.rows());
      default ->
          new ReplicaRounds(
              placement, training, Budgets.alone(training, data.storedValues()), data.rows());
    };
  }

  /**
   * @param progress where the run stands; must not be used again afterwards
   * @param epochs how many epochs the round may end at most, at least 1
   */
  Round next(Progress progress, int epochs);

  /** Seconds since a reading of {@link System#nanoTime}. */
  static double secondsSince(long start) {
    return (System.nanoTime() - start) * 1e-9;
  }
}
