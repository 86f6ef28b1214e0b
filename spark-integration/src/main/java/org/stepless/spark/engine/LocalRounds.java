package org.stepless.spark.engine;

import java.util.Collections;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.stepless.data.RowBlock;
import org.stepless.training.BatchLoop;
import org.stepless.training.EpochReport;
import org.stepless.training.Problem;
import org.stepless.training.Progress;
import org.stepless.training.TrainingPlan;

/**
 * Every partition takes several steps from the same state; then the states are merged in partition
 * order, weighted by rows. A round never crosses the end of an epoch.
 */
final class LocalRounds implements Rounds {
  private final JavaSparkContext context;
  private final JavaRDD<RowBlock> blocks;
  private final Problem problem;
  private final TrainingPlan plan;
  private final int syncInterval;

  LocalRounds(
      JavaSparkContext context,
      BlockData data,
      Problem problem,
      TrainingPlan plan,
      int syncInterval) {
    this.context = context;
    this.blocks = data.blocks();
    this.problem = problem;
    this.plan = plan;
    this.syncInterval = syncInterval;
  }

  @Override
  public JavaRDD<RowBlock> blocks() {
    return blocks;
  }

  @Override
  public Outcome next(Progress progress) {
    int inEpoch = (int) (progress.state().step() % plan.stepsPerEpoch());
    long left = plan.totalSteps() - progress.state().step();
    int steps = (int) Math.min(left, Math.min(syncInterval, plan.stepsPerEpoch() - inEpoch));
    Replica merged;
    try (Shipped<Progress> start = Shipped.of(context, progress, progress.state().size())) {
      merged = Replica.merge(plan.rule().layout(), train(start, steps));
    }
    Progress after = progress.withState(merged.state());
    after.count(merged.lossSum(), merged.lossRows(), merged.seconds());
    double[] norms = merged.history().norms2();
    List<EpochReport> reports =
        after.atEpochEnd(plan) ? List.of(after.endEpoch(plan, norms[norms.length - 1])) : List.of();
    return new Outcome(after, reports, merged.history());
  }

  private List<Replica> train(Shipped<Progress> start, int steps) {
    return rounds(blocks, start, problem, plan, steps).collect();
  }

  private static JavaRDD<Replica> rounds(
      JavaRDD<RowBlock> blocks,
      Shipped<Progress> start,
      Problem problem,
      TrainingPlan plan,
      int steps) {
    return blocks.mapPartitionsWithIndex(
        (partition, parts) -> {
          if (!parts.hasNext()) {
            return Collections.emptyIterator();
          }
          RowBlock block = parts.next();
          Progress own = new Progress(start.get().state().copy());
          BatchLoop loop = new BatchLoop(block, partition, problem, plan, own);
          loop.runSteps(steps);
          return List.of(Replica.of(block.rows(), own, loop.history())).iterator();
        },
        true);
  }
}
