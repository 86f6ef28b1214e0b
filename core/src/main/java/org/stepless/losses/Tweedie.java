package org.stepless.losses;

import org.stepless.text.Catalog;
import org.stepless.text.Check;

/**
 * The likelihood of labels whose variance is a power of their mean, and whose margin is a power of
 * it as well:
 *
 * <pre>loss = mu^(2-p) / (2-p) - y mu^(1-p) / (1-p),   m = mu^q</pre>
 *
 * with p the variance power and q the link power, where x^0 / 0 stands for log x, and a link of
 * power 0 is m = log mu. Variance powers 0, 1 and 2 are the Gaussian, the Poisson and the gamma
 * family, those between 1 and 2 sums of a Poisson number of gamma variables, which may be 0; link
 * powers 1, 0, -1 and 0.5 are identity, log, inverse and sqrt. For p = 0 the loss is (mu - y)^2 /
 * 2.
 *
 * <p>Margins must be positive, but for the link log, and but for the Gaussian family with identity,
 * which takes all, and with inverse, which takes all but 0. The curvature is the second derivative
 * where the loss is convex, which is for p + q from 1 to 2; else Fisher's information, so that
 * Newton's method is Fisher scoring.
 *
 * <p>Source: Jørgensen, "Exponential Dispersion Models", 1987.
 *
 * @param variancePower 0, or at least 1; default 1.5
 * @param linkPower finite; default 0
 */
public record Tweedie(double variancePower, double linkPower) implements Likelihood {
  /** Insurance claims with log link. */
  public Tweedie() {
    this(1.5, 0);
  }

  public Tweedie {
    Check.require(
        variancePower == 0 || variancePower >= 1 && variancePower < Double.POSITIVE_INFINITY,
        "variancePower",
        "0, or at least 1 and finite",
        variancePower);
    Check.require(Double.isFinite(linkPower), "linkPower", "finite", linkPower);
  }

  /** A power of the mean. */
  private double power(double margin, double exponent) {
    return linkPower == 0
        ? Math.exp(exponent * margin)
        : linkPower == 1 ? Math.pow(margin, exponent) : Math.pow(margin, exponent / linkPower);
  }

  /** mu^e / e, or log mu for e = 0. */
  private double integral(double margin, double exponent) {
    if (exponent != 0) {
      return power(margin, exponent) / exponent;
    }
    return linkPower == 0 ? margin : Math.log(margin) / linkPower;
  }

  private boolean has(double margin) {
    if (linkPower == 0 || isLine()) {
      return true;
    }
    return variancePower == 0 && linkPower == -1 ? margin != 0 : margin > 0;
  }

  private boolean isLine() {
    return variancePower == 0 && linkPower == 1;
  }

  /** The factor of the mean's derivative by the margin, r mu^(1-q). */
  private double rate() {
    return linkPower == 0 ? 1 : 1 / linkPower;
  }

  @Override
  public double value(double margin, double label) {
    if (!has(margin)) {
      return Double.POSITIVE_INFINITY;
    }
    if (variancePower == 0) {
      double error = power(margin, 1) - label;
      return 0.5 * error * error;
    }
    double zero = integral(margin, 2 - variancePower); // where the label is 0
    return label == 0 ? zero : zero - label * integral(margin, 1 - variancePower);
  }

  @Override
  public double derivative(double margin, double label) {
    if (isLine()) {
      return margin - label;
    }
    double exponent = 1 - variancePower - linkPower;
    double zero = power(margin, exponent + 1);
    return rate() * (label == 0 ? zero : zero - label * power(margin, exponent));
  }

  @Override
  public double curvature(double margin, double label) {
    double sum = variancePower + linkPower;
    if (isLine() || sum < 1 || sum > 2 || variancePower == 0) {
      return information(margin);
    }
    double rate = rate(), first = 2 - sum, second = sum - 1;
    double zero = first == 0 ? 0 : first * power(margin, first - linkPower);
    double rest = second * label;
    return rate * rate * (rest == 0 ? zero : zero + rest * power(margin, -second - linkPower));
  }

  @Override
  public double information(double margin) {
    double rate = rate();
    return isLine() ? 1 : rate * rate * power(margin, 2 - 2 * linkPower - variancePower);
  }

  @Override
  public double margin(double mean) {
    return linkPower == 0 ? Math.log(mean) : Math.pow(mean, linkPower);
  }

  @Override
  public boolean restricted() {
    return !(linkPower == 0 || isLine());
  }

  @Override
  public boolean quadratic() {
    return isLine();
  }

  @Override
  public void checkLabel(double label) {
    if (variancePower == 0) {
      Loss.requireLabel(Double.isFinite(label), "finite for the gaussian family", label);
    } else {
      boolean zero = variancePower < 2;
      Loss.requireLabel(
          (label > 0 || zero && label == 0) && label < Double.POSITIVE_INFINITY,
          "%s and finite for the %s".formatted(zero ? "at least 0" : "above 0", family()),
          label);
    }
  }

  private String family() {
    return variancePower == 1
        ? "poisson family"
        : variancePower == 2
            ? "gamma family"
            : "tweedie family of variancePower " + Catalog.number(variancePower);
  }
}
