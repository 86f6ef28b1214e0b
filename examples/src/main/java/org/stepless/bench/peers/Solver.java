package org.stepless.bench.peers;

/** A way to fit a linear model, whose effort a budget bounds. */
public interface Solver {

  /**
   * A fitted model.
   *
   * @param model p * K coefficients, that of column j for output k at {@code j*K+k}, then K
   *     intercepts
   * @param history objective that a budget of 1, 2, ... reaches, as the method itself reports it;
   *     null if it reports none that can be compared
   */
  record Fitted(double[] model, double[] history) {}

  /** The name in tables. */
  String name();

  /** The budget beyond which to give up. */
  int largestBudget();

  /**
   * Fits.
   *
   * @param budget iterations or passes, at least 1
   */
  Fitted fit(int budget);
}
