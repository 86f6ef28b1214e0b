package org.stepless.methods;

import java.util.Arrays;
import org.stepless.optimizer.Block;
import org.stepless.optimizer.Layout;
import org.stepless.optimizer.UpdateRule;
import org.stepless.text.Check;

/**
 * AdaGrad, as in PyTorch: each coordinate's step shrinks with its summed squared gradients.
 *
 * <pre>
 * gamma = lr m_k / (1 + k lrDecay),  g = g + weightDecay x
 * a = a + g^2,  x = x - gamma g / (sqrt(a) + eps)
 * </pre>
 *
 * State: 1 vector (sum), 1 scalar. No sums.
 *
 * <p>Source: Duchi, Hazan and Singer, "Adaptive Subgradient Methods for Online Learning and
 * Stochastic Optimization", JMLR 2011.
 *
 * @param lr learning rate; positive, default 0.01
 * @param lrDecay at least 0, default 0
 * @param initialAccumulator first value of a; at least 0, default 0
 * @param eps added to the root; positive, default 1e-10
 * @param weightDecay coupled decay; at least 0, default 0
 */
public record AdaGrad(
    double lr, double lrDecay, double initialAccumulator, double eps, double weightDecay)
    implements UpdateRule {
  private static final Layout.Builder STATE = Layout.builder();
  private static final int SUM = STATE.vector("sum");
  private static final int GAMMA = STATE.averaged("gamma");
  private static final Layout LAYOUT = STATE.build();

  public AdaGrad() {
    this(0.01, 0, 0, 1e-10, 0);
  }

  public AdaGrad {
    Check.positive("lr", lr);
    Check.notNegative("lrDecay", lrDecay);
    Check.notNegative("initialAccumulator", initialAccumulator);
    Check.positive("eps", eps);
    Check.notNegative("weightDecay", weightDecay);
  }

  @Override
  public Layout layout() {
    return LAYOUT;
  }

  @Override
  public void initialize(Block b) {
    Arrays.fill(b.vector(SUM), b.from(), b.to(), initialAccumulator);
  }

  @Override
  public void begin(double[] scalars, long step, double multiplier, double loss) {
    scalars[GAMMA] = lr * multiplier / (1 + step * lrDecay);
  }

  @Override
  public void apply(Block b, double[] scalars) {
    double[] x = b.x(), gradient = b.gradient(), a = b.vector(SUM);
    double gamma = scalars[GAMMA];
    for (int i = b.from(), to = b.to(); i < to; i++) {
      double g = gradient[i] + weightDecay * x[i];
      double squares = a[i] + g * g;
      a[i] = squares;
      x[i] -= gamma * g / (Math.sqrt(squares) + eps);
    }
  }

  @Override
  public double stepSize(double[] scalars) {
    return scalars[GAMMA];
  }
}
