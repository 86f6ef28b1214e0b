package org.stepless.methods;

import java.util.Arrays;
import org.stepless.optimizer.Block;
import org.stepless.optimizer.Layout;
import org.stepless.optimizer.UpdateRule;
import org.stepless.text.Check;

/**
 * GradaGrad: AdaGrad whose learning rate grows while successive gradients agree.
 *
 * <pre>
 * v = |g|^2 - rho (g, gOld)                            (gOld: the gradient of the last step, 0 first)
 * if v >= 0:  alpha = alpha + v
 * else:       gamma = gamma sqrt(1 - max(v, -r alpha) / alpha)
 * z = z - m_k gamma g / sqrt(alpha),  x = momentum x + (1 - momentum) z
 * </pre>
 *
 * With {@code diagonal} every coordinate has its own alpha, gamma and v = g^2 - rho g gOld. The
 * diagonal form and the momentum are our reading of the paper. While alpha is 0, nothing moves.
 * State: 2 vectors (gradientOld, z) and 3 scalars, one round of 2 sums per step; if diagonal, 4
 * vectors (gamma, alpha too), 1 scalar and no sums.
 *
 * <p>Source: Defazio, Zhou and Xiao, "Grad-GradaGrad? A Non-Monotone Adaptive Stochastic Gradient
 * Method", 2022, arXiv:2206.06900.
 *
 * @param gamma0 first learning rate; positive, default 1e-3
 * @param rho weight of the agreement of gradients; at least 0, default 2
 * @param r bound on the growth: gamma^2 grows by at most 1 + r per step; at least 0, default 1
 * @param momentum in [0, 1), default 0
 * @param weightDecay coupled decay; at least 0, default 0
 * @param diagonal a learning rate for each coordinate; default false
 */
public record GradaGrad(
    double gamma0, double rho, double r, double momentum, double weightDecay, boolean diagonal)
    implements UpdateRule {
  private static final Layout.Builder STATE = Layout.builder();
  private static final int G_OLD = STATE.vector("gradientOld"), Z = STATE.vector("z");
  private static final int FACTOR = STATE.averaged("factor");
  private static final Layout.Builder DIAGONAL = STATE.build().extend();
  private static final int GAMMA = STATE.averaged("gamma"), ALPHA = STATE.averaged("alpha");
  private static final Layout SCALAR_LAYOUT = STATE.build();
  private static final int GAMMAS = DIAGONAL.vector("gamma"), ALPHAS = DIAGONAL.vector("alpha");
  private static final Layout DIAGONAL_LAYOUT = DIAGONAL.build();
  private static final int G_SQ = 0, G_G_OLD = 1;
  private static final int[] REDUCTIONS = {2};

  public GradaGrad() {
    this(1e-3, 2, 1, 0, 0, false);
  }

  public GradaGrad {
    Check.positive("gamma0", gamma0);
    Check.notNegative("rho", rho);
    Check.notNegative("r", r);
    Check.fraction("momentum", momentum);
    Check.notNegative("weightDecay", weightDecay);
  }

  @Override
  public Layout layout() {
    return diagonal ? DIAGONAL_LAYOUT : SCALAR_LAYOUT;
  }

  @Override
  public int[] reductions() {
    return diagonal ? NO_REDUCTIONS : REDUCTIONS;
  }

  @Override
  public void initialize(double[] scalars) {
    if (!diagonal) {
      scalars[GAMMA] = gamma0;
    }
  }

  @Override
  public void initialize(Block b) {
    System.arraycopy(b.x(), b.from(), b.vector(Z), b.from(), b.length());
    if (diagonal) {
      Arrays.fill(b.vector(GAMMAS), b.from(), b.to(), gamma0);
    }
  }

  @Override
  public void begin(double[] scalars, long step, double multiplier, double loss) {
    scalars[FACTOR] = multiplier; // of a scalar rule: times gamma / sqrt(alpha), see resolve
  }

  @Override
  public void measure(int round, Block b, double[] scalars, double[] sums) {
    double[] x = b.x(), gradient = b.gradient(), old = b.vector(G_OLD);
    double gSq = 0, gGOld = 0;
    for (int i = b.from(), to = b.to(); i < to; i++) {
      double g = gradient[i] + weightDecay * x[i];
      gSq += g * g;
      gGOld += g * old[i];
    }
    sums[G_SQ] += gSq;
    sums[G_G_OLD] += gGOld;
  }

  @Override
  public void resolve(int round, double[] scalars, double[] sums) {
    double v = sums[G_SQ] - rho * sums[G_G_OLD], alpha = scalars[ALPHA];
    if (v >= 0) {
      scalars[ALPHA] = alpha + v;
    } else if (alpha > 0) {
      scalars[GAMMA] *= Math.sqrt(1 - Math.max(v, -r * alpha) / alpha);
    }
    double root = Math.sqrt(scalars[ALPHA]);
    scalars[FACTOR] = root > 0 ? scalars[FACTOR] * scalars[GAMMA] / root : 0;
  }

  @Override
  public void apply(Block b, double[] scalars) {
    if (diagonal) {
      applyDiagonal(b, scalars[FACTOR]);
      return;
    }
    double[] x = b.x(), gradient = b.gradient(), old = b.vector(G_OLD), z = b.vector(Z);
    double factor = scalars[FACTOR];
    for (int i = b.from(), to = b.to(); i < to; i++) {
      double g = gradient[i] + weightDecay * x[i];
      double base = z[i] - factor * g;
      old[i] = g;
      z[i] = base;
      x[i] = base + momentum * (x[i] - base);
    }
  }

  private void applyDiagonal(Block b, double multiplier) {
    double[] x = b.x(), gradient = b.gradient(), old = b.vector(G_OLD), z = b.vector(Z);
    double[] gammas = b.vector(GAMMAS), alphas = b.vector(ALPHAS);
    for (int i = b.from(), to = b.to(); i < to; i++) {
      double g = gradient[i] + weightDecay * x[i];
      double v = g * g - rho * g * old[i];
      if (v >= 0) {
        alphas[i] += v;
      } else if (alphas[i] > 0) {
        gammas[i] *= Math.sqrt(1 - Math.max(v, -r * alphas[i]) / alphas[i]);
      }
      double base = z[i];
      if (alphas[i] > 0) {
        base -= multiplier * gammas[i] * g / Math.sqrt(alphas[i]);
      }
      old[i] = g;
      z[i] = base;
      x[i] = base + momentum * (x[i] - base);
    }
  }

  /** The factor of the gradient; if diagonal, the schedule multiplier, for lack of one factor. */
  @Override
  public double stepSize(double[] scalars) {
    return scalars[FACTOR];
  }
}
