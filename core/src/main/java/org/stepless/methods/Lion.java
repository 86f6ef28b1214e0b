package org.stepless.methods;

import org.stepless.optimizer.Block;
import org.stepless.optimizer.Layout;
import org.stepless.optimizer.UpdateRule;
import org.stepless.text.Check;

/**
 * Lion: steps along the signs of a gradient average.
 *
 * <pre>
 * gamma = lr m_k,  u = sign(beta1 e + (1 - beta1) g)
 * x = (1 - gamma weightDecay) x - gamma u,  e = beta2 e + (1 - beta2) g
 * </pre>
 *
 * State: 1 vector (expAvg), 1 scalar. No sums.
 *
 * <p>Source: Chen et al., "Symbolic Discovery of Optimization Algorithms", NeurIPS 2023,
 * arXiv:2302.06675, Algorithm 2.
 *
 * @param lr learning rate; positive, default 1e-4
 * @param beta1 weight of the average in the sign; in [0, 1), default 0.9
 * @param beta2 decay of the gradient average; in [0, 1), default 0.99
 * @param weightDecay decoupled decay; at least 0, default 0
 */
public record Lion(double lr, double beta1, double beta2, double weightDecay)
    implements UpdateRule {
  private static final Layout.Builder STATE = Layout.builder();
  private static final int EXP_AVG = STATE.vector("expAvg");
  private static final int GAMMA = STATE.averaged("gamma");
  private static final Layout LAYOUT = STATE.build();

  public Lion() {
    this(1e-4, 0.9, 0.99, 0);
  }

  public Lion {
    Check.positive("lr", lr);
    Check.fraction("beta1", beta1);
    Check.fraction("beta2", beta2);
    Check.notNegative("weightDecay", weightDecay);
  }

  @Override
  public Layout layout() {
    return LAYOUT;
  }

  @Override
  public void begin(double[] scalars, long step, double multiplier, double loss) {
    scalars[GAMMA] = lr * multiplier;
  }

  @Override
  public void apply(Block b, double[] scalars) {
    double[] x = b.x(), g = b.gradient(), e = b.vector(EXP_AVG);
    double gamma = scalars[GAMMA], shrink = 1 - gamma * weightDecay;
    for (int i = b.from(), to = b.to(); i < to; i++) {
      double u = Signs.of(beta1 * e[i] + (1 - beta1) * g[i]);
      e[i] = beta2 * e[i] + (1 - beta2) * g[i];
      x[i] = shrink * x[i] - gamma * u;
    }
  }

  @Override
  public double stepSize(double[] scalars) {
    return scalars[GAMMA];
  }
}
