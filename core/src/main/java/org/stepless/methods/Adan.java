package org.stepless.methods;

import org.stepless.optimizer.Block;
import org.stepless.optimizer.Layout;
import org.stepless.optimizer.UpdateRule;
import org.stepless.text.Check;

/**
 * Adan: Adam with Nesterov's look ahead, from the differences of successive gradients.
 *
 * <pre>
 * gamma = lr m_k,  diff = g - gOld (0 first),  w = g + beta2 diff
 * e = beta1 e + (1 - beta1) g,  f = beta2 f + (1 - beta2) diff,  n = beta3 n + (1 - beta3) w^2
 * den = sqrt(n / (1 - beta3^(k+1))) + eps
 * u = (e / (1 - beta1^(k+1)) + beta2 f / (1 - beta2^(k+1))) / den
 * x = (x - gamma u) / (1 + gamma weightDecay), or, if noProx, x = (1 - gamma weightDecay) x - gamma u
 * </pre>
 *
 * The decay factors are those of the authors' code, 1 minus those of the paper, and so is the bias
 * correction. State: 4 vectors (gradientOld, expAvg, expAvgDiff, expAvgSq), 5 scalars. No sums.
 *
 * <p>Source: Xie, Zhou, Li, Lin and Yan, "Adan: Adaptive Nesterov Momentum Algorithm for Faster
 * Optimizing Deep Models", 2022, arXiv:2208.06677, Algorithm 1.
 *
 * @param lr learning rate; positive, default 1e-3
 * @param beta1 decay of the gradient average; in [0, 1), default 0.98
 * @param beta2 decay of the average of gradient differences; in [0, 1), default 0.92
 * @param beta3 decay of the squares; in [0, 1), default 0.99
 * @param eps added to the root; positive, default 1e-8
 * @param weightDecay decoupled decay; at least 0, default 0
 * @param noProx shrink by a factor before the step instead of dividing after it; default false
 */
public record Adan(
    double lr,
    double beta1,
    double beta2,
    double beta3,
    double eps,
    double weightDecay,
    boolean noProx)
    implements UpdateRule {
  private static final Layout.Builder STATE = Layout.builder();
  private static final int G_OLD = STATE.vector("gradientOld"), EXP_AVG = STATE.vector("expAvg");
  private static final int EXP_AVG_DIFF = STATE.vector("expAvgDiff");
  private static final int EXP_AVG_SQ = STATE.vector("expAvgSq");
  private static final int GAMMA = STATE.averaged("gamma");
  private static final int E_FACTOR = STATE.averaged("averageFactor");
  private static final int F_FACTOR = STATE.averaged("differenceFactor");
  private static final int ROOT_FACTOR = STATE.averaged("rootFactor");
  private static final int UPDATES = STATE.maximal("updates");
  private static final Layout LAYOUT = STATE.build();

  public Adan() {
    this(1e-3, 0.98, 0.92, 0.99, 1e-8, 0, false);
  }

  public Adan {
    Check.positive("lr", lr);
    Check.fraction("beta1", beta1);
    Check.fraction("beta2", beta2);
    Check.fraction("beta3", beta3);
    Check.positive("eps", eps);
    Check.notNegative("weightDecay", weightDecay);
  }

  @Override
  public Layout layout() {
    return LAYOUT;
  }

  @Override
  public void begin(double[] scalars, long step, double multiplier, double loss) {
    double gamma = lr * multiplier;
    scalars[GAMMA] = gamma;
    scalars[E_FACTOR] = gamma / (1 - Math.pow(beta1, step + 1));
    scalars[F_FACTOR] = gamma * beta2 / (1 - Math.pow(beta2, step + 1));
    scalars[ROOT_FACTOR] = 1 / Math.sqrt(1 - Math.pow(beta3, step + 1));
    scalars[UPDATES]++;
  }

  @Override
  public void apply(Block b, double[] scalars) {
    double[] x = b.x(), gradient = b.gradient(), old = b.vector(G_OLD);
    double[] e = b.vector(EXP_AVG), f = b.vector(EXP_AVG_DIFF), n = b.vector(EXP_AVG_SQ);
    double eFactor = scalars[E_FACTOR], fFactor = scalars[F_FACTOR];
    double rootFactor = scalars[ROOT_FACTOR], decay = scalars[GAMMA] * weightDecay;
    double known = scalars[UPDATES] == 1 ? 0 : 1;
    double before = noProx ? 1 - decay : 1;
    double after = noProx ? 1 : 1 / (1 + decay);
    // Two loops: the compiler vectorises small bodies only.
    for (int i = b.from(), to = b.to(); i < to; i++) {
      double g = gradient[i];
      double difference = known * (g - old[i]);
      double w = g + beta2 * difference;
      old[i] = g;
      f[i] = beta2 * f[i] + (1 - beta2) * difference;
      n[i] = beta3 * n[i] + (1 - beta3) * w * w;
    }
    for (int i = b.from(), to = b.to(); i < to; i++) {
      double average = beta1 * e[i] + (1 - beta1) * gradient[i];
      double step = eFactor * average + fFactor * f[i];
      e[i] = average;
      x[i] = (before * x[i] - step / (rootFactor * Math.sqrt(n[i]) + eps)) * after;
    }
  }

  @Override
  public double stepSize(double[] scalars) {
    return scalars[GAMMA];
  }
}
