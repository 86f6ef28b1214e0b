package org.stepless.schedules;

/** The check that all schedules share. */
final class Run {
  private Run() {}

  static void check(long step, long totalSteps) {
    if (step < 0 || step >= totalSteps) {
      throw new IllegalArgumentException(
          "step %d is outside a run of %d steps".formatted(step, totalSteps));
    }
  }
}
