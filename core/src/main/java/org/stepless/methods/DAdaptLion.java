package org.stepless.methods;

import org.stepless.optimizer.Block;
import org.stepless.optimizer.Layout;
import org.stepless.optimizer.UpdateRule;
import org.stepless.text.Check;

/**
 * D-Adaptation for Lion: steps along signs whose length is an estimate of the distance D.
 *
 * <pre>
 * lambda = d m_k,  q = sqrt(beta2),  u = sign(beta1 e + (1 - beta1) g)
 * num = q num + (1 - q) lambda (u, s)                                       (s of the last step)
 * e = beta2 e + (1 - beta2) lambda g,  s = q s + (1 - q) lambda u
 * dHat = num / ((1 - q) |s|_1),  d = max(d, min(dHat, d growthRate))
 * x = (1 - lambda weightDecay) x - lambda u
 * </pre>
 *
 * While |s|_1 is 0, x stays where it is. State: 2 vectors (s, expAvg), 3 scalars. One round of 2
 * sums per step.
 *
 * <p>Source: Defazio and Mishchenko, "Learning-Rate-Free Learning by D-Adaptation", ICML 2023,
 * arXiv:2301.07733; the authors' package. Lion: Chen et al. 2023, arXiv:2302.06675.
 *
 * @param beta1 weight of the average in the sign; in [0, 1), default 0.9
 * @param beta2 decay of the gradient average; in [0, 1), default 0.99
 * @param weightDecay decoupled decay; at least 0, default 0
 * @param d0 first estimate of D; positive, default 1e-6
 * @param growthRate bound on d's growth per step; at least 1, default infinity
 */
public record DAdaptLion(
    double beta1, double beta2, double weightDecay, double d0, double growthRate)
    implements UpdateRule {
  private static final Layout.Builder STATE = DAdaptStep.WITH_NUMERATOR.extend();
  private static final int S = STATE.vector("s"), EXP_AVG = STATE.vector("expAvg");
  private static final Layout LAYOUT = STATE.build();

  public DAdaptLion() {
    this(0.9, 0.99, 0, 1e-6, Double.POSITIVE_INFINITY);
  }

  public DAdaptLion {
    Check.fraction("beta1", beta1);
    Check.fraction("beta2", beta2);
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
    return DAdaptStep.REDUCTIONS;
  }

  @Override
  public void initialize(double[] scalars) {
    scalars[DAdaptStep.D] = d0;
  }

  @Override
  public void begin(double[] scalars, long step, double multiplier, double loss) {
    DAdaptStep.begin(scalars, multiplier);
  }

  @Override
  public void measure(int round, Block b, double[] scalars, double[] sums) {
    double[] g = b.gradient(), s = b.vector(S), e = b.vector(EXP_AVG);
    double q = Math.sqrt(beta2), sFactor = (1 - q) * scalars[DAdaptStep.LAMBDA];
    double dot = 0, norm = 0;
    for (int i = b.from(), to = b.to(); i < to; i++) {
      double u = Signs.of(beta1 * e[i] + (1 - beta1) * g[i]);
      dot += u * s[i];
      norm += Math.abs(q * s[i] + sFactor * u);
    }
    sums[DAdaptStep.DOT] += dot;
    sums[DAdaptStep.S_NORM] += norm;
  }

  @Override
  public void resolve(int round, double[] scalars, double[] sums) {
    DAdaptStep.resolve(scalars, sums, Math.sqrt(beta2), growthRate);
  }

  @Override
  public void apply(Block b, double[] scalars) {
    double[] x = b.x(), g = b.gradient(), s = b.vector(S), e = b.vector(EXP_AVG);
    double lambda = scalars[DAdaptStep.LAMBDA], shrink = 1 - lambda * weightDecay;
    double q = Math.sqrt(beta2), sFactor = (1 - q) * lambda;
    double eFactor = (1 - beta2) * lambda;
    for (int i = b.from(), to = b.to(); i < to; i++) {
      double u = Signs.of(beta1 * e[i] + (1 - beta1) * g[i]);
      s[i] = q * s[i] + sFactor * u;
      e[i] = beta2 * e[i] + eFactor * g[i];
      x[i] = shrink * x[i] - lambda * u;
    }
  }

  @Override
  public double stepSize(double[] scalars) {
    return scalars[DAdaptStep.LAMBDA];
  }
}
