package org.stepless.methods;

import org.stepless.optimizer.Block;
import org.stepless.optimizer.Layout;
import org.stepless.optimizer.UpdateRule;
import org.stepless.text.Check;

/**
 * Prodigy: Adam whose step is the distance D to the solution, estimated from below while training.
 *
 * <pre>
 * lambda = d m_k [sqrt(1 - beta2^(k+1)) / (1 - beta1^(k+1)) if biasCorrection]
 * num = beta3 num + (d/d0) lambda (g, x0 - x)
 * e = beta1 e + d (1 - beta1) g,  v = beta2 v + d^2 (1 - beta2) g^2
 * s = beta3 s + (d/d0) (safeguardWarmup ? d : lambda) g
 * dHat = dCoef num / |s|_1,  d = max(d, dHat), at most d growthRate
 * x = (1 - lambda weightDecay) x - lambda e / (sqrt(v) + d eps)      (lambda with the old d)
 * </pre>
 *
 * While |s|_1 is 0, x stays where it is.
 *
 * <p>State: 4 vectors (x0, s, expAvg, expAvgSq), 5 scalars. One round of 2 sums per step.
 *
 * <p>Source: Mishchenko and Defazio, "Prodigy: An Expeditiously Adaptive Parameter-Free Learner",
 * ICML 2024, arXiv:2306.06101, Algorithm 4.
 *
 * @param beta1 decay of the gradient average; in [0, 1), default 0.9
 * @param beta2 decay of the squared gradient average; in [0, 1), default 0.999
 * @param beta3 decay of the distance sums; in [0, 1) or NaN for sqrt(beta2), the default
 * @param eps relative to d, added to the root; positive, default 1e-8
 * @param weightDecay at least 0, default 0
 * @param decouple decay the weights directly (AdamW) instead of through the gradient; default true
 * @param dCoef factor on the estimate of D; positive, default 1
 * @param d0 first estimate of D; positive, default 1e-6
 * @param growthRate bound on d's growth per step; at least 1, default infinity
 * @param biasCorrection Adam's bias correction; default false
 * @param safeguardWarmup keep the multiplier out of s, for long warm-ups; default false
 * @param sliceP use every sliceP-th coordinate for the estimate of D; at least 1, default 1
 */
public record Prodigy(
    double beta1,
    double beta2,
    double beta3,
    double eps,
    double weightDecay,
    boolean decouple,
    double dCoef,
    double d0,
    double growthRate,
    boolean biasCorrection,
    boolean safeguardWarmup,
    int sliceP)
    implements UpdateRule {
  private static final Layout.Builder STATE = Layout.builder();
  private static final int X0 = STATE.vector("x0"), S = STATE.vector("s");
  private static final int EXP_AVG = STATE.vector("expAvg"), EXP_AVG_SQ = STATE.vector("expAvgSq");
  private static final int D = STATE.maximal("d"), D_MAX = STATE.maximal("dMax");
  private static final int D_OLD = STATE.maximal("dOld"), LAMBDA = STATE.maximal("lambda");
  private static final int NUMERATOR = STATE.averaged("numerator");
  private static final Layout LAYOUT = STATE.build();
  private static final int DOT = 0, S_NORM = 1;
  private static final int[] REDUCTIONS = {2};

  public Prodigy() {
    this(0.9, 0.999, Double.NaN, 1e-8, 0, true, 1, 1e-6, Double.POSITIVE_INFINITY, false, false, 1);
  }

  public Prodigy {
    Check.fraction("beta1", beta1);
    Check.fraction("beta2", beta2);
    if (!Double.isNaN(beta3)) {
      Check.fraction("beta3", beta3);
    }
    Check.positive("eps", eps);
    Check.notNegative("weightDecay", weightDecay);
    Check.positive("dCoef", dCoef);
    Check.positive("d0", d0);
    Check.atLeastOrInfinite("growthRate", growthRate, 1);
    Check.atLeast("sliceP", sliceP, 1);
  }

  private double distanceDecay() {
    return Double.isNaN(beta3) ? Math.sqrt(beta2) : beta3;
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
    scalars[D] = d0;
    scalars[D_MAX] = d0;
  }

  @Override
  public void initialize(Block b) {
    System.arraycopy(b.x(), b.from(), b.vector(X0), b.from(), b.length());
  }

  @Override
  public void begin(double[] scalars, long step, double multiplier, double loss) {
    double correction =
        biasCorrection
            ? Math.sqrt(1 - Math.pow(beta2, step + 1)) / (1 - Math.pow(beta1, step + 1))
            : 1;
    scalars[D_OLD] = scalars[D];
    scalars[LAMBDA] = scalars[D] * multiplier * correction;
  }

  @Override
  public void measure(int round, Block b, double[] scalars, double[] sums) {
    double[] x = b.x(), gradient = b.gradient(), x0 = b.vector(X0), s = b.vector(S);
    double decay = coupledDecay();
    double dot = 0, norm = 0;
    double sDecay = distanceDecay(), sFactor = distanceFactor(scalars);
    for (int i = firstInSlice(b), to = b.to(); i < to; i += sliceP) {
      double g = gradient[i] + decay * x[i];
      dot += g * (x0[i] - x[i]);
      norm += Math.abs(sDecay * s[i] + sFactor * g);
    }
    sums[DOT] += dot;
    sums[S_NORM] += norm;
  }

  @Override
  public void resolve(int round, double[] scalars, double[] sums) {
    double d = scalars[D];
    double numerator = distanceDecay() * scalars[NUMERATOR] + d / d0 * scalars[LAMBDA] * sums[DOT];
    scalars[NUMERATOR] = numerator;
    if (sums[S_NORM] > 0) {
      double estimate = dCoef * numerator / sums[S_NORM];
      if (d == d0) {
        d = Math.max(d, estimate);
      }
      scalars[D_MAX] = Math.max(scalars[D_MAX], estimate);
      scalars[D] = Math.min(scalars[D_MAX], d * growthRate);
    } else {
      scalars[LAMBDA] = 0;
    }
  }

  @Override
  public void apply(Block b, double[] scalars) {
    double[] x = b.x(), gradient = b.gradient();
    double[] s = b.vector(S), e = b.vector(EXP_AVG), v = b.vector(EXP_AVG_SQ);
    double decay = coupledDecay();
    double dOld = scalars[D_OLD], lambda = scalars[LAMBDA];
    double sDecay = distanceDecay(), sFactor = distanceFactor(scalars);
    if (sliceP == 1) {
      for (int i = b.from(), to = b.to(); i < to; i++) {
        s[i] = sDecay * s[i] + sFactor * (gradient[i] + decay * x[i]);
      }
    } else {
      for (int i = firstInSlice(b), to = b.to(); i < to; i += sliceP) {
        s[i] = sDecay * s[i] + sFactor * (gradient[i] + decay * x[i]);
      }
    }
    double eFactor = dOld * (1 - beta1), vFactor = dOld * dOld * (1 - beta2);
    double shrink = decouple ? 1 - weightDecay * lambda : 1;
    double floor = scalars[D] * eps;
    for (int i = b.from(), to = b.to(); i < to; i++) {
      double g = gradient[i] + decay * x[i];
      double average = beta1 * e[i] + eFactor * g;
      double square = beta2 * v[i] + vFactor * g * g;
      e[i] = average;
      v[i] = square;
      x[i] = shrink * x[i] - lambda * average / (Math.sqrt(square) + floor);
    }
  }

  @Override
  public double stepSize(double[] scalars) {
    return scalars[LAMBDA];
  }

  private double coupledDecay() {
    return decouple ? 0 : weightDecay;
  }

  private double distanceFactor(double[] scalars) {
    double weight = safeguardWarmup ? scalars[D_OLD] : scalars[LAMBDA];
    return scalars[D_OLD] / d0 * weight;
  }

  private int firstInSlice(Block b) {
    return b.from() + (int) Math.floorMod(-b.offset(), (long) sliceP);
  }
}
