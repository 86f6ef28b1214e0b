package org.stepless.methods;

import org.stepless.optimizer.Block;
import org.stepless.optimizer.Layout;
import org.stepless.optimizer.UpdateRule;
import org.stepless.text.Check;

/**
 * D-Adaptation for Adan: Adan whose step is an estimate of the distance D to the solution.
 *
 * <pre>
 * lambda = d m_k,  diff = g - gOld (0 first),  w = g + beta2 diff
 * e = beta1 e + lambda (1 - beta1) g,  f = beta2 f + lambda (1 - beta2) diff
 * n = beta3 n + (1 - beta3) w^2,  den = sqrt(n) + eps,  s = beta3 s + lambda (1 - beta3) g
 * gsq = beta3 gsq + (1 - beta3) lambda^2 sum g^2 / den
 * dHat = (sum s^2 / den / (1 - beta3) - gsq) / |s|_1,  d = max(d, min(dHat, d growthRate))
 * x = (x - (e + beta2 f) / den) / (1 + lambda weightDecay)
 *     or, if noProx, x = (1 - lambda weightDecay) x - (e + beta2 f) / den
 * </pre>
 *
 * While |s|_1 is 0, x stays where it is. State: 5 vectors (s, gradientOld, expAvg, expAvgDiff,
 * expAvgSq), 4 scalars. One round of 3 sums per step.
 *
 * <p>Source: Defazio and Mishchenko, "Learning-Rate-Free Learning by D-Adaptation", ICML 2023,
 * arXiv:2301.07733; the authors' package. Adan: Xie et al. 2022, arXiv:2208.06677.
 *
 * @param beta1 decay of the gradient average; in [0, 1), default 0.98
 * @param beta2 decay of the average of gradient differences; in [0, 1), default 0.92
 * @param beta3 decay of the squares; in [0, 1), default 0.99
 * @param eps added to the root; positive, default 1e-8
 * @param weightDecay decoupled decay; at least 0, default 0.02
 * @param noProx shrink by a factor before the step instead of dividing after it; default false
 * @param d0 first estimate of D; positive, default 1e-6
 * @param growthRate bound on d's growth per step; at least 1, default infinity
 */
public record DAdaptAdan(
    double beta1,
    double beta2,
    double beta3,
    double eps,
    double weightDecay,
    boolean noProx,
    double d0,
    double growthRate)
    implements UpdateRule {
  private static final Layout.Builder STATE = DAdaptStep.LAYOUT.extend();
  private static final int S = STATE.vector("s"), G_OLD = STATE.vector("gradientOld");
  private static final int EXP_AVG = STATE.vector("expAvg");
  private static final int EXP_AVG_DIFF = STATE.vector("expAvgDiff");
  private static final int EXP_AVG_SQ = STATE.vector("expAvgSq");
  private static final int UPDATES = STATE.maximal("updates");
  private static final int GRADIENT_SUM = STATE.averaged("gradientSum");
  private static final Layout LAYOUT = STATE.build();
  private static final int G_SQ = 0, S_SQ = 1, S_NORM = 2;
  private static final int[] REDUCTIONS = {3};

  public DAdaptAdan() {
    this(0.98, 0.92, 0.99, 1e-8, 0.02, false, 1e-6, Double.POSITIVE_INFINITY);
  }

  public DAdaptAdan {
    Check.fraction("beta1", beta1);
    Check.fraction("beta2", beta2);
    Check.fraction("beta3", beta3);
    Check.positive("eps", eps);
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
  public void begin(double[] scalars, long step, double multiplier, double loss) {
    DAdaptStep.begin(scalars, multiplier);
    scalars[UPDATES]++;
  }

  @Override
  public void measure(int round, Block b, double[] scalars, double[] sums) {
    double[] gradient = b.gradient(), old = b.vector(G_OLD);
    double[] s = b.vector(S), squares = b.vector(EXP_AVG_SQ);
    double[] gs = b.scratch().gradient(), olds = b.scratch().vector(G_OLD);
    double[] inverses = b.scratch().vector(EXP_AVG_SQ);
    double sFactor = scalars[DAdaptStep.LAMBDA] * (1 - beta3);
    double look = scalars[UPDATES] == 1 ? 0 : beta2;
    double gSq = 0, sSq = 0, sNorm = 0;
    for (int from = b.from(), n; from < b.to(); from += n) {
      n = Math.min(gs.length, b.to() - from);
      System.arraycopy(gradient, from, gs, 0, n);
      System.arraycopy(old, from, olds, 0, n);
      System.arraycopy(squares, from, inverses, 0, n);
      for (int j = 0; j < n; j++) {
        double w = gs[j] + look * (gs[j] - olds[j]);
        inverses[j] = beta3 * inverses[j] + (1 - beta3) * w * w;
      }
      Roots.invert(inverses, n, 1, eps);
      for (int j = 0; j < n; j++) {
        double g = gs[j], sum = beta3 * s[from + j] + sFactor * g;
        gSq += g * g * inverses[j];
        sSq += sum * sum * inverses[j];
        sNorm += Math.abs(sum);
      }
    }
    sums[G_SQ] += gSq;
    sums[S_SQ] += sSq;
    sums[S_NORM] += sNorm;
  }

  @Override
  public void resolve(int round, double[] scalars, double[] sums) {
    double lambda = scalars[DAdaptStep.LAMBDA];
    double gradientSum = beta3 * scalars[GRADIENT_SUM] + (1 - beta3) * lambda * lambda * sums[G_SQ];
    scalars[GRADIENT_SUM] = gradientSum;
    if (sums[S_NORM] > 0) {
      double estimate = (sums[S_SQ] / (1 - beta3) - gradientSum) / sums[S_NORM];
      DAdaptStep.grow(scalars, estimate, growthRate);
    } else {
      scalars[DAdaptStep.LAMBDA] = 0;
    }
  }

  @Override
  public void apply(Block b, double[] scalars) {
    double[] x = b.x(), gradient = b.gradient(), old = b.vector(G_OLD), s = b.vector(S);
    double[] e = b.vector(EXP_AVG), f = b.vector(EXP_AVG_DIFF), n = b.vector(EXP_AVG_SQ);
    double lambda = scalars[DAdaptStep.LAMBDA], sFactor = lambda * (1 - beta3);
    double eFactor = lambda * (1 - beta1), fFactor = lambda * (1 - beta2);
    double known = scalars[UPDATES] == 1 ? 0 : 1;
    double before = noProx ? 1 - lambda * weightDecay : 1;
    double after = noProx ? 1 : 1 / (1 + lambda * weightDecay);
    // Two loops: the compiler vectorises small bodies only.
    for (int i = b.from(), to = b.to(); i < to; i++) {
      double g = gradient[i];
      double difference = known * (g - old[i]);
      double w = g + beta2 * difference;
      old[i] = g;
      s[i] = beta3 * s[i] + sFactor * g;
      f[i] = beta2 * f[i] + fFactor * difference;
      n[i] = beta3 * n[i] + (1 - beta3) * w * w;
    }
    for (int i = b.from(), to = b.to(); i < to; i++) {
      double average = beta1 * e[i] + eFactor * gradient[i];
      double step = (average + beta2 * f[i]) / (Math.sqrt(n[i]) + eps);
      e[i] = average;
      x[i] = (before * x[i] - step) * after;
    }
  }

  @Override
  public double stepSize(double[] scalars) {
    return scalars[DAdaptStep.LAMBDA];
  }
}
