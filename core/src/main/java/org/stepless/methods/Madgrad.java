package org.stepless.methods;

import org.stepless.optimizer.Block;
import org.stepless.optimizer.Layout;
import org.stepless.optimizer.UpdateRule;
import org.stepless.text.Check;

/**
 * MADGRAD: dual averaging with momentum, scaled by the cube root of the summed squared gradients.
 *
 * <pre>
 * gamma = lr m_k + eps,  lambda = gamma sqrt(k + 1)
 * nu = nu + lambda g^2,  s = s + lambda g,  z = x0 - s / (cbrt(nu) + eps)
 * x = momentum x + (1 - momentum) z  [- gamma weightDecay xOld if decouple]
 * </pre>
 *
 * Without momentum, x0 is x + s / (cbrt(nu) + eps) with the old values, so that whatever else moved
 * x is kept. State: 3 vectors (x0, s, nu), 2 scalars. No sums.
 *
 * <p>Source: Defazio and Jelassi, "Adaptivity without Compromise: A Momentumized, Adaptive, Dual
 * Averaged Gradient Method for Stochastic Optimization", JMLR 2022, arXiv:2101.11075, Algorithm 1.
 *
 * @param lr learning rate; positive, default 0.01
 * @param momentum in [0, 1), default 0.9
 * @param eps added to the learning rate and to the root; at least 0, default 1e-6
 * @param weightDecay at least 0, default 0
 * @param decouple decay the weights directly instead of through the gradient; default false
 */
public record Madgrad(double lr, double momentum, double eps, double weightDecay, boolean decouple)
    implements UpdateRule {
  private static final Layout.Builder STATE = Layout.builder();
  private static final int X0 = STATE.vector("x0"), S = STATE.vector("s"), NU = STATE.vector("nu");
  private static final int GAMMA = STATE.averaged("gamma"), LAMBDA = STATE.averaged("lambda");
  private static final Layout LAYOUT = STATE.build();

  public Madgrad() {
    this(0.01, 0.9, 1e-6, 0, false);
  }

  public Madgrad {
    Check.positive("lr", lr);
    Check.fraction("momentum", momentum);
    Check.notNegative("eps", eps);
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
    scalars[GAMMA] = lr * multiplier + eps;
    scalars[LAMBDA] = scalars[GAMMA] * Math.sqrt(step + 1);
  }

  @Override
  public void apply(Block b, double[] scalars) {
    double[] x = b.x(), gradient = b.gradient();
    double[] x0 = b.vector(X0), s = b.vector(S), nu = b.vector(NU);
    double[] squares = b.scratch().x(), inverses = b.scratch().gradient();
    double lambda = scalars[LAMBDA];
    double coupled = decouple ? 0 : weightDecay;
    double decoupled = decouple ? scalars[GAMMA] * weightDecay : 0;
    for (int from = b.from(), n; from < b.to(); from += n) {
      n = Math.min(squares.length, b.to() - from);
      double[] start = momentum == 0 ? starts(b, from, n) : x0;
      int shift = momentum == 0 ? 0 : from;
      for (int j = 0, i = from; j < n; j++, i++) {
        double g = gradient[i] + coupled * x[i];
        double square = nu[i] + lambda * g * g;
        s[i] += lambda * g;
        nu[i] = square;
        squares[j] = square;
        inverses[j] = CubeRoots.guess(square);
      }
      CubeRoots.invert(squares, n, eps, inverses);
      for (int j = 0, i = from; j < n; j++, i++) {
        double z = start[shift + j] - s[i] * inverses[j];
        x[i] = z + momentum * (x[i] - z) - decoupled * x[i];
      }
    }
  }

  /** Without momentum x tells where it started: at x + s / (cbrt(nu) + eps). */
  private double[] starts(Block b, int from, int n) {
    double[] x = b.x(), s = b.vector(S), nu = b.vector(NU);
    double[] squares = b.scratch().x(), starts = b.scratch().vector(X0);
    for (int j = 0; j < n; j++) {
      squares[j] = nu[from + j];
      starts[j] = CubeRoots.guess(squares[j]);
    }
    CubeRoots.invert(squares, n, eps, starts);
    for (int j = 0; j < n; j++) {
      starts[j] = x[from + j] + s[from + j] * starts[j];
    }
    return starts;
  }

  @Override
  public double stepSize(double[] scalars) {
    return scalars[GAMMA];
  }
}
