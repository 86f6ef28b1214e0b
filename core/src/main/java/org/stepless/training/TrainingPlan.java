package org.stepless.training;

import java.io.Serializable;
import org.stepless.optimizer.Method;
import org.stepless.schedules.Schedule;
import org.stepless.text.Check;

/**
 * Everything besides objective, data and starting point that decides the result of a run.
 *
 * @param rule the method
 * @param schedule of the step over the whole run
 * @param epochs passes over the rows; 0 for a run that takes no steps
 * @param stepsPerEpoch steps per pass: every partition cuts its rows into this many batches
 * @param seed of the order in which rows are visited
 * @param tolerance stop after an epoch whose loss differs from the one before by at most this,
 *     relative to the larger of 1e-12 {@code lossUnit} and the loss; 0 never stops early
 * @param totalSteps steps of the run; the last pass may be cut short, but not left out
 * @param lossUnit of losses, see {@link Units}; positive
 */
public record TrainingPlan(
    Method rule,
    Schedule schedule,
    int epochs,
    int stepsPerEpoch,
    long seed,
    double tolerance,
    long totalSteps,
    double lossUnit)
    implements Serializable {
  /** Losses below count as this large where they are compared, in their unit. */
  static final double SMALLEST_LOSS = 1e-12;

  public TrainingPlan {
    Check.atLeast("epochs", epochs, 0);
    Check.atLeast("stepsPerEpoch", stepsPerEpoch, 1);
    Check.notNegative("tolerance", tolerance);
    Check.positive("lossUnit", lossUnit);
    long fewest = epochs == 0 ? 0 : (epochs - 1L) * stepsPerEpoch + 1,
        most = (long) epochs * stepsPerEpoch;
    Check.require(
        totalSteps >= fewest && totalSteps <= most,
        "totalSteps",
        "in [%d, %d], so that %d epochs of %d steps begin"
            .formatted(fewest, most, epochs, stepsPerEpoch),
        totalSteps);
  }

  /** A plan for losses as they are. */
  public TrainingPlan(
      Method rule,
      Schedule schedule,
      int epochs,
      int stepsPerEpoch,
      long seed,
      double tolerance,
      long totalSteps) {
    this(rule, schedule, epochs, stepsPerEpoch, seed, tolerance, totalSteps, 1);
  }

  /** This plan for losses in another unit. */
  public TrainingPlan withLossUnit(double unit) {
    return unit == lossUnit
        ? this
        : new TrainingPlan(
            rule, schedule, epochs, stepsPerEpoch, seed, tolerance, totalSteps, unit);
  }

  /** A plan of full passes. */
  public TrainingPlan(
      Method rule, Schedule schedule, int epochs, int stepsPerEpoch, long seed, double tolerance) {
    this(rule, schedule, epochs, stepsPerEpoch, seed, tolerance, (long) epochs * stepsPerEpoch);
  }

  /** The schedule's multiplier of a step, counted from 0. */
  public double multiplier(long step) {
    return schedule.multiplier(step, totalSteps());
  }

  /** Steps left after {@code step} in its epoch, or in the run if that ends first. */
  public int stepsToEpochEnd(long step) {
    return (int) Math.min(stepsPerEpoch - step % stepsPerEpoch, totalSteps - step);
  }

  /** First position, in the order of the epoch, of a batch in a partition of {@code rows} rows. */
  public int batchStart(int batch, int rows) {
    return (int) ((long) batch * rows / stepsPerEpoch);
  }

  /** Rows of the largest batch in a partition of {@code rows} rows. */
  public int largestBatch(int rows) {
    return (int) ((rows + stepsPerEpoch - 1L) / stepsPerEpoch);
  }

  /** Whether an epoch's loss is so near the one before that training should stop. */
  public boolean converged(double lossBefore, double loss) {
    return tolerance > 0
        && Math.abs(lossBefore - loss)
            <= tolerance * Math.max(SMALLEST_LOSS * lossUnit, Math.abs(loss));
  }
}
