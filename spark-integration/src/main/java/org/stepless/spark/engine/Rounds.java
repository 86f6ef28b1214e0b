package org.stepless.spark.engine;

import java.util.List;
import org.stepless.training.EpochReport;
import org.stepless.training.Progress;
import org.stepless.training.StepHistory;

/** Takes a run from where it stands to the end of the next round; one round is one Spark job. */
interface Rounds {

  /** What a round leaves behind. */
  record Outcome(Progress progress, List<EpochReport> reports, StepHistory history)
      implements java.io.Serializable {}

  /**
   * @param progress where the run stands; must not be used again afterwards
   */
  Outcome next(Progress progress);
}
