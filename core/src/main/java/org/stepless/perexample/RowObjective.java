package org.stepless.perexample;

/** The losses of the rows of one partition, numbered from 0. */
@FunctionalInterface
public interface RowObjective {
  /**
   * The loss of one row at {@code x}, without the rule's {@code reg/2 |x|^2} (an objective with a
   * penalty of its own adds that and leaves the rule's reg at 0).
   *
   * <p>Called once a row and step: it should allocate nothing and take time in proportion to the
   * row's nonzeros.
   *
   * @param gradient array as long as {@code x}, to which {@code weight} times the loss's gradient
   *     is added
   */
  double addGradient(int row, double[] x, double weight, double[] gradient);
}
