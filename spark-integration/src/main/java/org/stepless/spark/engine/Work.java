package org.stepless.spark.engine;

import java.io.Serializable;
import org.apache.spark.api.java.JavaSparkContext;
import org.stepless.data.RowBlock;
import org.stepless.training.BatchLoop;
import org.stepless.training.Problem;
import org.stepless.training.Progress;
import org.stepless.training.TrainingPlan;

/** What the tasks of all rounds of a run need beside the rows and where the run stands. */
record Work(Problem problem, TrainingPlan plan) implements Serializable {

  /** Penalty, scale and centre of every coordinate, at most. */
  private static final long ARRAYS = 3;

  /** How long a task trains before the driver can report. */
  private static final long ROUND_NANOSECONDS = 1_000_000_000L;

  /**
   * Trains on all rows, which are one block, for about a second. Where it stops changes nothing in
   * the result.
   *
   * @param progress where the run stands; is changed
   * @param oneEpoch whether to stop at the end of the epoch under way
   */
  Rounds.Outcome round(RowBlock rows, Progress progress, boolean oneEpoch) {
    long start = System.nanoTime();
    BatchLoop loop = new BatchLoop(rows, 0, problem, plan, progress);
    if (oneEpoch) {
      loop.runEpoch(ROUND_NANOSECONDS);
    } else {
      loop.run(ROUND_NANOSECONDS);
    }
    // The rows are at hand: a job of its own would cost more than this pass.
    double lossSum = Rounds.finalLossSum(rows, this, progress);
    double seconds = Rounds.secondsSince(start);
    return new Rounds.Outcome(progress, loop.reports(), loop.history(), lossSum, seconds, seconds);
  }

  /** Ships the work once for the whole run. */
  static Shipped<Work> ship(JavaSparkContext context, Problem problem, TrainingPlan plan) {
    return Shipped.of(context, new Work(problem, plan), ARRAYS * problem.dimension());
  }
}
