package org.stepless.bench;

import java.util.Arrays;
import java.util.Locale;
import java.util.Random;
import org.stepless.methods.Methods;
import org.stepless.optimizer.OptimizerState;
import org.stepless.optimizer.Stepper;
import org.stepless.optimizer.UpdateRule;

/**
 * Cost of one step of every rule: nanoseconds on a small model, where overhead counts, and
 * bandwidth on a large one, where memory counts, beside a plain copy loop in the same process.
 *
 * <p>Overhead is the time on a model without coordinates. Bytes of a step are those it must move:
 * the gradient read once, x and every state vector read and written once.
 *
 * <p>Arguments: coordinates of the large model (default 10,000,000; 0 leaves it out).
 */
public final class RuleBench {
  private static final int SMALL = 128;
  private static final int REPETITIONS = 7;

  private RuleBench() {}

  public static void main(String[] args) {
    int large = args.length > 0 ? Integer.parseInt(args[0]) : 10_000_000;
    double copy = large == 0 ? Double.NaN : copyBandwidth(large);
    System.out.printf(Locale.ROOT, "copy loop %.1f GB/s%n", copy);
    System.out.printf(
        "%-20s %10s %12s %10s %8s%n", "rule", "n=0 ns", "n=128 ns", "GB/s", "of copy");
    for (String name : Methods.CATALOG.names()) {
      UpdateRule rule = Methods.CATALOG.create(name);
      double empty = nanosPerStep(rule, 0, 200_000);
      double small = nanosPerStep(rule, SMALL, 100_000);
      double bandwidth = Double.NaN;
      if (large > 0) {
        // x and the state vectors twice, the gradient once
        double bytes = 8.0 * large * (2 * (1 + rule.layout().vectors().size()) + 1);
        bandwidth = bytes / nanosPerStep(rule, large, 1);
      }
      System.out.printf(
          Locale.ROOT,
          "%-20s %10.0f %12.0f %10.1f %7.0f%%%n",
          name,
          empty,
          small,
          bandwidth,
          100 * bandwidth / copy);
    }
  }

  /** Best of several repetitions, so that a busy machine counts least. */
  private static double nanosPerStep(UpdateRule rule, int coordinates, int steps) {
    Random random = new Random(1);
    double[] start = random.doubles(coordinates, -1, 1).toArray();
    Stepper stepper = new Stepper(rule, OptimizerState.start(rule, start));
    for (int i = 0; i < coordinates; i++) {
      stepper.gradient()[i] = 1e-3 * random.nextGaussian();
    }
    double best = Double.POSITIVE_INFINITY;
    for (int repetition = 0; repetition < REPETITIONS; repetition++) {
      long begin = System.nanoTime();
      for (int step = 0; step < steps; step++) {
        stepper.step(1e-6, 1);
      }
      best = Math.min(best, (double) (System.nanoTime() - begin) / steps);
    }
    return best;
  }

  private static double copyBandwidth(int coordinates) {
    double[] from = new double[coordinates], to = new double[coordinates];
    Arrays.fill(from, 1);
    double best = Double.POSITIVE_INFINITY;
    for (int repetition = 0; repetition < 3 * REPETITIONS; repetition++) {
      long begin = System.nanoTime();
      for (int i = 0; i < coordinates; i++) {
        to[i] = from[i];
      }
      best = Math.min(best, System.nanoTime() - begin);
    }
    return 16.0 * coordinates / best;
  }
}
