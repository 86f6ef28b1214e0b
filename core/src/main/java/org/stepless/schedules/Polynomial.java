package org.stepless.schedules;

import org.stepless.text.Check;

/**
 * Polynomial decay to 0 at the end of the run, {@code (1 - k/T)^power}.
 *
 * @param power positive, default 2
 * @param warmup linear warm-up: below 1 a fraction of the run, else a number of steps; default 0
 */
public record Polynomial(double power, double warmup) implements WarmUp {
  public Polynomial() {
    this(2, 0);
  }

  public Polynomial {
    Check.positive("power", power);
    WarmUp.check(warmup);
  }

  @Override
  public double decay(long step, long totalSteps, long warmupSteps) {
    return Math.pow(1 - (double) step / totalSteps, power);
  }
}
