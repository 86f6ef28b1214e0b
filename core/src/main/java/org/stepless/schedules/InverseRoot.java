package org.stepless.schedules;

/**
 * {@code 1/sqrt(t)}, t counted from 1 at the end of the warm-up.
 *
 * @param warmup linear warm-up: below 1 a fraction of the run, else a number of steps; default 0
 */
public record InverseRoot(double warmup) implements WarmUp {
  public InverseRoot() {
    this(0);
  }

  public InverseRoot {
    WarmUp.check(warmup);
  }

  @Override
  public double decay(long step, long totalSteps, long warmupSteps) {
    return 1 / Math.sqrt(WarmUp.stepsSince(warmupSteps, step));
  }
}
