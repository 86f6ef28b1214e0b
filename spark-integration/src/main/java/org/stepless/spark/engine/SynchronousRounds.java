package org.stepless.spark.engine;

import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.stepless.data.RowBlock;
import org.stepless.optimizer.Stepper;
import org.stepless.optimizer.UpdateRule;
import org.stepless.training.BatchGradient;
import org.stepless.training.EpochReport;
import org.stepless.training.Problem;
import org.stepless.training.Progress;
import org.stepless.training.StepHistory;
import org.stepless.training.TrainingPlan;

/**
 * One job a step: every partition sums the gradients of its share of the batch, the sums are added
 * in partition order with compensation, and the driver takes one step of the rule.
 */
final class SynchronousRounds implements Rounds {
  private final JavaSparkContext context;
  private final JavaRDD<RowBlock> blocks;
  private final Problem problem;
  private final TrainingPlan plan;
  private final int aggregationDepth;
  private final Shipped<Work> work;
  private final double[] modelBuffer;
  private Stepper stepper;

  SynchronousRounds(
      JavaSparkContext context,
      BlockData data,
      Problem problem,
      TrainingPlan plan,
      int aggregationDepth) {
    this.context = context;
    this.blocks = data.blocks();
    this.problem = problem;
    this.plan = plan;
    this.aggregationDepth = aggregationDepth;
    modelBuffer = problem.modelBuffer();
    work = Work.ship(context, problem, plan); // last: nothing would close it if this failed
  }

  @Override
  public JavaRDD<RowBlock> blocks() {
    return blocks;
  }

  @Override
  public Outcome next(Progress progress) {
    if (stepper == null || stepper.state() != progress.state()) {
      stepper = new Stepper((UpdateRule) plan.rule(), progress.state());
    }
    long start = System.nanoTime();
    long step = progress.state().step();
    double[] model = problem.model(progress.state().x(), modelBuffer);
    double[] gradient = stepper.gradient();
    long jobStart = System.nanoTime();
    GradientSum sum = sum(step, model);
    double jobSeconds = Rounds.secondsSince(jobStart);
    sum.copyGradient(gradient);
    long rows = sum.rows();
    double loss = 0;
    if (rows == 0) { // every partition has fewer rows than batches: nothing to learn from
      stepper.step(0, 0);
    } else {
      loss = problem.finish(model, gradient, sum.loss(), rows);
      stepper.step(plan.multiplier(step), loss);
    }
    progress.count(loss * rows, rows, Rounds.secondsSince(start));
    StepHistory history = new StepHistory();
    history.add(stepper.gradientNorm1(), stepper.gradientNorm2());
    List<EpochReport> reports =
        progress.atEpochEnd(plan)
            ? List.of(progress.endEpoch(plan, stepper.gradientNorm2()))
            : List.of();
    return new Outcome(progress, reports, history, sum.seconds(), jobSeconds);
  }

  private GradientSum sum(long step, double[] model) {
    try (Shipped<double[]> point = Shipped.of(context, model, model.length)) {
      return BlockJobs.reduce(
          blocks,
          new BatchTask(work, point, step),
          GradientSum::sum,
          aggregationDepth,
          (long) model.length * Double.BYTES);
    }
  }

  @Override
  public void close() {
    work.close();
  }

  private record BatchTask(Shipped<Work> work, Shipped<double[]> point, long step)
      implements BlockTask<GradientSum> {
    @Override
    public GradientSum run(int partition, RowBlock block) {
      long start = System.nanoTime();
      Problem problem = work.get().problem();
      BatchGradient batches =
          new BatchGradient(block, partition, problem.objective(), work.get().plan());
      double[] gradient = new double[problem.dimension()];
      double loss = batches.sum(step, point.get(), gradient);
      return GradientSum.of(gradient, loss, batches.batchRows(step), Rounds.secondsSince(start));
    }
  }
}
