package org.stepless.losses;

/**
 * The likelihood of shares of successes with link probit, {@code -y log F(m) - (1 - y) log F(-m)}
 * with F the standard normal distribution function. The weight is the number of trials. Exact also
 * far out, where F is 0 or 1 to double precision.
 */
public record BinomialProbit() implements Likelihood {
  /** A logistic distribution of this scale is nearly the normal one. */
  private static final double LOGISTIC_SCALE = 1.702;

  /** Share of the label on the side of the margin's sign. */
  private static double near(double margin, double label) {
    return margin > 0 ? label : 1 - label;
  }

  @Override
  public double value(double margin, double label) {
    double x = Math.abs(margin), near = near(margin, label), ratio = NormalTail.ratio(x);
    double body = Math.log1p(-NormalTail.density(x) * ratio);
    return -near * body - (near == 1 ? 0 : (1 - near) * NormalTail.logTail(x, ratio));
  }

  @Override
  public double derivative(double margin, double label) {
    double x = Math.abs(margin), near = near(margin, label), ratio = NormalTail.ratio(x);
    double byDistance = (1 - near) / ratio - near * body(x, ratio);
    return margin > 0 ? byDistance : -byDistance;
  }

  /** The density over the probability of the larger side. */
  private static double body(double x, double ratio) {
    double density = NormalTail.density(x);
    return density / (1 - density * ratio);
  }

  @Override
  public double curvature(double margin, double label) {
    double x = Math.abs(margin), near = near(margin, label), ratio = NormalTail.ratio(x);
    double body = body(x, ratio), tail = 1 / ratio;
    return near * body * (x + body) + (1 - near) * tail * Math.max(0, tail - x);
  }

  @Override
  public double information(double margin) {
    double x = Math.abs(margin), ratio = NormalTail.ratio(x);
    return body(x, ratio) / ratio;
  }

  @Override
  public double margin(double mean) {
    return Math.log(mean / (1 - mean)) / LOGISTIC_SCALE;
  }

  @Override
  public void checkLabel(double label) {
    BinomialLogit.requireShare(label);
  }
}
