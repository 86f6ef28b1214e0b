package org.stepless.methods;

import org.stepless.optimizer.Block;
import org.stepless.optimizer.Layout;
import org.stepless.optimizer.UpdateRule;
import org.stepless.text.Check;

/**
 * Prodigy for gradient descent: AdaGrad-norm steps weighted by the estimate of the distance D.
 *
 * <pre>
 * den = den + (d m_k)^2 |g|^2,  eta = m_k d^2 / sqrt(d^2 gradientBound^2 + den)
 * num = num + eta (g, x0 - x),  x = x - eta g
 * d = max(d, min(num / |x - x0|, d growthRate))                    (x after the step)
 * </pre>
 *
 * State: 1 vector (x0), 4 scalars. One round of 3 sums per step.
 *
 * <p>Source: Mishchenko and Defazio, "Prodigy: An Expeditiously Adaptive Parameter-Free Learner",
 * ICML 2024, arXiv:2306.06101, Algorithm 1.
 *
 * @param gradientBound a bound on the gradient norm, for the proof; at least 0, default 0
 * @param weightDecay coupled decay; at least 0, default 0
 * @param d0 first estimate of D; positive, default 1e-6
 * @param growthRate bound on d's growth per step; at least 1, default infinity
 */
public record ProdigyGd(double gradientBound, double weightDecay, double d0, double growthRate)
    implements UpdateRule {
  private static final Layout.Builder STATE = Layout.builder();
  private static final int X0 = STATE.vector("x0");
  private static final int D = STATE.maximal("d"), ETA = STATE.averaged("eta");
  private static final int NUMERATOR = STATE.averaged("numerator");
  private static final int DENOMINATOR = STATE.averaged("denominator");
  private static final Layout LAYOUT = STATE.build();
  private static final int DOT = 0, G_SQ = 1, DISTANCE_SQ = 2;
  private static final int[] REDUCTIONS = {3};

  public ProdigyGd() {
    this(0, 0, 1e-6, Double.POSITIVE_INFINITY);
  }

  public ProdigyGd {
    Check.notNegative("gradientBound", gradientBound);
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
    scalars[D] = d0;
  }

  @Override
  public void initialize(Block b) {
    System.arraycopy(b.x(), b.from(), b.vector(X0), b.from(), b.length());
  }

  @Override
  public void begin(double[] scalars, long step, double multiplier, double loss) {
    scalars[ETA] = multiplier; // eta itself needs the gradient's norm: see resolve
  }

  @Override
  public void measure(int round, Block b, double[] scalars, double[] sums) {
    double[] x = b.x(), gradient = b.gradient(), x0 = b.vector(X0);
    double dot = 0, gSq = 0, distanceSq = 0;
    for (int i = b.from(), to = b.to(); i < to; i++) {
      double g = gradient[i] + weightDecay * x[i];
      double back = x0[i] - x[i];
      dot += g * back;
      gSq += g * g;
      distanceSq += back * back;
    }
    sums[DOT] += dot;
    sums[G_SQ] += gSq;
    sums[DISTANCE_SQ] += distanceSq;
  }

  @Override
  public void resolve(int round, double[] scalars, double[] sums) {
    double d = scalars[D], multiplier = scalars[ETA];
    double weight = d * multiplier, bound = d * gradientBound;
    scalars[DENOMINATOR] += weight * weight * sums[G_SQ];
    double root = Math.sqrt(bound * bound + scalars[DENOMINATOR]);
    double eta = root > 0 ? weight * d / root : 0;
    scalars[ETA] = eta;
    scalars[NUMERATOR] += eta * sums[DOT];
    double normSq = DAdaptStep.normSq(eta, sums[DISTANCE_SQ], sums[DOT], sums[G_SQ]);
    if (normSq > 0) {
      double estimate = scalars[NUMERATOR] / Math.sqrt(normSq);
      scalars[D] = DAdaptStep.grow(d, estimate, growthRate);
    }
  }

  @Override
  public void apply(Block b, double[] scalars) {
    double[] x = b.x(), gradient = b.gradient();
    double eta = scalars[ETA];
    for (int i = b.from(), to = b.to(); i < to; i++) {
      x[i] -= eta * (gradient[i] + weightDecay * x[i]);
    }
  }

  @Override
  public double stepSize(double[] scalars) {
    return scalars[ETA];
  }
}
