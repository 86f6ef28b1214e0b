package org.stepless.methods;

import org.stepless.optimizer.Block;
import org.stepless.optimizer.Layout;
import org.stepless.optimizer.UpdateRule;
import org.stepless.text.Check;

/**
 * D-Adaptation for SGD: dual averaging whose step is an estimate of the distance D to the solution.
 *
 * <pre>
 * lambda = d m_k / |g_0|            (g_0: the first gradient that is not 0, before weight decay)
 * num = num + lambda (g, s),  s = s + lambda g
 * dHat = 2 num / |s|,  d = max(d, min(dHat, d growthRate))
 * z = x0 - s,  x = momentum x + (1 - momentum) z
 * </pre>
 *
 * State: 2 vectors (x0, s), 4 scalars. One round of 4 sums per step.
 *
 * <p>Source: Defazio and Mishchenko, "Learning-Rate-Free Learning by D-Adaptation", ICML 2023,
 * arXiv:2301.07733; the variant of version 3 of the authors' package.
 *
 * @param momentum in [0, 1), default 0
 * @param weightDecay coupled decay; at least 0, default 0
 * @param d0 first estimate of D; positive, default 1e-6
 * @param growthRate bound on d's growth per step; at least 1, default infinity
 */
public record DAdaptSgd(double momentum, double weightDecay, double d0, double growthRate)
    implements UpdateRule {
  private static final Layout.Builder STATE = DAdaptStep.WITH_NUMERATOR.extend();
  private static final int X0 = STATE.vector("x0"), S = STATE.vector("s");
  private static final int FIRST_NORM = STATE.averaged("firstNorm");
  private static final Layout LAYOUT = STATE.build();
  private static final int G_S = 0, S_SQ = 1, G_SQ = 2, RAW_SQ = 3;
  private static final int[] REDUCTIONS = {4};

  public DAdaptSgd() {
    this(0, 0, 1e-6, Double.POSITIVE_INFINITY);
  }

  public DAdaptSgd {
    Check.fraction("momentum", momentum);
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
    scalars[DAdaptStep.D] = d0;
  }

  @Override
  public void initialize(Block b) {
    System.arraycopy(b.x(), b.from(), b.vector(X0), b.from(), b.length());
  }

  @Override
  public void begin(double[] scalars, long step, double multiplier, double loss) {
    DAdaptStep.begin(scalars, multiplier);
  }

  @Override
  public void measure(int round, Block b, double[] scalars, double[] sums) {
    double[] x = b.x(), gradient = b.gradient(), s = b.vector(S);
    double gS = 0, sSq = 0, gSq = 0, rawSq = 0;
    for (int i = b.from(), to = b.to(); i < to; i++) {
      double g = gradient[i] + weightDecay * x[i];
      gS += g * s[i];
      sSq += s[i] * s[i];
      gSq += g * g;
      rawSq += gradient[i] * gradient[i];
    }
    sums[G_S] += gS;
    sums[S_SQ] += sSq;
    sums[G_SQ] += gSq;
    sums[RAW_SQ] += rawSq;
  }

  @Override
  public void resolve(int round, double[] scalars, double[] sums) {
    if (scalars[FIRST_NORM] == 0) {
      scalars[FIRST_NORM] = Math.sqrt(sums[RAW_SQ]);
    }
    double firstNorm = scalars[FIRST_NORM];
    double lambda = firstNorm > 0 ? scalars[DAdaptStep.LAMBDA] / firstNorm : 0;
    double normSq = DAdaptStep.normSq(lambda, sums[S_SQ], sums[G_S], sums[G_SQ]);
    double norm = Math.sqrt(Math.max(0, normSq));
    scalars[DAdaptStep.LAMBDA] = lambda;
    scalars[DAdaptStep.NUMERATOR] += lambda * sums[G_S];
    if (norm > 0) {
      DAdaptStep.grow(scalars, 2 * scalars[DAdaptStep.NUMERATOR] / norm, growthRate);
    }
  }

  @Override
  public void apply(Block b, double[] scalars) {
    double[] x = b.x(), gradient = b.gradient(), x0 = b.vector(X0), s = b.vector(S);
    double lambda = scalars[DAdaptStep.LAMBDA];
    for (int i = b.from(), to = b.to(); i < to; i++) {
      double sum = s[i] + lambda * (gradient[i] + weightDecay * x[i]);
      double z = x0[i] - sum;
      s[i] = sum;
      x[i] = z + momentum * (x[i] - z);
    }
  }

  @Override
  public double stepSize(double[] scalars) {
    return scalars[DAdaptStep.LAMBDA];
  }
}
