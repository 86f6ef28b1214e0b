package org.stepless.methods;

import org.stepless.optimizer.Block;
import org.stepless.optimizer.Layout;
import org.stepless.optimizer.UpdateRule;
import org.stepless.text.Check;

/**
 * Adam, as in PyTorch: momentum divided by the root of the averaged squared gradient.
 *
 * <pre>
 * gamma = lr m_k,  g = g + weightDecay x
 * e = beta1 e + (1 - beta1) g,  v = beta2 v + (1 - beta2) g^2
 * x = x - gamma e / (1 - beta1^(k+1)) / (sqrt(v / (1 - beta2^(k+1))) + eps)
 * </pre>
 *
 * State: 2 vectors (expAvg, expAvgSq), 3 scalars. No sums.
 *
 * <p>Source: Kingma and Ba, "Adam: A Method for Stochastic Optimization", ICLR 2015,
 * arXiv:1412.6980, Algorithm 1.
 *
 * @param lr learning rate; positive, default 1e-3
 * @param beta1 decay of the gradient average; in [0, 1), default 0.9
 * @param beta2 decay of the squared gradient average; in [0, 1), default 0.999
 * @param eps added to the root; positive, default 1e-8
 * @param weightDecay coupled decay; at least 0, default 0
 */
public record Adam(double lr, double beta1, double beta2, double eps, double weightDecay)
    implements UpdateRule {
  private static final Layout.Builder STATE = Layout.builder();
  private static final int EXP_AVG = STATE.vector("expAvg"), EXP_AVG_SQ = STATE.vector("expAvgSq");
  private static final int GAMMA = STATE.averaged("gamma"), FACTOR = STATE.averaged("factor");
  private static final int ROOT_FACTOR = STATE.averaged("rootFactor");
  private static final Layout LAYOUT = STATE.build();

  public Adam() {
    this(1e-3, 0.9, 0.999, 1e-8, 0);
  }

  public Adam {
    Check.positive("lr", lr);
    Check.fraction("beta1", beta1);
    Check.fraction("beta2", beta2);
    Check.positive("eps", eps);
    Check.notNegative("weightDecay", weightDecay);
  }

  @Override
  public Layout layout() {
    return LAYOUT;
  }

  @Override
  public void begin(double[] scalars, long step, double multiplier, double loss) {
    scalars[GAMMA] = lr * multiplier;
    scalars[FACTOR] = scalars[GAMMA] / (1 - Math.pow(beta1, step + 1));
    scalars[ROOT_FACTOR] = 1 / Math.sqrt(1 - Math.pow(beta2, step + 1));
  }

  @Override
  public void apply(Block b, double[] scalars) {
    double[] x = b.x(), gradient = b.gradient(), e = b.vector(EXP_AVG), v = b.vector(EXP_AVG_SQ);
    double factor = scalars[FACTOR], rootFactor = scalars[ROOT_FACTOR];
    for (int i = b.from(), to = b.to(); i < to; i++) {
      double g = gradient[i] + weightDecay * x[i];
      double average = beta1 * e[i] + (1 - beta1) * g;
      double square = beta2 * v[i] + (1 - beta2) * g * g;
      e[i] = average;
      v[i] = square;
      x[i] -= factor * average / (rootFactor * Math.sqrt(square) + eps);
    }
  }

  @Override
  public double stepSize(double[] scalars) {
    return scalars[GAMMA];
  }
}
