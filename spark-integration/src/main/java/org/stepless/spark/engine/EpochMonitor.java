package org.stepless.spark.engine;

import java.util.function.Supplier;
import org.stepless.spark.checkpoint.Checkpoint;
import org.stepless.training.EpochReport;

/**
 * Sees the model at the end of every epoch, may end the run there, and chooses its result. Unless
 * told otherwise it does none of this.
 */
public interface EpochMonitor {
  /** Sees nothing and takes the last model. */
  EpochMonitor NONE = new EpochMonitor() {};

  /** Whether rounds must end with every epoch, so that the model can be seen there. */
  default boolean watches() {
    return false;
  }

  /**
   * Called on the driver after every full epoch.
   *
   * @param model makes the model as it stands, in an array of its own
   */
  default void see(EpochReport report, Supplier<double[]> model) {}

  /** Whether the run shall end where it stands. */
  default boolean done() {
    return false;
  }

  /**
   * The model that the run returns.
   *
   * @param last the model at the end of the run
   */
  default double[] choose(double[] last) {
    return last;
  }

  /** What was seen so far, from which {@link #restore} goes on. */
  default Checkpoint.Validated seen() {
    return Checkpoint.Validated.NOTHING;
  }

  /** Takes over what the monitor of an earlier part of the run had seen. */
  default void restore(Checkpoint.Validated seen) {}
}
