package org.stepless.methods;

import org.stepless.optimizer.Block;
import org.stepless.optimizer.Layout;
import org.stepless.optimizer.UpdateRule;
import org.stepless.text.Check;

/**
 * Prodigy for dual averaging: gradients weighted by the square of the estimated distance D.
 *
 * <pre>
 * lambda = d^2 m_k
 * num = num + lambda (g, x0 - x),  W = W + (d m_k)^2 |g|^2,  s = s + lambda g
 * d = max(d, min(num / |s|, d growthRate))
 * x = x0 - s / sqrt(d^2 gradientBound^2 + W)
 * </pre>
 *
 * A schedule multiplies the weight of each gradient. State: 2 vectors (x0, s), 5 scalars. One round
 * of 4 sums per step.
 *
 * <p>Source: Mishchenko and Defazio, "Prodigy: An Expeditiously Adaptive Parameter-Free Learner",
 * ICML 2024, arXiv:2306.06101, Algorithm 2.
 *
 * @param gradientBound a bound on the gradient norm, for the proof; at least 0, default 0
 * @param weightDecay coupled decay; at least 0, default 0
 * @param d0 first estimate of D; positive, default 1e-6
 * @param growthRate bound on d's growth per step; at least 1, default infinity
 */
public record ProdigyDa(double gradientBound, double weightDecay, double d0, double growthRate)
    implements UpdateRule {

  public ProdigyDa() {
    this(0, 0, 1e-6, Double.POSITIVE_INFINITY);
  }

  public ProdigyDa {
    Check.notNegative("gradientBound", gradientBound);
    Check.notNegative("weightDecay", weightDecay);
    Check.positive("d0", d0);
    Check.atLeastOrInfinite("growthRate", growthRate, 1);
  }

  @Override
  public Layout layout() {
    return DualAveragingStep.LAYOUT;
  }

  @Override
  public int[] reductions() {
    return DualAveragingStep.REDUCTIONS;
  }

  @Override
  public void initialize(double[] scalars) {
    scalars[DAdaptStep.D] = d0;
  }

  @Override
  public void initialize(Block b) {
    System.arraycopy(b.x(), b.from(), b.vector(DualAveragingStep.X0), b.from(), b.length());
  }

  @Override
  public void begin(double[] scalars, long step, double multiplier, double loss) {
    scalars[DAdaptStep.LAMBDA] = scalars[DAdaptStep.D] * scalars[DAdaptStep.D] * multiplier;
  }

  @Override
  public void measure(int round, Block b, double[] scalars, double[] sums) {
    DualAveragingStep.measure(b, weightDecay, sums);
  }

  @Override
  public void resolve(int round, double[] scalars, double[] sums) {
    double weight = scalars[DAdaptStep.LAMBDA] / scalars[DAdaptStep.D];
    scalars[DualAveragingStep.GRADIENT_SUM] += weight * weight * sums[DualAveragingStep.G_SQ];
    double d = DualAveragingStep.grow(scalars, sums, growthRate);
    DualAveragingStep.scale(scalars, d * gradientBound);
  }

  @Override
  public void apply(Block b, double[] scalars) {
    DualAveragingStep.apply(b, weightDecay, scalars);
  }

  @Override
  public double stepSize(double[] scalars) {
    return scalars[DAdaptStep.LAMBDA] * scalars[DualAveragingStep.FACTOR];
  }
}
