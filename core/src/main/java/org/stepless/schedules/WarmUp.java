package org.stepless.schedules;

import org.stepless.text.Check;

/**
 * A schedule with an optional linear warm-up: over the first W steps the decay is multiplied by
 * 1/W, 2/W, ... 1. The multiplier of the first step is never 0.
 *
 * <p>W is the nearest whole number to {@code warmup} times the total steps if {@code warmup} is
 * below 1, otherwise {@code warmup} itself.
 */
interface WarmUp extends Schedule {
  double warmup();

  /** The multiplier without its warm-up factor, {@code warmupSteps} being W. */
  double decay(long step, long totalSteps, long warmupSteps);

  @Override
  default double multiplier(long step, long totalSteps) {
    Run.check(step, totalSteps);
    double warmup = warmup();
    long warmupSteps = warmup < 1 ? Math.round(warmup * totalSteps) : (long) warmup;
    double decay = decay(step, totalSteps, warmupSteps);
    return step < warmupSteps ? decay * (step + 1) / warmupSteps : decay;
  }

  /** The step's number counted from 1 at the end of the warm-up, 1 before. */
  static double stepsSince(long warmupSteps, long step) {
    return Math.max(0, step - warmupSteps) + 1;
  }

  static void check(double warmup) {
    Check.notNegative("warmup", warmup);
    Check.require(
        warmup < 1 || warmup == Math.rint(warmup),
        "warmup",
        "a fraction of the run below 1 or a whole number of steps",
        warmup);
  }
}
