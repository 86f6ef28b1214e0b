package org.stepless.methods;

import org.stepless.optimizer.ExampleRule;
import org.stepless.text.Check;

/**
 * TAPS, the targeted stochastic Polyak step: every example's loss is moved towards a target of its
 * own, its tracker, and the mean of the trackers towards the known optimum of the mean loss.
 *
 * <pre>
 * c = gamma (f_i - alpha_i) / (|g_i|^2 + 1)        with gamma = gamma / (1 - beta)
 * after a pass: alpha_j = alpha_j + gamma (target - mean alpha) for all j
 * </pre>
 *
 * State: tau; z if there is momentum; one tracker per example.
 *
 * <p>Source: Gower, Defazio and Rabbat, "Stochastic Polyak Stepsize with a Moving Target",
 * arXiv:2106.11851, Algorithm 1.
 *
 * @param target the smallest mean loss, regularisation included; finite. There is no default: a
 *     {@code taps} without it is refused where it is parsed or used
 * @param reg weight of {@code |x|^2 / 2} in every loss; at least 0, default 0
 * @param gamma relaxation; positive, default 1
 * @param beta momentum; in [0, 1), default 0
 */
public record Taps(double target, double reg, double gamma, double beta) implements ExampleRule {

  /** Parameters still without a target, which must be given before the rule is used. */
  public Taps() {
    this(Double.NaN, 0, 1, 0);
  }

  public Taps {
    Check.require(!Double.isInfinite(target), "target", "finite", target);
    ExampleRule.check(reg, beta);
    Check.positive("gamma", gamma);
  }

  @Override
  public boolean tracks() {
    return true;
  }

  @Override
  public double initialTau() {
    if (Double.isNaN(target)) {
      throw new IllegalArgumentException(
          "taps needs the smallest mean loss, regularisation included: taps(target=0.49);"
              + " where it is not known use motaps, which finds it");
    }
    return target;
  }

  @Override
  public double factor(double loss, double gradientSquared, double tracker) {
    return gamma / (1 - beta) * (loss - tracker) / (gradientSquared + 1);
  }

  @Override
  public double shift(double tau, double meanTracker) {
    return gamma / (1 - beta) * (tau - meanTracker);
  }
}
