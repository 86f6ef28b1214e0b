package org.stepless.schedules;

/**
 * The multiplier 1 in every step.
 *
 * @param warmup linear warm-up: below 1 a fraction of the run, else a number of steps; default 0
 */
public record Constant(double warmup) implements WarmUp {
  public Constant() {
    this(0);
  }

  public Constant {
    WarmUp.check(warmup);
  }

  @Override
  public double decay(long step, long totalSteps, long warmupSteps) {
    return 1;
  }
}
