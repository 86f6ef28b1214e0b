package org.stepless.methods;

import org.stepless.optimizer.Block;
import org.stepless.optimizer.Layout;

/** The state and the averaging that the Schedule-Free methods share. */
final class ScheduleFree {
  private static final Layout.Builder STATE = Layout.builder();
  static final int Z = STATE.vector("z");
  static final int LR = STATE.averaged("lr"), C = STATE.averaged("c");
  static final int WEIGHT_SUM = STATE.averaged("weightSum");
  static final int ROOT_FACTOR = STATE.averaged("rootFactor"), LR_MAX = STATE.maximal("lrMax");
  static final Layout LAYOUT = STATE.build();
  static final int EXP_AVG_SQ = STATE.vector("expAvgSq");
  static final Layout ADAM_LAYOUT = STATE.build();

  private ScheduleFree() {}

  /** Starts a step with learning rate {@code lr}: sets the weight c of z in the average. */
  static void begin(double[] scalars, long step, double lr, double r, double weightPower) {
    double lrMax = Math.max(scalars[LR_MAX], lr);
    double weight = (r == 0 ? 1 : Math.pow(step + 1, r)) * Math.pow(lrMax, weightPower);
    double sum = scalars[WEIGHT_SUM] + weight;
    scalars[LR] = lr;
    scalars[LR_MAX] = lrMax;
    scalars[WEIGHT_SUM] = sum;
    scalars[C] = sum > 0 ? weight / sum : 0;
  }

  /** The share of the learning rate during warm-up. */
  static double warmup(long step, int warmupSteps) {
    return step + 1 < warmupSteps ? (step + 1) / (double) warmupSteps : 1;
  }

  /** Writes the averaged point, y moved by lerp(y, z, 1 - 1/beta). */
  static void average(Block b, double beta, double[] out) {
    double[] y = b.x(), z = b.vector(Z);
    double weight = 1 - 1 / beta;
    for (int i = b.from(), to = b.to(); i < to; i++) {
      out[i] = y[i] + weight * (z[i] - y[i]);
    }
  }

  /** Adam's step of an Adam-like method: u = g / D + weightDecay y. */
  static void applyAdam(
      Block b, double[] scalars, double beta1, double beta2, double eps, double weightDecay) {
    double[] y = b.x(), gradient = b.gradient(), z = b.vector(Z), v = b.vector(EXP_AVG_SQ);
    double lr = scalars[LR], c = scalars[C], rootFactor = scalars[ROOT_FACTOR];
    double yFactor = lr * (beta1 * (1 - c) - 1);
    for (int i = b.from(), to = b.to(); i < to; i++) {
      double g = gradient[i], point = y[i], base = z[i];
      double square = beta2 * v[i] + (1 - beta2) * g * g;
      double u = g / (rootFactor * Math.sqrt(square) + eps) + weightDecay * point;
      v[i] = square;
      // Differences, as the compiler vectorises a sum of two products by chance only.
      y[i] = point - (c * (point - base) - yFactor * u);
      z[i] = base - lr * u;
    }
  }
}
