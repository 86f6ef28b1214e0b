package org.stepless.methods;

import java.util.Arrays;
import org.stepless.optimizer.Block;
import org.stepless.optimizer.Layout;
import org.stepless.optimizer.UpdateRule;
import org.stepless.text.Check;

/**
 * D-Adaptation for AdaGrad: diagonal dual averaging scaled by an estimate of the distance D.
 *
 * <pre>
 * a = a + g^2,  s = s + d m_k g
 * gsq = gsq + (d m_k)^2 sum g^2 / (sqrt(a) + eps)
 * dHat = (sum s^2 / (sqrt(a) + eps) - gsq) / |s|_1,  d = max(d, min(dHat, d growthRate))
 * z = x0 - s / (sqrt(a) + eps),  x = momentum x + (1 - momentum) z
 * </pre>
 *
 * The authors' code adds up the changes of the two sums over s; that telescopes to the sums
 * themselves. State: 3 vectors (x0, s, a), 3 scalars. One round of 3 sums per step.
 *
 * <p>Source: Defazio and Mishchenko, "Learning-Rate-Free Learning by D-Adaptation", ICML 2023,
 * arXiv:2301.07733, Algorithm 3; the variant of version 3 of the authors' package.
 *
 * @param momentum in [0, 1), default 0
 * @param eps added to the root; positive, default 1e-6
 * @param initialAccumulator first value of a; at least 0, default 1e-6
 * @param weightDecay coupled decay; at least 0, default 0
 * @param d0 first estimate of D; positive, default 1e-6
 * @param growthRate bound on d's growth per step; at least 1, default infinity
 */
public record DAdaptAdaGrad(
    double momentum,
    double eps,
    double initialAccumulator,
    double weightDecay,
    double d0,
    double growthRate)
    implements UpdateRule {
  private static final Layout.Builder STATE = DAdaptStep.LAYOUT.extend();
  private static final int X0 = STATE.vector("x0"), S = STATE.vector("s"), A = STATE.vector("a");
  private static final int GRADIENT_SUM = STATE.averaged("gradientSum");
  private static final Layout LAYOUT = STATE.build();
  private static final int G_SQ = 0, S_SQ = 1, S_NORM = 2;
  private static final int[] REDUCTIONS = {3};

  public DAdaptAdaGrad() {
    this(0, 1e-6, 1e-6, 0, 1e-6, Double.POSITIVE_INFINITY);
  }

  public DAdaptAdaGrad {
    Check.fraction("momentum", momentum);
    Check.positive("eps", eps);
    Check.notNegative("initialAccumulator", initialAccumulator);
    Check.notNegative("weightDecay", weightDecay);
    Check.positive("d0", d0);
    Check.atLeastOrInfinite("growthRate", growthRate, 1);
  }

  @Override
  public Layout layout() {
    return LAYOUT;
  }

  @Override
  public int[] reductions() {
    return REDUCTIONS;
  }

  @Override
  public void initialize(double[] scalars) {
    scalars[DAdaptStep.D] = d0;
  }

  @Override
  public void initialize(Block b) {
    System.arraycopy(b.x(), b.from(), b.vector(X0), b.from(), b.length());
    Arrays.fill(b.vector(A), b.from(), b.to(), initialAccumulator);
  }

  @Override
  public void begin(double[] scalars, long step, double multiplier, double loss) {
    DAdaptStep.begin(scalars, multiplier);
  }

  @Override
  public void measure(int round, Block b, double[] scalars, double[] sums) {
    double[] x = b.x(), gradient = b.gradient(), s = b.vector(S), a = b.vector(A);
    // Sums are not vectorised, roots and quotients are: those first, in copies.
    double[] gs = b.scratch().gradient(), inverses = b.scratch().vector(A);
    double lambda = scalars[DAdaptStep.LAMBDA];
    double gSq = 0, sSq = 0, sNorm = 0;
    for (int from = b.from(), n; from < b.to(); from += n) {
      n = Math.min(gs.length, b.to() - from);
      for (int j = 0; j < n; j++) {
        gs[j] = gradient[from + j] + weightDecay * x[from + j];
      }
      System.arraycopy(a, from, inverses, 0, n);
      invertRoots(gs, n, inverses);
      for (int j = 0; j < n; j++) {
        double g = gs[j], sum = s[from + j] + lambda * g;
        gSq += g * g * inverses[j];
        sSq += sum * sum * inverses[j];
        sNorm += Math.abs(sum);
      }
    }
    sums[G_SQ] += gSq;
    sums[S_SQ] += sSq;
    sums[S_NORM] += sNorm;
  }

  private void invertRoots(double[] gs, int n, double[] a) {
    for (int j = 0; j < n; j++) {
      a[j] = 1 / (Math.sqrt(a[j] + gs[j] * gs[j]) + eps);
    }
  }

  @Override
  public void resolve(int round, double[] scalars, double[] sums) {
    scalars[GRADIENT_SUM] += scalars[DAdaptStep.LAMBDA] * scalars[DAdaptStep.LAMBDA] * sums[G_SQ];
    if (sums[S_NORM] > 0) {
      double estimate = (sums[S_SQ] - scalars[GRADIENT_SUM]) / sums[S_NORM];
      DAdaptStep.grow(scalars, estimate, growthRate);
    }
  }

  @Override
  public void apply(Block b, double[] scalars) {
    double[] x = b.x(), gradient = b.gradient();
    double[] x0 = b.vector(X0), s = b.vector(S), a = b.vector(A);
    double lambda = scalars[DAdaptStep.LAMBDA];
    for (int i = b.from(), to = b.to(); i < to; i++) {
      double g = gradient[i] + weightDecay * x[i];
      double sum = s[i] + lambda * g;
      double squares = a[i] + g * g;
      double z = x0[i] - sum / (Math.sqrt(squares) + eps);
      s[i] = sum;
      a[i] = squares;
      x[i] = z + momentum * (x[i] - z);
    }
  }

  @Override
  public double stepSize(double[] scalars) {
    return scalars[DAdaptStep.LAMBDA];
  }
}
