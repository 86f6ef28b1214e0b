package org.stepless.spark.engine;

import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.stepless.data.RowBlock;
import org.stepless.optimizer.Method;
import org.stepless.training.BatchLoop;
import org.stepless.training.EpochReport;
import org.stepless.training.Problem;
import org.stepless.training.Progress;
import org.stepless.training.TrainingPlan;

/**
 * Every partition takes several steps from the same state; then the states are merged by a tree in
 * partition order, weighted by rows. A round never crosses the end of an epoch.
 */
final class LocalRounds implements Rounds {
  private final JavaSparkContext context;
  private final JavaRDD<RowBlock> blocks;
  private final Shipped<Work> work;
  private final TrainingPlan plan;
  private final int syncInterval;
  private final int aggregationDepth;

  LocalRounds(
      JavaSparkContext context,
      BlockData data,
      Problem problem,
      TrainingPlan plan,
      int syncInterval,
      int aggregationDepth) {
    this.context = context;
    this.blocks = data.blocks();
    this.work = Work.ship(context, problem, plan);
    this.plan = plan;
    this.syncInterval = syncInterval;
    this.aggregationDepth = aggregationDepth;
  }

  @Override
  public JavaRDD<RowBlock> blocks() {
    return blocks;
  }

  @Override
  public Outcome next(Progress progress) {
    int steps = Math.min(syncInterval, plan.stepsToEpochEnd(progress.state().step()));
    long start = System.nanoTime();
    Replica merged = merged(progress, steps);
    double jobSeconds = Rounds.secondsSince(start);
    Progress after = progress.withState(merged.state());
    after.count(merged.lossSum(), merged.lossRows(), merged.seconds());
    List<EpochReport> reports =
        after.atEpochEnd(plan)
            ? List.of(after.endEpoch(plan, merged.history().lastNorm2()))
            : List.of();
    return new Outcome(after, reports, merged.history(), merged.seconds(), jobSeconds);
  }

  private Replica merged(Progress progress, int steps) {
    long size = progress.state().size();
    Method rule = plan.rule();
    try (Shipped<Progress> start = Shipped.of(context, progress, size)) {
      return BlockJobs.reduce(
          blocks,
          new LocalTask(work, start, steps),
          replicas -> Replica.merge(rule.layout(), replicas),
          aggregationDepth,
          size * Double.BYTES);
    }
  }

  @Override
  public void close() {
    work.close();
  }

  private record LocalTask(Shipped<Work> work, Shipped<Progress> start, int steps)
      implements BlockTask<Replica> {
    @Override
    public Replica run(int partition, RowBlock block) {
      Progress own = new Progress(start.get().state().copy());
      BatchLoop loop =
          new BatchLoop(block, partition, work.get().problem(), work.get().plan(), own);
      loop.runSteps(steps);
      return Replica.of(block.rows(), own, loop.history());
    }
  }
}
