package org.stepless.optimizer;

import org.stepless.text.Check;

/**
 * A method with one number of memory per training example. It takes one step per example i from the
 * example's loss f_i, gradient g_i and tracker alpha_i:
 *
 * <pre>
 * f_i = loss_i(x) + reg/2 |x|^2,  g_i its gradient at x
 * c = factor(f_i, |g_i|^2, alpha_i)
 * alpha_i = alpha_i + c,  z = z - c g_i,  x = beta x + (1 - beta) z
 * after n steps, n the number of examples, with mean the mean tracker:
 *   tau = nextTau(tau, mean, n),  alpha_j = alpha_j + shift(tau, mean) for all j
 * </pre>
 *
 * <p>The trackers are with their examples; x, z and the scalars are an {@link OptimizerState}. A
 * rule that does not track has no alpha and no step after a pass. Without momentum z is x.
 *
 * <p>The trackers of the examples are the stored values plus the scalar "shift": the shift after a
 * pass reaches the stored values when the next pass begins, so no second pass is needed for it.
 */
public interface ExampleRule extends Method {
  /** Scalars: target of the mean loss; mean of all trackers after the last finished pass. */
  int TAU = ExampleState.TAU, MEAN_TRACKER = ExampleState.MEAN_TRACKER;

  /** Scalars: what is still to be added to every stored tracker; length of the last step. */
  int SHIFT = ExampleState.SHIFT, FACTOR = ExampleState.FACTOR;

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

  /** The scalars above; z, if there is momentum. */
  @Override
  default Layout layout() {
    return beta() == 0 ? ExampleState.WITHOUT_MOMENTUM : ExampleState.WITH_MOMENTUM;
  }

  @Override
  default void initialize(double[] scalars) {
    scalars[TAU] = initialTau();
  }

  @Override
  default void initialize(Block b) {
    if (beta() != 0) {
      System.arraycopy(b.x(), b.from(), b.vector(ExampleState.Z), b.from(), b.length());
    }
  }

  @Override
  default double stepSize(double[] scalars) {
    return scalars[FACTOR];
  }

  /**
   * The global step after every row had its turn once on average.
   *
   * @param trackerSum sum of the stored trackers of all rows, after the pass
   * @param rows number of those rows
   */
  default void endPass(double[] scalars, double trackerSum, long rows) {
    if (!tracks() || rows == 0) {
      return;
    }
    double mean = trackerSum / rows;
    scalars[TAU] = nextTau(scalars[TAU], mean, rows);
    scalars[SHIFT] = shift(scalars[TAU], mean);
    scalars[MEAN_TRACKER] = mean + scalars[SHIFT];
  }

  /** Checks the parameters that all rules have. */
  static void check(double reg, double beta) {
    Check.notNegative("reg", reg);
    Check.fraction("beta", beta);
  }
}
