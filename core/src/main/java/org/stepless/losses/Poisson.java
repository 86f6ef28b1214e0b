package org.stepless.losses;

/**
 * Poisson loss with log link, {@code exp(m) - y m}: the negative log likelihood of counts less its
 * constant log(y!). Infinite where exp(m) overflows, beyond m = 709.
 */
public record Poisson() implements CurvedScalarLoss {
  @Override
  public double value(double margin, double label) {
    return Math.exp(margin) - label * margin;
  }

  @Override
  public double derivative(double margin, double label) {
    return Math.exp(margin) - label;
  }

  @Override
  public double curvature(double margin, double label) {
    return Math.exp(margin);
  }

  @Override
  public void checkLabel(double label) {
    Loss.requireLabel(
        label >= 0 && label < Double.POSITIVE_INFINITY,
        "at least 0 and finite for the Poisson loss",
        label);
  }
}
