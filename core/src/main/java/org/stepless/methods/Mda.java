package org.stepless.methods;

import org.stepless.optimizer.Block;
import org.stepless.optimizer.Layout;
import org.stepless.optimizer.UpdateRule;
import org.stepless.text.Check;

/**
 * MDA: modernised dual averaging, which pulls towards the starting point ever less, with momentum.
 *
 * <pre>
 * lambda = lr m_k sqrt(k + 1),  s = s + lambda g
 * z = x0 - s / sqrt(k + 1),  x = momentum x + (1 - momentum) z
 * </pre>
 *
 * State: 2 vectors (x0, s), 2 scalars. No sums.
 *
 * <p>Source: Jelassi and Defazio, "Dual Averaging is Surprisingly Effective for Deep Learning
 * Optimization", 2020, arXiv:2010.10502.
 *
 * @param lr learning rate; positive, default 0.1
 * @param momentum in [0, 1), default 0.9
 * @param weightDecay coupled decay; at least 0, default 0
 */
public record Mda(double lr, double momentum, double weightDecay) implements UpdateRule {
  private static final Layout.Builder STATE = Layout.builder();
  private static final int X0 = STATE.vector("x0"), S = STATE.vector("s");
  private static final int GAMMA = STATE.averaged("gamma"), ROOT = STATE.averaged("root");
  private static final Layout LAYOUT = STATE.build();

  public Mda() {
    this(0.1, 0.9, 0);
  }

  public Mda {
    Check.positive("lr", lr);
    Check.fraction("momentum", momentum);
    Check.notNegative("weightDecay", weightDecay);
  }

  @Override
  public Layout layout() {
    return LAYOUT;
  }

  @Override
  public void initialize(Block b) {
    System.arraycopy(b.x(), b.from(), b.vector(X0), b.from(), b.length());
  }

  @Override
  public void begin(double[] scalars, long step, double multiplier, double loss) {
    scalars[GAMMA] = lr * multiplier;
    scalars[ROOT] = Math.sqrt(step + 1);
  }

  @Override
  public void apply(Block b, double[] scalars) {
    double[] x = b.x(), gradient = b.gradient(), x0 = b.vector(X0), s = b.vector(S);
    double lambda = scalars[GAMMA] * scalars[ROOT], factor = 1 / scalars[ROOT];
    for (int i = b.from(), to = b.to(); i < to; i++) {
      double sum = s[i] + lambda * (gradient[i] + weightDecay * x[i]);
      double z = x0[i] - factor * sum;
      s[i] = sum;
      x[i] = z + momentum * (x[i] - z);
    }
  }

  @Override
  public double stepSize(double[] scalars) {
    return scalars[GAMMA];
  }
}
