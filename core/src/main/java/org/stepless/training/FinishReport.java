package org.stepless.training;

import java.io.Serializable;

/**
 * Where a finish stands: the phase after the passes that brings a model to its optimum.
 *
 * @param method the finish's: newton or tron
 * @param step steps taken so far; 0 at the start
 * @param passes over the rows so far
 * @param objective mean loss plus penalty over all rows
 * @param gradientNorm of the model, by standardised coefficients, relative to that of the model
 *     without coefficients
 */
public record FinishReport(
    String method, int step, int passes, double objective, double gradientNorm)
    implements Serializable {
  /** This, after steps and passes of other tries. */
  public FinishReport after(int moreSteps, int morePasses) {
    return new FinishReport(method, moreSteps + step, morePasses + passes, objective, gradientNorm);
  }
}
