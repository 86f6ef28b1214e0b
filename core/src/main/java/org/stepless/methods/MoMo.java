package org.stepless.methods;

import org.stepless.optimizer.Block;
import org.stepless.optimizer.Layout;
import org.stepless.optimizer.UpdateRule;
import org.stepless.text.Check;

/**
 * MoMo: SGD with momentum whose step is a Polyak step on the model that momentum averages.
 *
 * <pre>
 * gamma = lr m_k,  f = loss at x,  c = 1 + gamma weightDecay
 * fBar = beta fBar + (1 - beta) f,  e = beta e + (1 - beta) g        (first step: fBar = f, e = g,
 * gBar = beta gBar + (1 - beta) (x, g)                     gBar = (x, g) unless biasCorrection)
 * rho = 1, or 1 - beta^(k+1) if biasCorrection
 * if useFstar:  cap = c fBar + (x, e) - c gBar;  if cap &lt; c rho lb:  lb = max(cap / (2 c rho), lb_0)
 * tau = min(gamma / rho, max(0, c (fBar - rho lb) + (x, e) - c gBar) / |e|^2)
 * if useFstar:  lb = max((fBar + (x, e) - gBar - tau |e|^2 / 2) / rho, lb_0)
 * x = (x - tau e) / c
 * </pre>
 *
 * Needs the loss of the batch. While e is 0, x stays where it is. State: 1 vector (expAvg), 8
 * scalars. One round of 3 sums per step.
 *
 * <p>Source: Schaipp, Ohana, Eickenberg, Defazio and Gower, "MoMo: Momentum Models for Adaptive
 * Learning Rates", ICML 2024, arXiv:2305.07583, Algorithm 1 and 3.
 *
 * @param lr largest step; positive, default 1
 * @param beta momentum; in [0, 1), default 0.9
 * @param weightDecay proximal decay; at least 0, default 0
 * @param lowerBound lower bound lb_0 of the loss; finite, default 0
 * @param biasCorrection averages start at 0 and are corrected; default false
 * @param useFstar estimate the lower bound while training, from lb_0 up; default false
 */
public record MoMo(
    double lr,
    double beta,
    double weightDecay,
    double lowerBound,
    boolean biasCorrection,
    boolean useFstar)
    implements UpdateRule {

  public MoMo() {
    this(1, 0.9, 0, 0, false, false);
  }

  public MoMo {
    Check.positive("lr", lr);
    Check.fraction("beta", beta);
    Check.notNegative("weightDecay", weightDecay);
    Check.finite("lowerBound", lowerBound);
  }

  @Override
  public Layout layout() {
    return MoMoStep.LAYOUT;
  }

  @Override
  public int[] reductions() {
    return MoMoStep.REDUCTIONS;
  }

  @Override
  public boolean needsLoss() {
    return true;
  }

  @Override
  public void initialize(double[] scalars) {
    scalars[MoMoStep.LOWER_BOUND] = lowerBound;
  }

  @Override
  public void begin(double[] scalars, long step, double multiplier, double loss) {
    boolean copies = scalars[MoMoStep.UPDATES] == 0 && !biasCorrection;
    double rho = biasCorrection ? 1 - Math.pow(beta, step + 1) : 1;
    MoMoStep.begin(scalars, lr * multiplier, copies ? 0 : beta, rho, loss);
  }

  @Override
  public void measure(int round, Block b, double[] scalars, double[] sums) {
    double[] x = b.x(), g = b.gradient(), e = b.vector(MoMoStep.EXP_AVG);
    double keep = scalars[MoMoStep.KEEP];
    double xG = 0, xE = 0, eSq = 0;
    for (int i = b.from(), to = b.to(); i < to; i++) {
      double average = keep * e[i] + (1 - keep) * g[i];
      xG += x[i] * g[i];
      xE += x[i] * average;
      eSq += average * average;
    }
    sums[MoMoStep.X_G] += xG;
    sums[MoMoStep.X_E] += xE;
    sums[MoMoStep.E_SQ] += eSq;
  }

  @Override
  public void resolve(int round, double[] scalars, double[] sums) {
    MoMoStep.resolve(scalars, sums, weightDecay, useFstar, lowerBound);
  }

  @Override
  public void apply(Block b, double[] scalars) {
    double[] x = b.x(), g = b.gradient(), e = b.vector(MoMoStep.EXP_AVG);
    double keep = scalars[MoMoStep.KEEP], tau = scalars[MoMoStep.TAU];
    double shrink = 1 / (1 + scalars[MoMoStep.GAMMA] * weightDecay);
    for (int i = b.from(), to = b.to(); i < to; i++) {
      double average = keep * e[i] + (1 - keep) * g[i];
      e[i] = average;
      x[i] = (x[i] - tau * average) * shrink;
    }
  }

  @Override
  public double stepSize(double[] scalars) {
    return scalars[MoMoStep.TAU];
  }
}
