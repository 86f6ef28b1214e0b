package org.stepless.spark.engine;

import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.stepless.data.RowBlock;
import org.stepless.training.Problem;
import org.stepless.training.Progress;
import org.stepless.training.TrainingPlan;

/**
 * All rows in one partition: a task trains for about a second and hands the state back, so that the
 * driver can report. Where the task stops changes nothing in the result.
 */
final class SingleRounds implements Rounds {
  private final JavaSparkContext context;
  private final JavaRDD<RowBlock> rows;
  private final Shipped<Work> work;
  private final boolean eachEpoch;

  /**
   * @param eachEpoch whether every epoch ends a round, so that the driver sees the state there
   */
  SingleRounds(
      JavaSparkContext context,
      BlockData data,
      Problem problem,
      TrainingPlan plan,
      boolean eachEpoch) {
    this.context = context;
    this.rows = data.single();
    this.work = Work.ship(context, problem, plan);
    this.eachEpoch = eachEpoch;
  }

  @Override
  public JavaRDD<RowBlock> blocks() {
    return rows;
  }

  @Override
  public Outcome next(Progress progress) {
    long jobStart = System.nanoTime();
    try (Shipped<Progress> start = Shipped.of(context, progress, progress.state().size())) {
      return BlockJobs.collect(rows, new LoopTask(work, start, eachEpoch))
          .get(0)
          .withJobSeconds(Rounds.secondsSince(jobStart));
    }
  }

  @Override
  public void close() {
    work.close();
  }

  private record LoopTask(Shipped<Work> work, Shipped<Progress> start, boolean eachEpoch)
      implements BlockTask<Outcome> {
    @Override
    public Outcome run(int partition, RowBlock block) {
      return work.get().round(block, start.get().copy(), eachEpoch);
    }
  }
}
