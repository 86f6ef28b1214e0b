package org.stepless.spark.engine;

import java.io.Serializable;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.stepless.data.RowBlock;
import org.stepless.training.EpochReport;
import org.stepless.training.Progress;
import org.stepless.training.StepHistory;

/** Takes a run from where it stands to the end of the next round; one round is one Spark job. */
interface Rounds {

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
}
