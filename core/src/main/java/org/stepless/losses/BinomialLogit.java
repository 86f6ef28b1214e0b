package org.stepless.losses;

/**
 * The likelihood of shares of successes with link logit, {@code log(1 + exp(m)) - y m}: {@link
 * Logistic} for labels that may be any share from 0 to 1. The weight is the number of trials.
 */
public record BinomialLogit() implements Likelihood {
  @Override
  public double value(double margin, double label) {
    double rest = margin > 0 ? (1 - label) * margin : -label * margin;
    return Math.log1p(Exponential.exp(-Math.abs(margin))) + rest;
  }

  @Override
  public double derivative(double margin, double label) {
    double e = Exponential.exp(-Math.abs(margin)), small = e / (1 + e);
    return margin > 0 ? 1 - label - small : small - label;
  }

  @Override
  public double curvature(double margin, double label) {
    return information(margin);
  }

  @Override
  public double information(double margin) {
    double e = Exponential.exp(-Math.abs(margin));
    return e / ((1 + e) * (1 + e));
  }

  @Override
  public double margin(double mean) {
    return Math.log(mean / (1 - mean));
  }

  @Override
  public void checkLabel(double label) {
    requireShare(label);
  }

  /** For all links of the family. */
  static void requireShare(double label) {
    Loss.requireLabel(label >= 0 && label <= 1, "from 0 to 1 for the binomial family", label);
  }
}
