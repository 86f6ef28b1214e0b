package org.stepless.losses;

/**
 * Squared hinge loss of the L2 support vector machine, {@code max(0, 1 - z)^2} with z = m for label
 * 1 and z = -m for label 0.
 */
public record SquaredHinge() implements CurvedScalarLoss {
  @Override
  public double value(double margin, double label) {
    double gap = Math.max(0, 1 - (label > 0.5 ? margin : -margin));
    return gap * gap;
  }

  @Override
  public double derivative(double margin, double label) {
    double sign = label > 0.5 ? 1 : -1;
    return -2 * sign * Math.max(0, 1 - sign * margin);
  }

  @Override
  public double curvature(double margin, double label) {
    return (label > 0.5 ? margin : -margin) < 1 ? 2 : 0;
  }

  @Override
  public void checkLabel(double label) {
    Loss.requireLabel(label == 0 || label == 1, "0 or 1 for the squared hinge loss", label);
  }
}
