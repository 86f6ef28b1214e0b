package org.stepless.spark.engine;

import java.io.Serializable;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.stepless.data.RowBlock;
import org.stepless.optimizer.CompensatedSums;
import org.stepless.optimizer.ExampleRule;
import org.stepless.optimizer.Layout;
import org.stepless.training.EpochReport;
import org.stepless.training.ExampleLoop;
import org.stepless.training.Problem;
import org.stepless.training.Progress;
import org.stepless.training.StepHistory;
import org.stepless.training.TrainingPlan;

/**
 * Rounds of a per-example rule in several partitions: each takes steps with its rows and their
 * trackers, then points are averaged by rows. The global step after a pass needs the trackers' sum
 * over all partitions.
 */
final class ExampleRounds implements Rounds {

  /**
   * What the driver learns of one partition.
   *
   * @param trackerSum at the end of a pass, before that NaN: it costs a look at every row
   */
  private record Part(Replica replica, double trackerSum, double gradientNorm)
      implements Serializable {

    static Part merge(Layout layout, List<Part> parts) {
      CompensatedSums sum = new CompensatedSums(1);
      double[] value = new double[1];
      for (Part part : parts) {
        value[0] = part.trackerSum;
        sum.add(value, 1);
      }
      sum.get(value, 1);
      return new Part(
          Replica.merge(layout, parts.stream().map(Part::replica).toList()),
          value[0],
          parts.get(parts.size() - 1).gradientNorm);
    }
  }

  private final JavaSparkContext context;
  private final BlockData data;
  private final TrackerColumn column;
  private final Shipped<Work> work;
  private final TrainingPlan plan;
  private final ExampleRule rule;
  private final int syncInterval;
  private final int aggregationDepth;

  ExampleRounds(
      JavaSparkContext context,
      BlockData data,
      Problem problem,
      TrainingPlan plan,
      int syncInterval,
      int aggregationDepth) {
    this.context = context;
    this.data = data;
    this.plan = plan;
    this.syncInterval = syncInterval;
    this.aggregationDepth = aggregationDepth;
    rule = (ExampleRule) plan.rule();
    column =
        new TrackerColumn(
            context,
            data.blocks(),
            rule.tracks(),
            TrackerColumn.fitsDriver(context, data.partitionRows()));
    work = Work.ship(context, problem, plan); // last: nothing would close it if this failed
  }

  @Override
  public JavaRDD<RowBlock> blocks() {
    return data.blocks();
  }

  @Override
  public Outcome next(Progress progress) {
    int steps = Math.min(syncInterval, plan.stepsToEpochEnd(progress.state().step()));
    long jobStart = System.nanoTime();
    Shipped<Progress> start = Shipped.of(context, progress, progress.state().size());
    Part all = merged(column.advance(start, step(work, start, steps)), progress.state().size());
    column.endRound();
    double jobSeconds = Rounds.secondsSince(jobStart);
    Replica merged = all.replica();
    Progress after = progress.withState(merged.state());
    after.count(merged.lossSum(), merged.lossRows(), merged.seconds());
    List<EpochReport> reports = List.of();
    if (after.atEpochEnd(plan)) {
      rule.endPass(after.state().scalars(), all.trackerSum(), data.rows());
      reports = List.of(after.endEpoch(plan, all.gradientNorm()));
    }
    return new Outcome(after, reports, new StepHistory(), merged.seconds(), jobSeconds);
  }

  private Part merged(JavaRDD<Part> parts, long size) {
    ExampleRule method = rule;
    return BlockJobs.reduce(
        parts, some -> Part.merge(method.layout(), some), aggregationDepth, size * Double.BYTES);
  }

  private static TrackerColumn.PartitionStep<Part> step(
      Shipped<Work> work, Shipped<Progress> start, int steps) {
    return (partition, block, trackers) -> {
      Progress own = new Progress(start.get().state().copy());
      ExampleLoop loop =
          new ExampleLoop(block, partition, work.get().problem(), work.get().plan(), own, trackers);
      loop.runSteps(steps);
      Replica replica = Replica.of(block.rows(), own, new StepHistory());
      double sum = own.atEpochEnd(work.get().plan()) ? loop.trackerSum() : Double.NaN;
      return new Part(replica, sum, loop.gradientNorm2());
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
