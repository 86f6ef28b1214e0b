package org.stepless.schedules;

/**
 * Linear decay to 0 at the end of the run, {@code 1 - k/T}: the default, and the best of the fixed
 * schedules in Defazio, Cutkosky, Mehta and Mishchenko, "Optimal Linear Decay Learning Rate
 * Schedules and Further Refinements", arXiv:2310.07831.
 *
 * @param warmup linear warm-up: below 1 a fraction of the run, else a number of steps; default 0
 */
public record Linear(double warmup) implements WarmUp {
  public Linear() {
    this(0);
  }

  public Linear {
    WarmUp.check(warmup);
  }

  @Override
  public double decay(long step, long totalSteps, long warmupSteps) {
    return 1 - (double) step / totalSteps;
  }
}
