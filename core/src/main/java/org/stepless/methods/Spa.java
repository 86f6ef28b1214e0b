package org.stepless.methods;

import org.stepless.optimizer.Block;
import org.stepless.optimizer.Layout;
import org.stepless.optimizer.UpdateRule;
import org.stepless.text.Check;

/**
 * SPA: SGD with momentum in primal-averaging form, where a schedule acts on the averaging alone.
 *
 * <pre>
 * eta = lr / (1 - momentum),  z = z - eta g
 * c = (1 - momentum) m_k,  x = (1 - c) x + c z
 * </pre>
 *
 * With a constant schedule the points x are those of SGD with momentum. State: 1 vector (z), 1
 * scalar. No sums.
 *
 * <p>Source: Defazio, "Momentum via Primal Averaging: Theoretical Insights and Learning Rate
 * Schedules for Non-Convex Optimization", 2020, arXiv:2010.00406.
 *
 * @param lr learning rate of the equivalent SGD; positive, default 0.1
 * @param momentum in [0, 1), default 0.9
 * @param weightDecay coupled decay; at least 0, default 0
 */
public record Spa(double lr, double momentum, double weightDecay) implements UpdateRule {
  private static final Layout.Builder STATE = Layout.builder();
  private static final int Z = STATE.vector("z");
  private static final int C = STATE.averaged("c");
  private static final Layout LAYOUT = STATE.build();

  public Spa() {
    this(0.1, 0.9, 0);
  }

  public Spa {
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
    System.arraycopy(b.x(), b.from(), b.vector(Z), b.from(), b.length());
  }

  @Override
  public void begin(double[] scalars, long step, double multiplier, double loss) {
    scalars[C] = (1 - momentum) * multiplier;
  }

  @Override
  public void apply(Block b, double[] scalars) {
    double[] x = b.x(), gradient = b.gradient(), z = b.vector(Z);
    double eta = lr / (1 - momentum), c = scalars[C];
    for (int i = b.from(), to = b.to(); i < to; i++) {
      double base = z[i] - eta * (gradient[i] + weightDecay * x[i]);
      z[i] = base;
      x[i] += c * (base - x[i]);
    }
  }

  @Override
  public double stepSize(double[] scalars) {
    return lr / (1 - momentum) * scalars[C];
  }
}
