package org.stepless.finish;

import org.stepless.text.Choice;

/** How a model is brought to its optimum after the passes. */
public enum FinishMethod implements Choice {
  /**
   * {@link #NEWTON} for at most {@value #MOST_NEWTON} coefficients, intercepts included, and at
   * most {@value #MOST_NEWTON_VALUES} stored values per row times classes; {@link #TRON} for more;
   * {@link #NONE} where the loss has no second derivative.
   */
  AUTO,
  /** Not at all: the model is that at the end of the passes. */
  NONE,
  /** {@link Newton Newton's method} with the exact Hessian: few passes, each with all products. */
  NEWTON,
  /** {@link Tron A truncated Newton method}: many products of the Hessian with one vector. */
  TRON;

  /**
   * The Hessian of more coefficients, or of rows with more values, takes more time than the
   * products that it spares: on letter (442 coefficients, 442 values times classes) Newton's method
   * took 1.9 s where the other took 0.7, on pendigits (170 and 160) 0.57 s and 0.59.
   */
  static final int MOST_NEWTON = 500, MOST_NEWTON_VALUES = 256;

  /** The Hessian of more coefficients would not fit an array or a driver. */
  static final int MOST_STORED = 2000;

  /** What is used unless something else is asked for. */
  public static final FinishMethod DEFAULT = AUTO;

  /**
   * The one of a name.
   *
   * @throws IllegalArgumentException naming the text and the names there are
   */
  public static FinishMethod parse(String text) {
    return Choice.parse(FinishMethod.class, "finish", text);
  }
}
