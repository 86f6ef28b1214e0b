package org.stepless.losses;

/** Half the squared error, {@code (m - y)^2 / 2}; any finite label. */
public record SquaredError() implements CurvedScalarLoss {
  @Override
  public double value(double margin, double label) {
    double error = margin - label;
    return 0.5 * error * error;
  }

  @Override
  public double derivative(double margin, double label) {
    return margin - label;
  }

  @Override
  public double curvature(double margin, double label) {
    return 1;
  }

  @Override
  public boolean quadratic() {
    return true;
  }

  @Override
  public void checkLabel(double label) {
    Loss.requireLabel(Double.isFinite(label), "finite for the squared error", label);
  }
}
