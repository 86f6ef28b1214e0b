package org.stepless.optimizer;

/**
 * An optimisation method: elementwise work on blocks of coordinates, with declared global sums
 * between the passes.
 *
 * <p>One step runs as
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
public interface UpdateRule extends Method {

  /** Reduction counts of a rule that needs no global sums. */
  int[] NO_REDUCTIONS = {};

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

  /** The number of sums of each round, one entry per round; empty if the rule is elementwise. */
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
}
