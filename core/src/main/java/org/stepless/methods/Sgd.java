package org.stepless.methods;

import org.stepless.optimizer.Block;
import org.stepless.optimizer.Layout;
import org.stepless.optimizer.UpdateRule;
import org.stepless.text.Check;

/**
 * Stochastic gradient descent with heavy-ball or Nesterov momentum, as in PyTorch.
 *
 * <pre>
 * gamma = lr m_k,  g = g + weightDecay x
 * m = momentum m + (1 - dampening) g          (m = g in the first step)
 * x = x - gamma (m, or g + momentum m if nesterov)
 * </pre>
 *
 * State: 1 vector (momentum), none without momentum; 2 scalars. No sums.
 *
 * @param lr learning rate; positive, default 1e-3
 * @param momentum in [0, 1), default 0
 * @param dampening of the gradient in the momentum; in [0, 1], default 0
 * @param nesterov look ahead along the momentum; needs momentum, default false
 * @param weightDecay coupled decay; at least 0, default 0
 */
public record Sgd(
    double lr, double momentum, double dampening, boolean nesterov, double weightDecay)
    implements UpdateRule {
  private static final Layout.Builder STATE = Layout.builder();
  private static final int GAMMA = STATE.averaged("gamma"), UPDATES = STATE.maximal("updates");
  private static final Layout PLAIN = STATE.build();
  private static final int MOMENTUM = STATE.vector("momentum");
  private static final Layout WITH_MOMENTUM = STATE.build();

  public Sgd() {
    this(1e-3, 0, 0, false, 0);
  }

  public Sgd {
    Check.positive("lr", lr);
    Check.fraction("momentum", momentum);
    Check.require(dampening >= 0 && dampening <= 1, "dampening", "in [0, 1]", dampening);
    Check.require(
        !nesterov || (momentum > 0 && dampening == 0),
        "momentum",
        "positive, and dampening 0, for nesterov",
        momentum);
    Check.notNegative("weightDecay", weightDecay);
  }

  @Override
  public Layout layout() {
    return momentum == 0 ? PLAIN : WITH_MOMENTUM;
  }

  @Override
  public void begin(double[] scalars, long step, double multiplier, double loss) {
    scalars[GAMMA] = lr * multiplier;
    scalars[UPDATES]++;
  }

  @Override
  public void apply(Block b, double[] scalars) {
    double[] x = b.x(), gradient = b.gradient();
    double gamma = scalars[GAMMA];
    double fresh = scalars[UPDATES] == 1 ? 1 : 1 - dampening;
    if (momentum == 0) {
      for (int i = b.from(), to = b.to(); i < to; i++) {
        x[i] -= gamma * (fresh * (gradient[i] + weightDecay * x[i]));
      }
      return;
    }
    double[] m = b.vector(MOMENTUM);
    for (int i = b.from(), to = b.to(); i < to; i++) {
      double g = gradient[i] + weightDecay * x[i];
      m[i] = momentum * m[i] + fresh * g;
      x[i] -= gamma * (nesterov ? g + momentum * m[i] : m[i]);
    }
  }

  @Override
  public double stepSize(double[] scalars) {
    return scalars[GAMMA];
  }
}
