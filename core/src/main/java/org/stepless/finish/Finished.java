package org.stepless.finish;

import java.io.Serializable;
import java.util.List;
import java.util.Locale;
import org.stepless.training.FinishReport;

/**
 * The outcome of a finish.
 *
 * @param model the model, as the objective lays it out
 * @param objective mean weighted loss plus penalty of the model
 * @param method how it was found: newton or tron
 * @param steps how often the model was changed
 * @param passes over the rows
 * @param gradientNorm of the model, by standardised coefficients, relative to that of the model
 *     without coefficients
 * @param end why it ended
 * @param referenceObjective of the model without coefficients
 * @param path the start, then where each step led
 * @param curvature at the model, as standard errors need it; null unless the method is newton
 */
public record Finished(
    double[] model,
    double objective,
    FinishMethod method,
    int steps,
    int passes,
    double gradientNorm,
    FinishEnd end,
    double referenceObjective,
    List<FinishReport> path,
    Curvature curvature)
    implements Serializable {

  /** Whether the model is the optimum to the tolerance, or to double precision. */
  public boolean converged() {
    return end == FinishEnd.CONVERGED || end == FinishEnd.PRECISION;
  }

  /** This with other counts: those of all tries that led to it. */
  Finished in(int allSteps, int allPasses, FinishEnd why, List<FinishReport> whole) {
    return new Finished(
        model,
        objective,
        method,
        allSteps,
        allPasses,
        gradientNorm,
        why,
        referenceObjective,
        whole,
        curvature);
  }

  /** The finish in one line, for logs and summaries. */
  public String describe() {
    return String.format(
        Locale.ROOT,
        "finish %s: %d steps, %d passes, gradient norm %.1e of its start; %s",
        method.text(),
        steps,
        passes,
        gradientNorm,
        end.text());
  }
}
