package org.stepless.schedules;

import org.stepless.text.Check;

/**
 * Divides the multiplier by a factor at three points of the run. A point at 1 is never reached.
 *
 * @param factor what the multiplier is divided by; positive, default 10
 * @param first fraction of the run at the first division; in [0, 1], default 0.6
 * @param second the same for the second, default 0.8
 * @param third the same for the third, default 0.95
 * @param warmup linear warm-up: below 1 a fraction of the run, else a number of steps; default 0
 */
public record StepDecay(double factor, double first, double second, double third, double warmup)
    implements WarmUp {
  public StepDecay() {
    this(10, 0.6, 0.8, 0.95, 0);
  }

  public StepDecay {
    Check.positive("factor", factor);
    checkPoint("first", first);
    checkPoint("second", second);
    checkPoint("third", third);
    WarmUp.check(warmup);
  }

  private static void checkPoint(String name, double value) {
    Check.require(value >= 0 && value <= 1, name, "in [0, 1]", value);
  }

  @Override
  public double decay(long step, long totalSteps, long warmupSteps) {
    double multiplier = 1;
    multiplier = step >= Math.round(first * totalSteps) ? multiplier / factor : multiplier;
    multiplier = step >= Math.round(second * totalSteps) ? multiplier / factor : multiplier;
    return step >= Math.round(third * totalSteps) ? multiplier / factor : multiplier;
  }
}
