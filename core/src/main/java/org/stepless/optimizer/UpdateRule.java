package org.stepless.optimizer;

import java.io.Serializable;

/**
 * An optimisation method: elementwise work on blocks of coordinates, with declared global sums
 * between the passes.
 *
 * <p>A rule is an immutable record whose components are its hyper-parameters; everything that
 * changes during training lives in the block's vectors and in {@code scalars}, at the indices that
 * {@link #layout()} names. One step runs as
 *
 * <pre>
 * begin(scalars, step, multiplier, loss)
 * for each round r of reductions():
 *   measure(r, block, scalars, sums)   for every block; sums are added up over the blocks
 *   resolve(r, scalars, sums)
 * apply(block, scalars)                for every block
 * </pre>
 *
 * {@link #measure} only reads, so a retried task cannot apply a step twice; {@link #begin} and
 * {@link #resolve} are arithmetic on scalars and run once, on the driver. The gradient is the one
 * at the current {@code x} and is never modified.
 *
 * <p>A step whose schedule multiplier is exactly 0 is not passed to the rule at all: it changes
 * nothing but the step number.
 */
public interface UpdateRule extends Serializable {

  /** Reduction counts of a rule that needs no global sums. */
  int[] NO_REDUCTIONS = {};

  /** The named state vectors and scalars; the same for every call. */
  Layout layout();

  /** Sets the scalars that do not start at 0. */
  default void initialize(double[] scalars) {}

  /** Sets the state vectors that do not start at 0, such as the starting point. */
  default void initialize(Block b) {}

  /** True if {@link #begin} needs the loss at {@code x}; otherwise the loss may be NaN. */
  default boolean needsLoss() {
    return false;
  }

  /**
   * Starts a step.
   *
   * @param step number of the step, from 0
   * @param multiplier schedule multiplier of the step; finite, positive
   * @param loss loss at {@code x} on the batch of the gradient; NaN where it is not known
   */
  default void begin(double[] scalars, long step, double multiplier, double loss) {}

  /** The number of sums of each round, one entry a round; empty if the rule is elementwise. */
  default int[] reductions() {
    return NO_REDUCTIONS;
  }

  /** Adds this block's part of the sums of a round to {@code sums}. Reads only. */
  default void measure(int round, Block b, double[] scalars, double[] sums) {
    throw new IllegalStateException(getClass().getSimpleName() + " has no round " + round);
  }

  /** Turns the sums of a round, taken over all blocks, into scalars. */
  default void resolve(int round, double[] scalars, double[] sums) {}

  /** Writes {@code x} and the state vectors of one block. */
  void apply(Block b, double[] scalars);

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
