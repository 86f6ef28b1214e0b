package org.stepless.optimizer;

import java.io.Serializable;

/**
 * What an optimisation method tells about its state, whatever its steps need: an {@link UpdateRule}
 * needs the gradient of a batch, an {@link ExampleRule} the losses of single rows.
 *
 * <p>A method is an immutable record whose components are its hyper-parameters; everything that
 * changes during training lives in state vectors and scalars, at the indices that {@link #layout()}
 * names.
 */
public interface Method extends Serializable {

  /** The named state vectors and scalars; the same for every call. */
  Layout layout();

  /** Sets the scalars that do not start at 0. */
  default void initialize(double[] scalars) {}

  /** Sets the state vectors that do not start at 0, such as the starting point. */
  default void initialize(Block b) {}

  /**
   * Writes the weights that serve as the model, where they differ from the point at which gradients
   * are taken: averages, or Schedule-Free's evaluation point.
   *
   * @param out receives the weights at the block's own indices
   */
  default void model(Block b, double[] scalars, double[] out) {
    System.arraycopy(b.x(), b.from(), out, b.from(), b.length());
  }

  /**
   * The factor between gradient (or normalised gradient) and movement in the last step: d·lr for
   * the D-Adaptation family, lr for Adam, tau for MoMo. For monitoring.
   */
  double stepSize(double[] scalars);
}
