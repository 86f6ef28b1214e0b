package org.stepless.methods;

import org.stepless.optimizer.Block;
import org.stepless.optimizer.Layout;
import org.stepless.optimizer.UpdateRule;
import org.stepless.text.Check;

/**
 * D-Adaptation for Adam: Adam whose step is an estimate of the distance D to the solution.
 *
 * <pre>
 * lambda = d m_k [sqrt(1 - beta2^(k+1)) / (1 - beta1^(k+1)) if biasCorrection],  q = sqrt(beta2)
 * num = q num + (1 - q) lambda (g, s / (sqrt(v) + eps))                 (s and v of the last step)
 * e = beta1 e + lambda (1 - beta1) g,  v = beta2 v + (1 - beta2) g^2,  s = q s + lambda (1 - q) g
 * dHat = num / ((1 - q) |s|_1),  d = max(d, min(dHat, d growthRate))
 * x = x - weightDecay lambda x - e / (sqrt(v) + eps)                    (decay here if decouple)
 * </pre>
 *
 * While |s|_1 is 0, x stays where it is. State: 3 vectors (s, expAvg, expAvgSq), 3 scalars. One
 * round of 2 sums per step.
 *
 * <p>Source: Defazio and Mishchenko, "Learning-Rate-Free Learning by D-Adaptation", ICML 2023,
 * arXiv:2301.07733; the variant of version 3 of the authors' package.
 *
 * @param beta1 decay of the gradient average; in [0, 1), default 0.9
 * @param beta2 decay of the squared gradient average; in [0, 1), default 0.999
 * @param eps added to the root; positive, default 1e-8
 * @param weightDecay at least 0, default 0
 * @param decouple decay the weights directly (AdamW) instead of through the gradient; default false
 * @param biasCorrection Adam's bias correction; default false
 * @param d0 first estimate of D; positive, default 1e-6
 * @param growthRate bound on d's growth per step; at least 1, default infinity
 */
public record DAdaptAdam(
    double beta1,
    double beta2,
    double eps,
    double weightDecay,
    boolean decouple,
    boolean biasCorrection,
    double d0,
    double growthRate)
    implements UpdateRule {
  private static final Layout.Builder STATE = DAdaptStep.WITH_NUMERATOR.extend();
  private static final int S = STATE.vector("s");
  private static final int EXP_AVG = STATE.vector("expAvg"), EXP_AVG_SQ = STATE.vector("expAvgSq");
  private static final Layout LAYOUT = STATE.build();

  public DAdaptAdam() {
    this(0.9, 0.999, 1e-8, 0, false, false, 1e-6, Double.POSITIVE_INFINITY);
  }

  public DAdaptAdam {
    Check.fraction("beta1", beta1);
    Check.fraction("beta2", beta2);
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
    return DAdaptStep.REDUCTIONS;
  }

  @Override
  public void initialize(double[] scalars) {
    scalars[DAdaptStep.D] = d0;
  }

  @Override
  public void begin(double[] scalars, long step, double multiplier, double loss) {
    double correction =
        biasCorrection
            ? Math.sqrt(1 - Math.pow(beta2, step + 1)) / (1 - Math.pow(beta1, step + 1))
            : 1;
    scalars[DAdaptStep.LAMBDA] = scalars[DAdaptStep.D] * multiplier * correction;
  }

  @Override
  public void measure(int round, Block b, double[] scalars, double[] sums) {
    double[] x = b.x(), gradient = b.gradient(), s = b.vector(S), v = b.vector(EXP_AVG_SQ);
    double decay = coupledDecay();
    double q = Math.sqrt(beta2), sFactor = scalars[DAdaptStep.LAMBDA] * (1 - q);
    double[] inverses = b.scratch().vector(EXP_AVG_SQ);
    double dot = 0, norm = 0;
    for (int from = b.from(), n; from < b.to(); from += n) {
      n = Math.min(inverses.length, b.to() - from);
      System.arraycopy(v, from, inverses, 0, n);
      Roots.invert(inverses, n, 1, eps);
      for (int j = 0, i = from; j < n; j++, i++) {
        double g = gradient[i] + decay * x[i];
        dot += g * s[i] * inverses[j];
        norm += Math.abs(q * s[i] + sFactor * g);
      }
    }
    sums[DAdaptStep.DOT] += dot;
    sums[DAdaptStep.S_NORM] += norm;
  }

  @Override
  public void resolve(int round, double[] scalars, double[] sums) {
    DAdaptStep.resolve(scalars, sums, Math.sqrt(beta2), growthRate);
  }

  @Override
  public void apply(Block b, double[] scalars) {
    double[] x = b.x(), gradient = b.gradient();
    double[] s = b.vector(S), e = b.vector(EXP_AVG), v = b.vector(EXP_AVG_SQ);
    double decay = coupledDecay(), lambda = scalars[DAdaptStep.LAMBDA];
    double q = Math.sqrt(beta2), sFactor = lambda * (1 - q);
    double eFactor = lambda * (1 - beta1);
    double shrink = decouple ? 1 - weightDecay * lambda : 1;
    for (int i = b.from(), to = b.to(); i < to; i++) {
      double g = gradient[i] + decay * x[i];
      double average = beta1 * e[i] + eFactor * g;
      double square = beta2 * v[i] + (1 - beta2) * g * g;
      s[i] = q * s[i] + sFactor * g;
      e[i] = average;
      v[i] = square;
      x[i] = shrink * x[i] - average / (Math.sqrt(square) + eps);
    }
  }

  @Override
  public double stepSize(double[] scalars) {
    return scalars[DAdaptStep.LAMBDA];
  }

  private double coupledDecay() {
    return decouple ? 0 : weightDecay;
  }
}
