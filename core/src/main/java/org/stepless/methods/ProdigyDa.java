package org.stepless.methods;

import org.stepless.optimizer.Block;
import org.stepless.optimizer.Layout;
import org.stepless.optimizer.UpdateRule;
import org.stepless.text.Check;

/**
 * Prodigy for dual averaging: gradients weighted by the square of the estimated distance D.
 *
 * <pre>
 * lambda = d^2 m_k
 * num = num + lambda (g, x0 - x),  W = W + (d m_k)^2 |g|^2,  s = s + lambda g
 * d = max(d, min(num / |s|, d growthRate))
 * x = x0 - s / sqrt(d^2 gradientBound^2 + W)
 * </pre>
 *
 * A schedule multiplies the weight of each gradient. State: 2 vectors (x0, s), 5 scalars. One round
 * of 4 sums per step.
 *
 * <p>Source: Mishchenko and Defazio, "Prodigy: An Expeditiously Adaptive Parameter-Free Learner",
 * ICML 2024, arXiv:2306.06101, Algorithm 2.
 *
 * @param gradientBound a bound on the gradient norm, for the proof; at least 0, default 0
 * @param weightDecay coupled decay; at least 0, default 0
 * @param d0 first estimate of D; positive, default 1e-6
 * @param growthRate bound on d's growth a step; at least 1, default infinity
 */
public record ProdigyDa(double gradientBound, double weightDecay, double d0, double growthRate)
    implements UpdateRule {
  private static final int X0 = 0, S = 1;
  private static final int D = 0, LAMBDA = 1, NUMERATOR = 2, GRADIENT_SUM = 3, FACTOR = 4;
  private static final int DOT = 0, G_SQ = 1, G_S = 2, S_SQ = 3;
  private static final int[] REDUCTIONS = {4};
  private static final Layout LAYOUT =
      Layout.vectors("x0", "s")
          .maximal("d")
          .averaged("lambda", "numerator", "gradientSum", "factor");

  public ProdigyDa() {
    this(0, 0, 1e-6, Double.POSITIVE_INFINITY);
  }

  public ProdigyDa {
    Check.notNegative("gradientBound", gradientBound);
    Check.notNegative("weightDecay", weightDecay);
    Check.positive("d0", d0);
    Check.atLeastOrInfinite("growthRate", growthRate, 1);
  }

  @Override
  public Layout layout() {
    return LAYOUT;
  }

  @Override
  public int[] reductions() {
    return REDUCTIONS;
  }

  @Override
  public void initialize(double[] scalars) {
    scalars[D] = d0;
  }

  @Override
  public void initialize(Block b) {
    System.arraycopy(b.x(), b.from(), b.vector(X0), b.from(), b.length());
  }

  @Override
  public void begin(double[] scalars, long step, double multiplier, double loss) {
    scalars[LAMBDA] = scalars[D] * scalars[D] * multiplier;
  }

  @Override
  public void measure(int round, Block b, double[] scalars, double[] sums) {
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

  @Override
  public void resolve(int round, double[] scalars, double[] sums) {
    double lambda = scalars[LAMBDA], d = scalars[D], weight = lambda / d;
    scalars[NUMERATOR] += lambda * sums[DOT];
    scalars[GRADIENT_SUM] += weight * weight * sums[G_SQ];
    double normSq = sums[S_SQ] + 2 * lambda * sums[G_S] + lambda * lambda * sums[G_SQ];
    if (normSq > 0) {
      d = Math.max(d, Math.min(scalars[NUMERATOR] / Math.sqrt(normSq), d * growthRate));
      scalars[D] = d;
    }
    double bound = d * gradientBound;
    double root = Math.sqrt(bound * bound + scalars[GRADIENT_SUM]);
    scalars[FACTOR] = root > 0 ? 1 / root : 0;
  }

  @Override
  public void apply(Block b, double[] scalars) {
    double[] x = b.x(), gradient = b.gradient(), x0 = b.vector(X0), s = b.vector(S);
    double lambda = scalars[LAMBDA], factor = scalars[FACTOR];
    for (int i = b.from(), to = b.to(); i < to; i++) {
      double sum = s[i] + lambda * (gradient[i] + weightDecay * x[i]);
      s[i] = sum;
      x[i] = x0[i] - factor * sum;
    }
  }

  @Override
  public double stepSize(double[] scalars) {
    return scalars[LAMBDA] * scalars[FACTOR];
  }
}
