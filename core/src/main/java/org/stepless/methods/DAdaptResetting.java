package org.stepless.methods;

import java.util.Arrays;
import org.stepless.optimizer.Block;
import org.stepless.optimizer.Layout;
import org.stepless.optimizer.UpdateRule;
import org.stepless.text.Check;

/**
 * D-Adaptation with resetting: dual averaging that starts again when its distance has doubled.
 *
 * <pre>
 * lambda = d m_k
 * num = num + lambda (g, x0 - x),  s = s + lambda g,  W = W + |g|^2
 * d = max(d, min(num / |s|, d growthRate))
 * if d > 2 dReset:  dReset = d,  s = 0,  W = 0,  num = 0,  x = x0
 * else:             x = x0 - s / sqrt(gradientBound^2 + W)
 * </pre>
 *
 * A schedule multiplies the weight lambda of each gradient. State: 2 vectors (x0, s), 7 scalars.
 * One round of 4 sums per step.
 *
 * <p>Source: Defazio and Mishchenko, "Learning-Rate-Free Learning by D-Adaptation", ICML 2023,
 * arXiv:2301.07733, the variant with resetting.
 *
 * @param gradientBound a bound on the gradient norm, for the proof; at least 0, default 0
 * @param weightDecay coupled decay; at least 0, default 0
 * @param d0 first estimate of D; positive, default 1e-6
 * @param growthRate bound on d's growth a step; at least 1, default infinity
 */
public record DAdaptResetting(
    double gradientBound, double weightDecay, double d0, double growthRate) implements UpdateRule {
  private static final int X0 = 0, S = 1;
  private static final int D = 0, D_RESET = 1, RESETS = 2;
  private static final int LAMBDA = 3, NUMERATOR = 4, GRADIENT_SUM = 5, FACTOR = 6;
  private static final int DOT = 0, G_SQ = 1, G_S = 2, S_SQ = 3;
  private static final double RESET = -1; // value of FACTOR in a step that starts again
  private static final int[] REDUCTIONS = {4};
  private static final Layout LAYOUT =
      Layout.vectors("x0", "s")
          .maximal("d", "dReset", "resets")
          .averaged("lambda", "numerator", "gradientSum", "factor");

  public DAdaptResetting() {
    this(0, 0, 1e-6, Double.POSITIVE_INFINITY);
  }

  public DAdaptResetting {
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
    scalars[D_RESET] = d0;
  }

  @Override
  public void initialize(Block b) {
    System.arraycopy(b.x(), b.from(), b.vector(X0), b.from(), b.length());
  }

  @Override
  public void begin(double[] scalars, long step, double multiplier, double loss) {
    scalars[LAMBDA] = scalars[D] * multiplier;
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
    double lambda = scalars[LAMBDA], d = scalars[D];
    scalars[NUMERATOR] += lambda * sums[DOT];
    scalars[GRADIENT_SUM] += sums[G_SQ];
    double normSq = sums[S_SQ] + 2 * lambda * sums[G_S] + lambda * lambda * sums[G_SQ];
    if (normSq > 0) {
      d = Math.max(d, Math.min(scalars[NUMERATOR] / Math.sqrt(normSq), d * growthRate));
      scalars[D] = d;
    }
    if (d > 2 * scalars[D_RESET]) {
      scalars[D_RESET] = d;
      scalars[GRADIENT_SUM] = 0;
      scalars[NUMERATOR] = 0;
      scalars[FACTOR] = RESET;
      scalars[RESETS]++;
    } else {
      double root = Math.sqrt(gradientBound * gradientBound + scalars[GRADIENT_SUM]);
      scalars[FACTOR] = root > 0 ? 1 / root : 0;
    }
  }

  @Override
  public void apply(Block b, double[] scalars) {
    double[] x = b.x(), gradient = b.gradient(), x0 = b.vector(X0), s = b.vector(S);
    double lambda = scalars[LAMBDA], factor = scalars[FACTOR];
    if (factor == RESET) {
      Arrays.fill(s, b.from(), b.to(), 0);
      System.arraycopy(x0, b.from(), x, b.from(), b.length());
      return;
    }
    for (int i = b.from(), to = b.to(); i < to; i++) {
      double sum = s[i] + lambda * (gradient[i] + weightDecay * x[i]);
      s[i] = sum;
      x[i] = x0[i] - factor * sum;
    }
  }

  @Override
  public double stepSize(double[] scalars) {
    return scalars[LAMBDA] * Math.max(0, scalars[FACTOR]);
  }
}
