package org.stepless.spark.engine;

import java.util.function.Supplier;
import org.stepless.spark.checkpoint.Checkpoint;
import org.stepless.training.EpochReport;

/** Sees the model at the end of every epoch, may end the run there, and chooses its result. */
public interface EpochMonitor {
  /** Sees nothing and takes the last model. */
  EpochMonitor NONE =
      new EpochMonitor() {
        @Override
        public boolean watches() {
          return false;
        }

        @Override
        public void see(EpochReport report, Supplier<double[]> model) {}

        @Override
        public boolean done() {
          return false;
        }

        @Override
        public double[] choose(double[] last) {
          return last;
        }

        @Override
        public Checkpoint.Validated seen() {
          return Checkpoint.Validated.NOTHING;
        }

        @Override
        public void restore(Checkpoint.Validated seen) {}
      };

  /** Whether rounds must end with every epoch, so that the model can be seen there. */
  boolean watches();

  /**
   * Called on the driver after every full epoch.
   *
   * @param model makes the model as it stands, in an array of its own
   */
  void see(EpochReport report, Supplier<double[]> model);

  /** Whether the run shall end where it stands. */
  boolean done();

  /**
   * The model that the run returns.
   *
   * @param last the model at the end of the run
   */
  double[] choose(double[] last);

  /** What was seen so far, from which {@link #restore} goes on. */
  Checkpoint.Validated seen();

  /** Takes over what the monitor of an earlier part of the run had seen. */
  void restore(Checkpoint.Validated seen);
}
