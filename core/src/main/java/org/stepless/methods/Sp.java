package org.stepless.methods;

import org.stepless.optimizer.ExampleRule;
import org.stepless.text.Check;

/**
 * SP, the stochastic Polyak step: moves towards the point where the example's linearised loss is 0.
 * Converges where all losses can be 0 at once (interpolation).
 *
 * <pre>c = min(gamma f_i / (|g_i|^2 + eps), max) with gamma = gamma / (1 - beta)</pre>
 *
 * State: z if there is momentum; no tracker.
 *
 * <p>Source: Gower, Defazio and Rabbat, "Stochastic Polyak Stepsize with a Moving Target",
 * arXiv:2106.11851, eq. (5).
 *
 * @param reg weight of {@code |x|^2 / 2} in every loss; at least 0, default 0
 * @param gamma relaxation; positive, default 1
 * @param beta momentum; in [0, 1), default 0
 * @param eps added to the squared gradient norm; positive, default 0.01
 * @param max largest step; positive, default infinity
 */
public record Sp(double reg, double gamma, double beta, double eps, double max)
    implements ExampleRule {
  public Sp() {
    this(0, 1, 0, 0.01, Double.POSITIVE_INFINITY);
  }

  public Sp {
    ExampleRule.check(reg, beta);
    Check.positive("gamma", gamma);
    Check.positive("eps", eps);
    Check.positiveOrInfinite("max", max);
  }

  @Override
  public boolean tracks() {
    return false;
  }

  @Override
  public double factor(double loss, double gradientSquared, double tracker) {
    return Math.min(gamma / (1 - beta) * loss / (gradientSquared + eps), max);
  }
}
