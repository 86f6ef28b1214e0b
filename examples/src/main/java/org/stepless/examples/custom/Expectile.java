package org.stepless.examples.custom;

import org.stepless.losses.Loss;
import org.stepless.losses.ScalarLoss;
import org.stepless.text.Check;

/**
 * A loss of one's own: squared error that weighs rows above the model by tau and those below by 1 -
 * tau: 1/2 gives the mean, more a line that most rows lie under. Source: Newey, Powell,
 * Econometrica 55, 1987.
 *
 * @param tau in (0, 1)
 */
public record Expectile(double tau) implements ScalarLoss {
  public Expectile {
    Check.require(tau > 0 && tau < 1, "tau", "in (0, 1)", tau);
  }

  private double weight(double error) {
    return error < 0 ? tau : 1 - tau;
  }

  @Override
  public double value(double margin, double label) {
    double error = margin - label;
    return weight(error) * error * error;
  }

  @Override
  public double derivative(double margin, double label) {
    return 2 * weight(margin - label) * (margin - label);
  }

  @Override
  public void checkLabel(double label) {
    Loss.requireLabel(Double.isFinite(label), "finite for the expectile loss", label);
  }
}
