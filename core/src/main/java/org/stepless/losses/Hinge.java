package org.stepless.losses;

/**
 * Hinge loss of the support vector machine, {@code max(0, 1 - z)} with z = m for label 1 and z = -m
 * for label 0; at z = 1 the derivative is 0.
 */
public record Hinge() implements ScalarLoss {
  @Override
  public double value(double margin, double label) {
    return Math.max(0, 1 - (label > 0.5 ? margin : -margin));
  }

  @Override
  public double derivative(double margin, double label) {
    double sign = label > 0.5 ? 1 : -1;
    return sign * margin < 1 ? -sign : 0;
  }

  @Override
  public void checkLabel(double label) {
    Loss.requireLabel(label == 0 || label == 1, "0 or 1 for the hinge loss", label);
  }
}
