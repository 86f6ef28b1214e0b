package org.stepless.methods;

import org.stepless.optimizer.Layout;

/**
 * The state and the step size that {@link MoMo} and {@link MoMoAdam} share: a Polyak step on the
 * average of the last batches' linear models, cut off at a lower bound of the loss.
 */
final class MoMoStep {
  private static final Layout.Builder STATE = Layout.builder();
  static final int EXP_AVG = STATE.vector("expAvg");
  static final int LOWER_BOUND = STATE.averaged("lowerBound");
  static final int LOSS_AVG = STATE.averaged("lossAvg"), DOT_AVG = STATE.averaged("dotAvg");
  static final int GAMMA = STATE.averaged("gamma"), RHO = STATE.averaged("rho");
  static final int KEEP = STATE.averaged("keep"), TAU = STATE.averaged("tau");
  static final int UPDATES = STATE.maximal("updates");
  static final Layout LAYOUT = STATE.build();
  static final int X_G = 0, X_E = 1, E_SQ = 2;
  static final int[] REDUCTIONS = {3};

  private MoMoStep() {}

  /** Starts a step: {@code keep} is the averages' decay, {@code rho} the weight in them so far. */
  static void begin(double[] scalars, double gamma, double keep, double rho, double loss) {
    scalars[UPDATES]++;
    scalars[GAMMA] = gamma;
    scalars[KEEP] = keep;
    scalars[RHO] = rho;
    scalars[LOSS_AVG] = keep * scalars[LOSS_AVG] + (1 - keep) * loss;
  }

  /** Sets tau and, if {@code useFstar}, the lower bound; tau is 0 where the gradients are. */
  static void resolve(
      double[] scalars, double[] sums, double weightDecay, boolean useFstar, double leastBound) {
    double keep = scalars[KEEP], rho = scalars[RHO], gamma = scalars[GAMMA];
    double lossAvg = scalars[LOSS_AVG], dot = sums[X_E], norm = sums[E_SQ];
    double dotAvg = keep * scalars[DOT_AVG] + (1 - keep) * sums[X_G];
    double c = 1 + gamma * weightDecay;
    scalars[DOT_AVG] = dotAvg;
    scalars[TAU] = 0;
    if (norm == 0) {
      scalars[GAMMA] = 0; // no decay either
      return;
    }
    if (useFstar) {
      double cap = c * lossAvg + dot - c * dotAvg;
      if (cap < c * rho * scalars[LOWER_BOUND]) {
        scalars[LOWER_BOUND] = Math.max(cap / (2 * c * rho), leastBound);
      }
    }
    double gap = c * (lossAvg - rho * scalars[LOWER_BOUND]) + dot - c * dotAvg;
    double tau = Math.min(gamma / rho, Math.max(gap, 0) / norm);
    scalars[TAU] = tau;
    if (useFstar) {
      double bound = (lossAvg + dot - dotAvg - tau * norm / 2) / rho;
      scalars[LOWER_BOUND] = Math.max(bound, leastBound);
    }
  }
}
