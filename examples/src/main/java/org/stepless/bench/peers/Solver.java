package org.stepless.bench.peers;

/** A way to fit a linear model, whose effort a budget bounds. */
public interface Solver {
  /** A budget that stands for the fit at the defaults, with its finish. */
  int FINISHED = Integer.MAX_VALUE;

  /**
   * A fitted model.
   *
   * @param model p * K coefficients, that of column j for output k at {@code j*K+k}, then K
   *     intercepts
   * @param history objective that a budget of 1, 2, ... reaches, as the method itself reports it;
   *     null if it reports none that can be compared
   * @param bounded whether, as far as the method can tell, the objective has a minimum
   */
  record Fitted(double[] model, double[] history, boolean bounded) {
    /** A fit of a method that cannot tell. */
    Fitted(double[] model, double[] history) {
      this(model, history, true);
    }
  }

  /** The name in tables. */
  String name();

  /** The budget beyond which to give up. */
  int largestBudget();

  /** Whether {@link #FINISHED} is a budget. */
  default boolean finishes() {
    return false;
  }

  /**
   * Fits.
   *
   * @param budget iterations or passes, at least 1, or {@link #FINISHED}
   */
  Fitted fit(int budget);
}
