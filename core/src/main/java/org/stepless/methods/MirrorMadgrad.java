package org.stepless.methods;

import org.stepless.optimizer.Block;
import org.stepless.optimizer.Layout;
import org.stepless.optimizer.UpdateRule;
import org.stepless.text.Check;

/**
 * Mirror MADGRAD: MADGRAD in mirror-descent form, which forgets old squares slowly.
 *
 * <pre>
 * gamma = lr m_k + eps,  [z = z - gamma weightDecay z if decouple]
 * nu = sqrt(k / (k + 1)) nu + g^2
 * z = z - gamma cbrt(k + 1) g / (cbrt(nu) + eps),  x = momentum x + (1 - momentum) z
 * </pre>
 *
 * Where nu and eps are 0, z stays. State: 2 vectors (z, nu), 3 scalars. No sums.
 *
 * <p>Source: Defazio and Jelassi, "Adaptivity without Compromise", JMLR 2022, arXiv:2101.11075; the
 * mirror form of the authors' package.
 *
 * @param lr learning rate; positive, default 0.01
 * @param momentum in [0, 1), default 0.9
 * @param eps added to the learning rate and to the root; at least 0, default 0
 * @param weightDecay at least 0, default 0
 * @param decouple decay z directly instead of through the gradient; default false
 */
public record MirrorMadgrad(
    double lr, double momentum, double eps, double weightDecay, boolean decouple)
    implements UpdateRule {
  private static final Layout.Builder STATE = Layout.builder();
  private static final int Z = STATE.vector("z"), NU = STATE.vector("nu");
  private static final int GAMMA = STATE.averaged("gamma"), FACTOR = STATE.averaged("factor");
  private static final int KEEP = STATE.averaged("keep");
  private static final Layout LAYOUT = STATE.build();

  public MirrorMadgrad() {
    this(0.01, 0.9, 0, 0, false);
  }

  public MirrorMadgrad {
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
    System.arraycopy(b.x(), b.from(), b.vector(Z), b.from(), b.length());
  }

  @Override
  public void begin(double[] scalars, long step, double multiplier, double loss) {
    scalars[GAMMA] = lr * multiplier + eps;
    scalars[FACTOR] = scalars[GAMMA] * Math.cbrt(step + 1);
    scalars[KEEP] = Math.sqrt(step / (step + 1.0));
  }

  @Override
  public void apply(Block b, double[] scalars) {
    double[] x = b.x(), gradient = b.gradient(), z = b.vector(Z), nu = b.vector(NU);
    double factor = scalars[FACTOR], keep = scalars[KEEP];
    double coupled = decouple ? 0 : weightDecay;
    double shrink = decouple ? 1 - scalars[GAMMA] * weightDecay : 1;
    double[] squares = b.scratch().x(), inverses = b.scratch().gradient();
    for (int from = b.from(), n; from < b.to(); from += n) {
      n = Math.min(squares.length, b.to() - from);
      for (int j = 0, i = from; j < n; j++, i++) {
        double g = gradient[i] + coupled * x[i];
        double square = keep * nu[i] + g * g;
        nu[i] = square;
        squares[j] = square;
        inverses[j] = CubeRoots.guess(square);
      }
      CubeRoots.invert(squares, n, eps, inverses);
      for (int j = 0, i = from; j < n; j++, i++) {
        double base = shrink * z[i] - factor * (gradient[i] + coupled * x[i]) * inverses[j];
        z[i] = base;
        x[i] = base + momentum * (x[i] - base);
      }
    }
  }

  @Override
  public double stepSize(double[] scalars) {
    return scalars[GAMMA];
  }
}
