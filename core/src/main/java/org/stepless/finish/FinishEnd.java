package org.stepless.finish;

/** Why a finish ended. */
public enum FinishEnd {
  /** The gradient has become as small as was asked for, and Newton's next step as well. */
  CONVERGED("the gradient fell to the tolerance"),
  /** The objective cannot be lowered any more by numbers of double precision. */
  PRECISION("the objective is as low as double precision can tell"),
  /**
   * The gradient has become as small as was asked for, but the coefficients keep growing: the
   * optimum is at infinity, as where a feature or a sum of some separates the classes.
   */
  UNBOUNDED(
      "some coefficients keep growing: the objective has no minimum, as where features separate"
          + " classes exactly; a regParam above 0 gives it one"),
  /** As many steps or passes were made as the finish may make at most. */
  LIMIT("it made as many steps as it may make at most, and has not converged");

  private final String text;

  FinishEnd(String text) {
    this.text = text;
  }

  /** What happened, in words. */
  public String text() {
    return text;
  }
}
