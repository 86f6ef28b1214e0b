package org.stepless.perexample;

import java.io.Serializable;
import org.stepless.text.Check;

/**
 * A method that takes one step an example i from the example's loss f_i, gradient g_i and tracker
 * alpha_i, one scalar an example:
 *
 * <pre>
 * f_i = loss_i(x) + reg/2 |x|^2,  g_i its gradient at x
 * c = factor(f_i, |g_i|^2, alpha_i)
 * alpha_i = alpha_i + c,  z = z - c g_i,  x = beta x + (1 - beta) z
 * after n steps, n the number of examples, with mean the mean tracker:
 *   tau = nextTau(tau, mean, n),  alpha_j = alpha_j + shift(tau, mean) for all j
 * </pre>
 *
 * <p>A rule is an immutable record whose components are its hyper-parameters; x, z and tau are in
 * {@link ExampleState}, the trackers with their examples. A rule that does not track has no alpha
 * and no step after a pass.
 */
public interface ExampleRule extends Serializable {

  /** Weight of the squared norm in every example's loss. */
  double reg();

  /** Momentum, in [0, 1). */
  double beta();

  /** True if each example has a tracker. */
  boolean tracks();

  /** First value of tau. */
  default double initialTau() {
    return 0;
  }

  /** The length c of a step along the gradient. */
  double factor(double loss, double gradientSquared, double tracker);

  /** The target after a pass over {@code rows} examples. */
  default double nextTau(double tau, double meanTracker, long rows) {
    return tau;
  }

  /** What is added to every tracker after a pass, {@code tau} being the new target. */
  default double shift(double tau, double meanTracker) {
    return 0;
  }

  /** Checks the parameters that all rules have. */
  static void check(double reg, double beta) {
    Check.notNegative("reg", reg);
    Check.fraction("beta", beta);
  }
}
