package org.stepless.finish;

import org.stepless.text.Choice;

/** How a model is brought to its optimum after the passes. */
public enum FinishMethod implements Choice {
  /**
   * {@link #NEWTON} for at most {@value #MOST_NEWTON} coefficients, intercepts included, {@link
   * #TRON} for more; {@link #NONE} where the loss has no second derivative.
   */
  AUTO,
  /** Not at all: the model is that at the end of the passes. */
  NONE,
  /** {@link Newton Newton's method} with the exact Hessian: few passes, each with all products. */
  NEWTON,
  /** {@link Tron A truncated Newton method}: many products of the Hessian with one vector. */
  TRON;

  /** The Hessian of more coefficients takes more time than the passes that it spares. */
  static final int MOST_NEWTON = 500;

  /** The Hessian of more coefficients would not fit an array or a driver. */
  static final int MOST_STORED = 2000;

  /** What is used unless something else is asked for. */
  public static final FinishMethod DEFAULT = NONE;

  /**
   * The one of a name.
   *
   * @throws IllegalArgumentException naming the text and the names there are
   */
  public static FinishMethod parse(String text) {
    return Choice.parse(FinishMethod.class, "finish", text);
  }
}
