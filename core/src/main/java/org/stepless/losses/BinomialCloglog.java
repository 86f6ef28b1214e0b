package org.stepless.losses;

/**
 * The likelihood of shares of successes with link cloglog, {@code -y log(1 - exp(-t)) + (1 - y) t}
 * with t = exp(m): the complementary log-log link. The weight is the number of trials. Infinite
 * where t overflows, beyond m = 709, unless the label is 1.
 */
public record BinomialCloglog() implements Likelihood {
  /** Series in t are exact below; exp(t) overflows above. */
  private static final double SMALL = 1e-4, LARGE = 700;

  @Override
  public double value(double margin, double label) {
    double t = Math.exp(margin);
    double success =
        t < SMALL
            ? margin - t / 2 + t * t / 24
            : t < 1 ? Math.log(-Math.expm1(-t)) : Math.log1p(-Math.exp(-t));
    return (label == 1 ? 0 : (1 - label) * t) - (label == 0 ? 0 : label * success);
  }

  @Override
  public double derivative(double margin, double label) {
    double t = Math.exp(margin);
    return (label == 1 ? 0 : (1 - label) * t) - label * ratio(t);
  }

  /** t / (exp(t) - 1), the derivative of log(1 - exp(-t)) by the margin. */
  private static double ratio(double t) {
    return t < SMALL ? 1 - t / 2 + t * t / 12 : t > LARGE ? 0 : t / Math.expm1(t);
  }

  @Override
  public double curvature(double margin, double label) {
    double t = Math.exp(margin), ratio = ratio(t);
    double excess = t < SMALL ? t / 2 + t * t / 12 : t + ratio - 1;
    double success = ratio == 0 ? 0 : ratio * excess;
    return (label == 1 ? 0 : (1 - label) * t) + label * success;
  }

  @Override
  public double information(double margin) {
    double t = Math.exp(margin), ratio = ratio(t);
    return ratio == 0 ? 0 : t * ratio;
  }

  @Override
  public double margin(double mean) {
    return Math.log(-Math.log1p(-mean));
  }

  @Override
  public void checkLabel(double label) {
    BinomialLogit.requireShare(label);
  }
}
