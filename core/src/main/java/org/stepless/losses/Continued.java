package org.stepless.losses;

/**
 * A likelihood whose margins are restricted, continued beyond a margin by a parabola of the same
 * value, slope and curvature. Finite everywhere, it leads from any model to one that the likelihood
 * itself can start from.
 *
 * @param inner the likelihood
 * @param last the last margin at which it is the likelihood, as seen from larger ones if it is
 *     positive, from smaller ones if it is negative
 */
public record Continued(Likelihood inner, double last) implements Likelihood {
  private boolean beyond(double margin) {
    return last > 0 ? margin < last : margin > last;
  }

  @Override
  public double value(double margin, double label) {
    if (!beyond(margin)) {
      return inner.value(margin, label);
    }
    double step = margin - last;
    double slope = inner.derivative(last, label) + 0.5 * step * inner.curvature(last, label);
    return inner.value(last, label) + step * slope;
  }

  @Override
  public double derivative(double margin, double label) {
    return beyond(margin)
        ? inner.derivative(last, label) + (margin - last) * inner.curvature(last, label)
        : inner.derivative(margin, label);
  }

  @Override
  public double curvature(double margin, double label) {
    return inner.curvature(beyond(margin) ? last : margin, label);
  }

  @Override
  public double information(double margin) {
    return inner.information(beyond(margin) ? last : margin);
  }

  @Override
  public double margin(double mean) {
    return inner.margin(mean);
  }

  @Override
  public void checkLabel(double label) {
    inner.checkLabel(label);
  }
}
