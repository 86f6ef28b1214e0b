package org.stepless.spark.engine;

import java.io.Serializable;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.stepless.data.RowBlock;
import org.stepless.training.EpochReport;
import org.stepless.training.Progress;
import org.stepless.training.StepHistory;

/** Takes a run from where it stands to the end of the next round; one round is one Spark job. */
interface Rounds extends AutoCloseable {

  /**
   * What a round leaves behind.
   *
   * @param lossSum weighted loss sum of all rows at the model of the progress; NaN if not known
   */
  record Outcome(Progress progress, List<EpochReport> reports, StepHistory history, double lossSum)
      implements Serializable {

    Outcome(Progress progress, List<EpochReport> reports, StepHistory history) {
      this(progress, reports, history, Double.NaN);
    }
  }

  /** The rows that rounds train on. */
  JavaRDD<RowBlock> blocks();

  /**
   * @param progress where the run stands; must not be used again afterwards
   */
  Outcome next(Progress progress);

  /** The trackers of a per-example rule by partition, for a checkpoint; none if it keeps none. */
  default double[][] trackers() {
    return new double[0][];
  }

  /** Sets the trackers of a run that goes on, as {@link #trackers} gave them. */
  default void restoreTrackers(double[][] parts) {}

  /**
   * The trackers at the end of the run; null if the rule keeps none.
   *
   * @param progress where the run ended
   */
  default Trackers result(Progress progress, Trackers.Rows rows) {
    return null;
  }

  /** Releases what the tasks of all rounds share. */
  @Override
  void close();
}
