package org.stepless.methods;

import org.stepless.optimizer.Block;
import org.stepless.optimizer.Layout;
import org.stepless.optimizer.UpdateRule;
import org.stepless.text.Check;

/**
 * MoMo-Adam: Adam whose step is a Polyak step on the model that momentum averages.
 *
 * <pre>
 * gamma = lr m_k,  f = loss at x,  c = 1 + gamma weightDecay,  rho = 1 - beta1^(k+1)
 * fBar = beta1 fBar + (1 - beta1) f,  e = beta1 e + (1 - beta1) g
 * gBar = beta1 gBar + (1 - beta1) (x, g),  v = beta2 v + (1 - beta2) g^2
 * D = sqrt(v / (1 - beta2^(k+1))) + eps,  N = sum e^2 / D
 * if useFstar:  cap = c fBar + (x, e) - c gBar;  if cap &lt; c rho lb:  lb = max(cap / (2 c rho), lb_0)
 * tau = min(gamma / rho, max(0, c (fBar - rho lb) + (x, e) - c gBar) / N)
 * if useFstar:  lb = max((fBar + (x, e) - gBar - tau N / 2) / rho, lb_0)
 * x = (x - tau e / D) / c, or, unless divide, x = (1 - gamma weightDecay) x - tau e / D
 * </pre>
 *
 * Needs the loss of the batch. While e is 0, x stays where it is. State: 2 vectors (expAvg,
 * expAvgSq), 9 scalars. One round of 3 sums per step.
 *
 * <p>Source: Schaipp, Ohana, Eickenberg, Defazio and Gower, "MoMo: Momentum Models for Adaptive
 * Learning Rates", ICML 2024, arXiv:2305.07583, Algorithm 2.
 *
 * @param lr largest step; positive, default 0.01
 * @param beta1 decay of the averages; in [0, 1), default 0.9
 * @param beta2 decay of the squared gradient average; in [0, 1), default 0.999
 * @param eps added to the root; positive, default 1e-8
 * @param weightDecay decoupled decay; at least 0, default 0
 * @param lowerBound lower bound lb_0 of the loss; finite, default 0
 * @param divide decay by dividing after the step instead of shrinking before; default true
 * @param useFstar estimate the lower bound while training, from lb_0 up; default false
 */
public record MoMoAdam(
    double lr,
    double beta1,
    double beta2,
    double eps,
    double weightDecay,
    double lowerBound,
    boolean divide,
    boolean useFstar)
    implements UpdateRule {
  private static final Layout.Builder STATE = MoMoStep.LAYOUT.extend();
  private static final int EXP_AVG_SQ = STATE.vector("expAvgSq");
  private static final int ROOT_FACTOR = STATE.averaged("rootFactor");
  private static final Layout LAYOUT = STATE.build();

  public MoMoAdam() {
    this(0.01, 0.9, 0.999, 1e-8, 0, 0, true, false);
  }

  public MoMoAdam {
    Check.positive("lr", lr);
    Check.fraction("beta1", beta1);
    Check.fraction("beta2", beta2);
    Check.positive("eps", eps);
    Check.notNegative("weightDecay", weightDecay);
    Check.finite("lowerBound", lowerBound);
  }

  @Override
  public Layout layout() {
    return LAYOUT;
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
    double rho = 1 - Math.pow(beta1, step + 1);
    MoMoStep.begin(scalars, lr * multiplier, beta1, rho, loss);
    scalars[ROOT_FACTOR] = 1 / Math.sqrt(1 - Math.pow(beta2, step + 1));
  }

  @Override
  public void measure(int round, Block b, double[] scalars, double[] sums) {
    double[] x = b.x(), gradient = b.gradient();
    double[] e = b.vector(MoMoStep.EXP_AVG), v = b.vector(EXP_AVG_SQ);
    double[] gs = b.scratch().gradient(), inverses = b.scratch().vector(EXP_AVG_SQ);
    double xG = 0, xE = 0, eSq = 0;
    for (int from = b.from(), n; from < b.to(); from += n) {
      n = Math.min(gs.length, b.to() - from);
      System.arraycopy(gradient, from, gs, 0, n);
      System.arraycopy(v, from, inverses, 0, n);
      for (int j = 0; j < n; j++) {
        inverses[j] = beta2 * inverses[j] + (1 - beta2) * gs[j] * gs[j];
      }
      Roots.invert(inverses, n, scalars[ROOT_FACTOR], eps);
      for (int j = 0, i = from; j < n; j++, i++) {
        double average = beta1 * e[i] + (1 - beta1) * gs[j];
        xG += x[i] * gs[j];
        xE += x[i] * average;
        eSq += average * average * inverses[j];
      }
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
    double[] x = b.x(), gradient = b.gradient();
    double[] e = b.vector(MoMoStep.EXP_AVG), v = b.vector(EXP_AVG_SQ);
    double rootFactor = scalars[ROOT_FACTOR], tau = scalars[MoMoStep.TAU];
    double decay = scalars[MoMoStep.GAMMA] * weightDecay;
    double before = divide ? 1 : 1 - decay;
    double after = divide ? 1 / (1 + decay) : 1;
    for (int i = b.from(), to = b.to(); i < to; i++) {
      double g = gradient[i];
      double average = beta1 * e[i] + (1 - beta1) * g;
      double square = beta2 * v[i] + (1 - beta2) * g * g;
      e[i] = average;
      v[i] = square;
      x[i] = (before * x[i] - tau * average / (rootFactor * Math.sqrt(square) + eps)) * after;
    }
  }

  @Override
  public double stepSize(double[] scalars) {
    return scalars[MoMoStep.TAU];
  }
}
