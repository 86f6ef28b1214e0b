package org.stepless.bench.kernels;

import java.util.Arrays;
import java.util.Random;
import org.stepless.optimizer.Block;
import org.stepless.optimizer.OptimizerState;
import org.stepless.optimizer.Stepper;
import org.stepless.optimizer.UpdateRule;

/**
 * How many arrays a step of a rule must move: the point, the gradient and the state vectors, each
 * once for every pass that reads it and once for every pass that writes it.
 *
 * <p>Nobody declares this: it is found on a small model. A pass must read an array if what it gives
 * is different for other values in the array, and must write an array that it leaves different. So
 * what a rule's parameters make idle, such as a momentum of 0, does not count, whether or not the
 * loops touch it.
 *
 * @param read arrays read, counted once a pass
 * @param written arrays written
 */
public record Traffic(int read, int written) {
  private static final int COORDINATES = 32;
  private static final int STEPS = 10;

  /** Bytes a coordinate. */
  public int bytes() {
    return Double.BYTES * (read + written);
  }

  /** The traffic of one step of a rule that has already taken some. */
  public static Traffic of(UpdateRule rule) {
    Random random = new Random(1);
    OptimizerState state = OptimizerState.start(rule, normal(random));
    Stepper stepper = new Stepper(rule, state);
    for (int step = 0; step < STEPS; step++) {
      System.arraycopy(normal(random), 0, stepper.gradient(), 0, COORDINATES);
      stepper.step(1, 1);
    }
    double[] scalars = state.scalars();
    double[][] arrays = new double[2 + state.vectors().length][];
    arrays[0] = state.x();
    arrays[1] = normal(random);
    System.arraycopy(state.vectors(), 0, arrays, 2, state.vectors().length);
    rule.begin(scalars, STEPS, 1, 1);
    int read = 0;
    int[] reductions = rule.reductions();
    for (int round = 0; round < reductions.length; round++) {
      double[] sums = measure(rule, round, arrays, scalars, reductions[round]);
      for (int a = 0; a < arrays.length; a++) {
        double[] others = measure(rule, round, changed(arrays, a), scalars, reductions[round]);
        read += Arrays.equals(sums, others) ? 0 : 1;
      }
      rule.resolve(round, scalars, sums);
    }
    double[][] after = apply(rule, arrays, scalars);
    int written = 0;
    for (int a = 0; a < arrays.length; a++) {
      double[][] others = apply(rule, changed(arrays, a), scalars);
      boolean writes = !Arrays.equals(arrays[a], after[a]), reads = false;
      for (int v = 0; v < arrays.length; v++) {
        reads |= (v != a || writes) && !Arrays.equals(after[v], others[v]);
      }
      read += reads ? 1 : 0;
      written += writes ? 1 : 0;
    }
    return new Traffic(read, written);
  }

  private static double[] measure(
      UpdateRule rule, int round, double[][] arrays, double[] scalars, int count) {
    double[] sums = new double[count];
    rule.measure(round, block(arrays), scalars, sums);
    return sums;
  }

  private static double[][] apply(UpdateRule rule, double[][] arrays, double[] scalars) {
    double[][] copies = copy(arrays);
    rule.apply(block(copies), scalars.clone());
    return copies;
  }

  private static Block block(double[][] arrays) {
    double[][] vectors = Arrays.copyOfRange(arrays, 2, arrays.length);
    return new Block(arrays[0], arrays[1], vectors, 0, COORDINATES, 0);
  }

  private static double[][] copy(double[][] arrays) {
    return Arrays.stream(arrays).map(double[]::clone).toArray(double[][]::new);
  }

  /** The arrays with other values in one of them, of the other sign, too, in some places. */
  private static double[][] changed(double[][] arrays, int which) {
    double[][] all = copy(arrays);
    for (int i = 0; i < COORDINATES; i++) {
      all[which][i] = (i % 2 == 0 ? 3 : -3) * all[which][i] + 1;
    }
    return all;
  }

  private static double[] normal(Random random) {
    return random.doubles(COORDINATES, -1, 1).toArray();
  }
}
