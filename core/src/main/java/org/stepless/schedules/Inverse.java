package org.stepless.schedules;

/**
 * {@code 1/t}, t counted from 1 at the end of the warm-up.
 *
 * @param warmup linear warm-up: below 1 a fraction of the run, else a number of steps; default 0
 */
public record Inverse(double warmup) implements WarmUp {
  public Inverse() {
    this(0);
  }

  public Inverse {
    WarmUp.check(warmup);
  }

  @Override
  public double decay(long step, long totalSteps, long warmupSteps) {
    return 1 / WarmUp.stepsSince(warmupSteps, step);
  }
}
