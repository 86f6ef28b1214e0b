package org.stepless.schedules;

/**
 * Half a cosine from 1 to 0, {@code (1 + cos(pi k/T)) / 2}.
 *
 * @param warmup linear warm-up: below 1 a fraction of the run, else a number of steps; default 0
 */
public record Cosine(double warmup) implements WarmUp {
  public Cosine() {
    this(0);
  }

  public Cosine {
    WarmUp.check(warmup);
  }

  @Override
  public double decay(long step, long totalSteps, long warmupSteps) {
    return (1 + Math.cos(Math.PI * step / totalSteps)) / 2;
  }
}
