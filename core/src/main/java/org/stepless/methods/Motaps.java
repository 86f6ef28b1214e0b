package org.stepless.methods;

import org.stepless.optimizer.ExampleRule;
import org.stepless.text.Check;

/**
 * MOTAPS, the moving targeted stochastic Polyak step: TAPS that learns the optimum of the mean loss
 * as it goes.
 *
 * <pre>
 * c = gamma (f_i - alpha_i) / (|g_i|^2 + 1)        with gamma = gamma / (1 - beta)
 * after a pass over n examples, mean being the mean tracker:
 *   tau = (1 - gammaTau) tau + gammaTau n/(n+1) mean
 *   alpha_j = alpha_j + gamma (tau - mean) for all j
 * </pre>
 *
 * State: tau; z if there is momentum; one tracker per example.
 *
 * <p>Source: Gower, Defazio and Rabbat, "Stochastic Polyak Stepsize with a Moving Target",
 * arXiv:2106.11851, Algorithm 2; the default parameters are those of its experiments.
 *
 * @param reg weight of {@code |x|^2 / 2} in every loss; at least 0, default 0
 * @param gamma relaxation; positive, or NaN for {@code 1 / (1 + reg e^reg / 4)}, the default
 * @param gammaTau weight of the trackers' mean in tau; in [0, 1], or NaN for {@code 0.9 - 0.899
 *     gamma}, but at least 0, the default
 * @param tau first target; finite, default 0
 * @param beta momentum; in [0, 1), default 0
 */
public record Motaps(double reg, double gamma, double gammaTau, double tau, double beta)
    implements ExampleRule {
  public Motaps() {
    this(0, Double.NaN, Double.NaN, 0, 0);
  }

  public Motaps {
    ExampleRule.check(reg, beta);
    if (!Double.isNaN(gamma)) {
      Check.positive("gamma", gamma);
    }
    if (!Double.isNaN(gammaTau)) {
      Check.require(gammaTau >= 0 && gammaTau <= 1, "gammaTau", "in [0, 1]", gammaTau);
    }
    Check.finite("tau", tau);
  }

  private double relaxation() {
    return Double.isNaN(gamma) ? 1 / (1 + reg * Math.exp(reg) / 4) : gamma;
  }

  @Override
  public boolean tracks() {
    return true;
  }

  @Override
  public double initialTau() {
    return tau;
  }

  @Override
  public double factor(double loss, double gradientSquared, double tracker) {
    return relaxation() / (1 - beta) * (loss - tracker) / (gradientSquared + 1);
  }

  @Override
  public double nextTau(double tau, double meanTracker, long rows) {
    double weight = Double.isNaN(gammaTau) ? Math.max(0, 0.9 - 0.899 * relaxation()) : gammaTau;
    return (1 - weight) * tau + weight * (rows / (rows + 1.0)) * meanTracker;
  }

  @Override
  public double shift(double tau, double meanTracker) {
    return relaxation() / (1 - beta) * (tau - meanTracker);
  }
}
