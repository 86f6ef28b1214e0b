package org.stepless.plan;

import org.stepless.finish.Finish;
import org.stepless.finish.FinishMethod;
import org.stepless.losses.BatchObjective;

/** The passes over the rows when the user names none. */
final class Passes {
  /**
   * Before a finish the passes only have to come near, which takes them some steps: of 1, 5, 10 and
   * 30 passes, on the LIBSVM sets of up to 15,000 rows 5 or 10 led to the shortest fits, on a9a
   * (32,561 rows) 3 to 10. Of more rows less of a pass is enough.
   */
  private static final double ROWS_TO_SEE = 1e5;

  private static final int MOST_BEFORE_FINISH = 10;

  private Passes() {}

  /**
   * @param finish what brings the model to its optimum after the passes
   */
  static RunLength.Epochs of(
      RunLength.Automatic asked, long rows, BatchObjective objective, FinishMethod finish) {
    return new RunLength.Epochs(
        Math.min(asked.most(), count(rows, objective, finish)), asked.batchSize());
  }

  private static int count(long rows, BatchObjective objective, FinishMethod finish) {
    if (finish == FinishMethod.NONE) {
      return RunLength.DEFAULT_EPOCHS;
    }
    if (finish == FinishMethod.NEWTON && Finish.quadratic(objective)) {
      return 0; // one step from anywhere
    }
    return (int) Math.max(1, Math.min(MOST_BEFORE_FINISH, Math.round(ROWS_TO_SEE / rows)));
  }
}
