package org.stepless.training;

/** Gives the gradient of a step's mini-batch: from rows at hand, or from those of a cluster. */
public interface GradientSource {
  /**
   * Sets {@code gradient} to the sum of the weighted gradients of the rows of a step's batch.
   *
   * @param step number of the step, from 0
   * @param model at which the gradient is taken
   * @param gradient overwritten; 0 everywhere if the batch has no rows
   * @return the weighted loss sum of the batch, without penalty
   */
  double sum(long step, double[] model, double[] gradient);

  /** Rows of the batch whose gradient was taken last. */
  long rows();
}
