package org.stepless.losses;

import org.stepless.text.Check;

/**
 * Huber loss with a fixed scale: {@code e^2 / 2} where |e| is at most delta, {@code delta (|e| -
 * delta / 2)} beyond, with e = m - y; any finite label.
 *
 * <p>Source: Huber, "Robust Estimation of a Location Parameter", 1964.
 *
 * @param delta where the loss turns from a square into a line; positive, default 1.35
 */
public record Huber(double delta) implements CurvedScalarLoss {
  public Huber() {
    this(1.35);
  }

  public Huber {
    Check.positive("delta", delta);
  }

  @Override
  public double value(double margin, double label) {
    double error = Math.abs(margin - label);
    return error <= delta ? 0.5 * error * error : delta * (error - 0.5 * delta);
  }

  @Override
  public double derivative(double margin, double label) {
    return Math.max(-delta, Math.min(delta, margin - label));
  }

  @Override
  public double curvature(double margin, double label) {
    return Math.abs(margin - label) <= delta ? 1 : 0;
  }

  @Override
  public void checkLabel(double label) {
    Loss.requireLabel(Double.isFinite(label), "finite for the Huber loss", label);
  }
}
