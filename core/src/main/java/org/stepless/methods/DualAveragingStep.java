package org.stepless.methods;

import org.stepless.optimizer.Block;
import org.stepless.optimizer.Layout;

/**
 * The state, the sums and the step that {@link DAdaptResetting} and {@link ProdigyDa} share: dual
 * averaging whose estimate of D comes from the products of gradients and the way back.
 *
 * <pre>
 * num = num + lambda (g, x0 - x),  s = s + lambda g
 * d = max(d, min(num / |s|, d growthRate)),  x = x0 - factor s
 * </pre>
 */
final class DualAveragingStep {
  private static final Layout.Builder STATE = DAdaptStep.WITH_NUMERATOR.extend();
  static final int X0 = STATE.vector("x0"), S = STATE.vector("s");
  static final int GRADIENT_SUM = STATE.averaged("gradientSum");
  static final int FACTOR = STATE.averaged("factor");
  static final Layout LAYOUT = STATE.build();
  static final int DOT = 0, G_SQ = 1, G_S = 2, S_SQ = 3;
  static final int[] REDUCTIONS = {4};

  private DualAveragingStep() {}

  static void measure(Block b, double weightDecay, double[] sums) {
    double[] x = b.x(), gradient = b.gradient(), x0 = b.vector(X0), s = b.vector(S);
    double dot = 0, gSq = 0, gS = 0, sSq = 0;
    for (int i = b.from(), to = b.to(); i < to; i++) {
      double g = gradient[i] + weightDecay * x[i];
      dot += g * (x0[i] - x[i]);
      gSq += g * g;
      gS += g * s[i];
      sSq += s[i] * s[i];
    }
    sums[DOT] += dot;
    sums[G_SQ] += gSq;
    sums[G_S] += gS;
    sums[S_SQ] += sSq;
  }

  /** Lets d grow and returns it. */
  static double grow(double[] scalars, double[] sums, double growthRate) {
    double lambda = scalars[DAdaptStep.LAMBDA];
    scalars[DAdaptStep.NUMERATOR] += lambda * sums[DOT];
    double normSq = DAdaptStep.normSq(lambda, sums[S_SQ], sums[G_S], sums[G_SQ]);
    if (normSq > 0) {
      DAdaptStep.grow(scalars, scalars[DAdaptStep.NUMERATOR] / Math.sqrt(normSq), growthRate);
    }
    return scalars[DAdaptStep.D];
  }

  /** Sets the factor of s to 1 / sqrt(bound^2 + gradientSum), or 0 before any gradient. */
  static void scale(double[] scalars, double bound) {
    double root = Math.sqrt(bound * bound + scalars[GRADIENT_SUM]);
    scalars[FACTOR] = root > 0 ? 1 / root : 0;
  }

  static void apply(Block b, double weightDecay, double[] scalars) {
    double[] x = b.x(), gradient = b.gradient(), x0 = b.vector(X0), s = b.vector(S);
    double lambda = scalars[DAdaptStep.LAMBDA], factor = scalars[FACTOR];
    for (int i = b.from(), to = b.to(); i < to; i++) {
      double sum = s[i] + lambda * (gradient[i] + weightDecay * x[i]);
      s[i] = sum;
      x[i] = x0[i] - factor * sum;
    }
  }
}
