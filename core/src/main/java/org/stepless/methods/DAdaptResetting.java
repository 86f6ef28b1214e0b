package org.stepless.methods;

import java.util.Arrays;
import org.stepless.optimizer.Block;
import org.stepless.optimizer.Layout;
import org.stepless.optimizer.UpdateRule;
import org.stepless.text.Check;

/**
 * D-Adaptation with resetting: dual averaging that starts again when its distance has doubled.
 *
 * <pre>
 * lambda = d m_k
 * num = num + lambda (g, x0 - x),  s = s + lambda g,  W = W + |g|^2
 * d = max(d, min(num / |s|, d growthRate))
 * if d > 2 dReset:  dReset = d,  s = 0,  W = 0,  num = 0,  x = x0
 * else:             x = x0 - s / sqrt(gradientBound^2 + W)
 * </pre>
 *
 * A schedule multiplies the weight lambda of each gradient. State: 2 vectors (x0, s), 7 scalars.
 * One round of 4 sums per step.
 *
 * <p>Source: Defazio and Mishchenko, "Learning-Rate-Free Learning by D-Adaptation", ICML 2023,
 * arXiv:2301.07733, the variant with resetting.
 *
 * @param gradientBound a bound on the gradient norm, for the proof; at least 0, default 0
 * @param weightDecay coupled decay; at least 0, default 0
 * @param d0 first estimate of D; positive, default 1e-6
 * @param growthRate bound on d's growth per step; at least 1, default infinity
 */
public record DAdaptResetting(
    double gradientBound, double weightDecay, double d0, double growthRate) implements UpdateRule {
  private static final Layout.Builder STATE = DualAveragingStep.LAYOUT.extend();
  private static final int D_RESET = STATE.maximal("dReset"), RESETS = STATE.maximal("resets");
  private static final Layout LAYOUT = STATE.build();
  private static final double RESET = -1; // value of FACTOR in a step that starts again

  public DAdaptResetting() {
    this(0, 0, 1e-6, Double.POSITIVE_INFINITY);
  }

  public DAdaptResetting {
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
    return DualAveragingStep.REDUCTIONS;
  }

  @Override
  public void initialize(double[] scalars) {
    scalars[DAdaptStep.D] = d0;
    scalars[D_RESET] = d0;
  }

  @Override
  public void initialize(Block b) {
    System.arraycopy(b.x(), b.from(), b.vector(DualAveragingStep.X0), b.from(), b.length());
  }

  @Override
  public void begin(double[] scalars, long step, double multiplier, double loss) {
    DAdaptStep.begin(scalars, multiplier);
  }

  @Override
  public void measure(int round, Block b, double[] scalars, double[] sums) {
    DualAveragingStep.measure(b, weightDecay, sums);
  }

  @Override
  public void resolve(int round, double[] scalars, double[] sums) {
    scalars[DualAveragingStep.GRADIENT_SUM] += sums[DualAveragingStep.G_SQ];
    double d = DualAveragingStep.grow(scalars, sums, growthRate);
    if (d > 2 * scalars[D_RESET]) {
      scalars[D_RESET] = d;
      scalars[DualAveragingStep.GRADIENT_SUM] = 0;
      scalars[DAdaptStep.NUMERATOR] = 0;
      scalars[DualAveragingStep.FACTOR] = RESET;
      scalars[RESETS]++;
    } else {
      DualAveragingStep.scale(scalars, gradientBound);
    }
  }

  @Override
  public void apply(Block b, double[] scalars) {
    if (scalars[DualAveragingStep.FACTOR] == RESET) {
      Arrays.fill(b.vector(DualAveragingStep.S), b.from(), b.to(), 0);
      double[] x0 = b.vector(DualAveragingStep.X0);
      System.arraycopy(x0, b.from(), b.x(), b.from(), b.length());
    } else {
      DualAveragingStep.apply(b, weightDecay, scalars);
    }
  }

  @Override
  public double stepSize(double[] scalars) {
    return scalars[DAdaptStep.LAMBDA] * Math.max(0, scalars[DualAveragingStep.FACTOR]);
  }
}
