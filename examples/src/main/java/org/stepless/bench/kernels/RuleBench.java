package org.stepless.bench.kernels;

import java.util.Random;
import org.stepless.bench.common.Times;
import org.stepless.optimizer.OptimizerState;
import org.stepless.optimizer.Stepper;
import org.stepless.optimizer.UpdateRule;

/** Whole steps of update rules, on a model far larger than the caches and on a small one. */
final class RuleBench {
  private static final int SMALL = 128;
  private static final int SMALL_STEPS = 20_000;
  private static final double MULTIPLIER = 1e-3;

  private RuleBench() {}

  /** Steps of a model of so many coordinates; the bytes are those of {@link Traffic}. */
  static Bandwidth large(
      UpdateRule rule, int coordinates, CopyLoop copy, int repeat, double warmUp) {
    Stepper block = stepper(rule, Math.min(coordinates, Stepper.DEFAULT_BLOCK_LENGTH));
    Bandwidth.warmUp(warmUp, () -> block.step(MULTIPLIER, 1));
    Stepper stepper = stepper(rule, coordinates);
    double bytes = (double) Traffic.of(rule).bytes() * coordinates;
    return Bandwidth.of(copy, repeat, bytes, () -> stepper.step(MULTIPLIER, 1));
  }

  /** Nanoseconds of a step of a model of 128 coordinates, the shortest of some repetitions. */
  static double smallNanos(UpdateRule rule, int repeat) {
    Stepper stepper = stepper(rule, SMALL);
    Times times = new Times();
    for (int i = 0; i < repeat; i++) {
      times.time(
          () -> {
            for (int step = 0; step < SMALL_STEPS; step++) {
              stepper.step(MULTIPLIER, 1);
            }
          });
    }
    return times.shortest() * 1e6 / SMALL_STEPS;
  }

  private static Stepper stepper(UpdateRule rule, int coordinates) {
    Random random = new Random(1);
    double[] start = random.doubles(coordinates, -1, 1).toArray();
    Stepper stepper = new Stepper(rule, OptimizerState.start(rule, start));
    double[] gradient = stepper.gradient();
    for (int i = 0; i < coordinates; i++) {
      gradient[i] = 1e-3 * (random.nextDouble() - 0.5);
    }
    return stepper;
  }
}
