package org.stepless.losses;

import org.stepless.text.Check;

/**
 * Poisson loss with log link, {@code exp(m) - y m}: the negative log likelihood of counts less its
 * constant log(y!). Infinite where exp(m) overflows, beyond m = 709.
 *
 * @param largestMean steps take means exp(m) beyond this for this, as if the loss went on in a
 *     straight line there: one step too far would else make gradients so large that methods that
 *     remember them take no step of use any more. Positive, infinity by default; where the best
 *     model's means are smaller, the best model is the same
 */
public record Poisson(double largestMean) implements Likelihood {
  public Poisson {
    Check.positiveOrInfinite("largestMean", largestMean);
  }

  /** The loss with the derivative that it has. */
  public Poisson() {
    this(Double.POSITIVE_INFINITY);
  }

  @Override
  public double value(double margin, double label) {
    return Math.exp(margin) - label * margin;
  }

  @Override
  public double derivative(double margin, double label) {
    return Math.min(Math.exp(margin), largestMean) - label;
  }

  @Override
  public double curvature(double margin, double label) {
    return Math.exp(margin);
  }

  @Override
  public double information(double margin) {
    return Math.exp(margin);
  }

  @Override
  public double margin(double mean) {
    return Math.log(mean);
  }

  @Override
  public void checkLabel(double label) {
    Loss.requireLabel(
        label >= 0 && label < Double.POSITIVE_INFINITY,
        "at least 0 and finite for the Poisson loss",
        label);
  }
}
