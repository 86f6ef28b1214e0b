package org.stepless.spark.engine;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.stepless.data.RowBlock;
import org.stepless.optimizer.Stepper;
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
  }

  @Override
  public JavaRDD<RowBlock> blocks() {
    return blocks;
  }

  @Override
  public Outcome next(Progress progress) {
    if (stepper == null || stepper.state() != progress.state()) {
      stepper = new Stepper(plan.rule(), progress.state());
    }
    long start = System.nanoTime();
    long step = progress.state().step();
    double[] model = problem.model(progress.state().x(), modelBuffer);
    double[] gradient = stepper.gradient();
    int n = gradient.length;
    double[] total = gradientLossAndRows(step, model);
    System.arraycopy(total, 0, gradient, 0, n);
    long rows = (long) total[n + 1];
    double loss = 0;
    if (rows == 0) { // every partition has fewer rows than batches: nothing to learn from
      stepper.step(0, 0);
    } else {
      loss = problem.finish(model, gradient, total[n], rows);
      stepper.step(plan.multiplier(step), loss);
    }
    progress.count(loss * rows, rows, (System.nanoTime() - start) * 1e-9);
    StepHistory history = new StepHistory();
    history.add(stepper.gradientNorm1(), stepper.gradientNorm2());
    List<EpochReport> reports =
        progress.atEpochEnd(plan)
            ? List.of(progress.endEpoch(plan, stepper.gradientNorm2()))
            : List.of();
    return new Outcome(progress, reports, history);
  }

  private double[] gradientLossAndRows(long step, double[] model) {
    try (Shipped<double[]> point = Shipped.of(context, model, model.length)) {
      return OrderedSum.of(
          parts(blocks, point, problem, plan, step),
          blocks.getNumPartitions(),
          problem.dimension() + 2,
          aggregationDepth);
    }
  }

  private static JavaRDD<OrderedSum.Part> parts(
      JavaRDD<RowBlock> blocks,
      Shipped<double[]> point,
      Problem problem,
      TrainingPlan plan,
      long step) {
    return blocks.mapPartitionsWithIndex(
        (partition, rows) -> {
          if (!rows.hasNext()) {
            return Collections.emptyIterator();
          }
          BatchGradient batches =
              new BatchGradient(rows.next(), partition, problem.objective(), plan);
          double[] gradient = new double[problem.dimension()];
          double loss = batches.sum(step, point.get(), gradient);
          double[] part = Arrays.copyOf(gradient, gradient.length + 2);
          part[gradient.length] = loss;
          part[gradient.length + 1] = batches.batchRows(step);
          return List.of(new OrderedSum.Part(partition, part)).iterator();
        },
        true);
  }
}
