package org.stepless.spark.engine;

import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.stepless.data.RowBlock;
import org.stepless.optimizer.ExampleRule;
import org.stepless.training.ExampleLoop;
import org.stepless.training.Problem;
import org.stepless.training.Progress;
import org.stepless.training.StepHistory;
import org.stepless.training.TrainingPlan;

/**
 * All rows in one partition: the per-example rule as its paper has it. A task makes several passes
 * where they are short; how many follows from the data's size alone, because a lost column of
 * trackers must be computed again in the same way.
 */
final class SingleExampleRounds implements Rounds {
  /** About a second: what a step reads and writes, in numbers. */
  private static final double ROUND_NUMBERS = 5e8;

  /** Passes over a gradient: filled, scaled, squared, added to the point and mapped to it. */
  private static final int GRADIENT_PASSES = 5;

  private final JavaSparkContext context;
  private final JavaRDD<RowBlock> rows;
  private final TrackerColumn column;
  private final Shipped<Work> work;
  private final TrainingPlan plan;
  private final int epochs;

  /**
   * @param eachEpoch whether every epoch ends a round, so that the driver sees the state there
   */
  SingleExampleRounds(
      JavaSparkContext context,
      BlockData data,
      Problem problem,
      TrainingPlan plan,
      boolean eachEpoch) {
    this.context = context;
    rows = data.single();
    this.plan = plan;
    double epochNumbers =
        2.0 * data.storedValues()
            + (double) GRADIENT_PASSES * problem.dimension() * plan.stepsPerEpoch();
    epochs = eachEpoch ? 1 : (int) Math.max(1, Math.min(1e6, ROUND_NUMBERS / epochNumbers));
    boolean kept = ((ExampleRule) plan.rule()).tracks();
    int[] partitionRows = {Math.toIntExact(data.rows())};
    column =
        new TrackerColumn(context, rows, kept, TrackerColumn.fitsDriver(context, partitionRows));
    work = Work.ship(context, problem, plan); // last: nothing would close it if this failed
  }

  @Override
  public JavaRDD<RowBlock> blocks() {
    return rows;
  }

  @Override
  public Outcome next(Progress progress) {
    long jobStart = System.nanoTime();
    Shipped<Progress> start = Shipped.of(context, progress, progress.state().size());
    Outcome outcome = BlockJobs.collect(column.advance(start, step(work, start, epochs))).get(0);
    column.endRound();
    return outcome.withJobSeconds(Rounds.secondsSince(jobStart));
  }

  private static TrackerColumn.PartitionStep<Outcome> step(
      Shipped<Work> work, Shipped<Progress> start, int epochs) {
    return (partition, block, trackers) -> {
      long taskStart = System.nanoTime();
      Problem problem = work.get().problem();
      TrainingPlan plan = work.get().plan();
      ExampleLoop loop = new ExampleLoop(block, 0, problem, plan, start.get().copy(), trackers);
      loop.runEpochs(epochs);
      Progress end = loop.progress();
      double lossSum = Rounds.finalLossSum(block, work.get(), end);
      double seconds = Rounds.secondsSince(taskStart);
      return new Outcome(end, loop.reports(), new StepHistory(), lossSum, seconds, seconds);
    };
  }

  @Override
  public double[][] trackers() {
    return column.toDriver();
  }

  @Override
  public Trackers result(Progress progress, Trackers.Rows rows) {
    return column.result(progress.state().scalars()[ExampleRule.SHIFT], rows);
  }

  @Override
  public void restoreTrackers(double[][] parts) {
    column.restore(parts);
  }

  @Override
  public void close() {
    column.close();
    work.close();
  }
}
