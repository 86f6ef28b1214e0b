package org.stepless.methods;

import org.stepless.optimizer.Block;
import org.stepless.optimizer.Layout;

/**
 * The state, the sums and the step that {@link Dog}, {@link Dowg} and every group of {@link LDog}
 * share: steps in proportion to the largest distance r from the starting point, and an average of
 * the points, each weighted by what r gives. A group has its own scalars and sums, so that all
 * functions take the indices of the first of them.
 */
final class DogStep {
  private static final Layout.Builder STATE = Layout.builder();
  static final int X0 = STATE.vector("x0"), AVERAGE = STATE.vector("average");
  static final Layout VECTORS = STATE.build();
  static final int DISTANCE = STATE.maximal("distance");
  static final int GRADIENT_SUM = STATE.averaged("gradientSum");
  static final int WEIGHT_SUM = STATE.averaged("weightSum");
  static final int ETA = STATE.averaged("eta"), SHARE = STATE.averaged("share");
  static final Layout LAYOUT = STATE.build();
  static final int DISTANCE_SQ = 0, X0_SQ = 1, G_SQ = 2, SUMS = 3;
  static final int[] REDUCTIONS = {SUMS};

  private DogStep() {}

  /** Both vectors start at x. */
  static void initialize(Block b) {
    System.arraycopy(b.x(), b.from(), b.vector(X0), b.from(), b.length());
    System.arraycopy(b.x(), b.from(), b.vector(AVERAGE), b.from(), b.length());
  }

  /** Adds the part of the indices {@code [from, to)} of the block to the sums from {@code at}. */
  static void measure(Block b, int from, int to, double weightDecay, double[] sums, int at) {
    double[] x = b.x(), gradient = b.gradient(), x0 = b.vector(X0);
    double distanceSq = 0, x0Sq = 0, gSq = 0;
    for (int i = from; i < to; i++) {
      double g = gradient[i] + weightDecay * x[i];
      double moved = x[i] - x0[i];
      distanceSq += moved * moved;
      x0Sq += x0[i] * x0[i];
      gSq += g * g;
    }
    sums[at + DISTANCE_SQ] += distanceSq;
    sums[at + X0_SQ] += x0Sq;
    sums[at + G_SQ] += gSq;
  }

  /** Lets r grow to the distance, at least {@code initialDistance (1 + |x0|)}, and returns it. */
  static double grow(double[] scalars, int at, double[] sums, int from, double initialDistance) {
    double least = initialDistance * (1 + Math.sqrt(sums[from + X0_SQ]));
    double moved = Math.max(least, Math.sqrt(sums[from + DISTANCE_SQ]));
    double r = Math.max(scalars[at + DISTANCE], moved);
    scalars[at + DISTANCE] = r;
    return r;
  }

  /** Sets the share that the current point, of this weight, has in the average. */
  static void weigh(double[] scalars, int at, double weight) {
    scalars[at + WEIGHT_SUM] += weight;
    scalars[at + SHARE] = weight / scalars[at + WEIGHT_SUM];
  }

  /** Averages and steps at the indices {@code [from, to)} of the block. */
  static void apply(Block b, int from, int to, double weightDecay, double[] scalars, int at) {
    double[] x = b.x(), gradient = b.gradient(), average = b.vector(AVERAGE);
    double eta = scalars[at + ETA], share = scalars[at + SHARE];
    for (int i = from; i < to; i++) {
      average[i] += share * (x[i] - average[i]);
      x[i] -= eta * (gradient[i] + weightDecay * x[i]);
    }
  }

  /** The model is the average. */
  static void model(Block b, double[] out) {
    System.arraycopy(b.vector(AVERAGE), b.from(), out, b.from(), b.length());
  }
}
