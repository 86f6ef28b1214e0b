package org.stepless.methods;

import org.stepless.optimizer.Layout;

/**
 * What the D-Adaptation methods share, and Prodigy's forms without Adam with them: the estimate d
 * of the distance D from the starting point to the solution, which only grows, and the weight
 * lambda of a gradient, in proportion to d.
 */
final class DAdaptStep {
  private static final Layout.Builder STATE = Layout.builder();
  static final int D = STATE.maximal("d"), LAMBDA = STATE.averaged("lambda");
  static final Layout LAYOUT = STATE.build();
  static final int NUMERATOR = STATE.averaged("numerator");
  static final Layout WITH_NUMERATOR = STATE.build();

  /** The sums of {@link #resolve}. */
  static final int DOT = 0, S_NORM = 1;

  static final int[] REDUCTIONS = {2};

  private DAdaptStep() {}

  /** Starts a step: lambda = d m_k. */
  static void begin(double[] scalars, double multiplier) {
    scalars[LAMBDA] = scalars[D] * multiplier;
  }

  /** The next d: the estimate, but neither less than d nor more than d growthRate. */
  static double grow(double d, double estimate, double growthRate) {
    return Math.max(d, Math.min(estimate, d * growthRate));
  }

  /** The same for the d of the state. */
  static void grow(double[] scalars, double estimate, double growthRate) {
    scalars[D] = grow(scalars[D], estimate, growthRate);
  }

  /** |s + lambda g|^2 from |s|^2, (g, s) and |g|^2, so that no round is spent on it. */
  static double normSq(double lambda, double sSq, double gS, double gSq) {
    return sSq + 2 * lambda * gS + lambda * lambda * gSq;
  }

  /**
   * Lets d grow where s and the numerator decay by q, in {@link DAdaptAdam} and {@link DAdaptLion}:
   *
   * <pre>
   * num = q num + (1 - q) lambda DOT
   * dHat = num / ((1 - q) S_NORM),  d = max(d, min(dHat, d growthRate))
   * </pre>
   *
   * While s is 0, lambda is 0 and nothing moves.
   */
  static void resolve(double[] scalars, double[] sums, double q, double growthRate) {
    scalars[NUMERATOR] = q * scalars[NUMERATOR] + (1 - q) * scalars[LAMBDA] * sums[DOT];
    if (sums[S_NORM] > 0) {
      grow(scalars, scalars[NUMERATOR] / ((1 - q) * sums[S_NORM]), growthRate);
    } else {
      scalars[LAMBDA] = 0;
    }
  }
}
