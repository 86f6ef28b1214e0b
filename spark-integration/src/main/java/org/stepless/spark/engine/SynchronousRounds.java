package org.stepless.spark.engine;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.stepless.data.RowBlock;
import org.stepless.optimizer.CompensatedSums;
import org.stepless.optimizer.Stepper;
import org.stepless.training.BatchGradient;
import org.stepless.training.EpochReport;
import org.stepless.training.Progress;
import org.stepless.training.StepHistory;
import org.stepless.training.Problem;
import org.stepless.training.TrainingPlan;

/**
 * One job a step: every partition sums the gradients of its share of the batch, the driver adds
 * them in partition order with compensation and takes one step of the rule.
 */
final class SynchronousRounds implements Rounds {

  /** One partition's part of a batch; the gradient and, last, the loss. */
  private record Part(double[] gradientAndLoss, int rows) implements Serializable {}

  private final JavaSparkContext context;
  private final JavaRDD<RowBlock> blocks;
  private final Problem problem;
  private final TrainingPlan plan;
  private final CompensatedSums sums;
  private final double[] total;
  private final double[] modelBuffer;
  private Stepper stepper;

  SynchronousRounds(
      JavaSparkContext context, BlockData data, Problem problem, TrainingPlan plan) {
    this.context = context;
    this.blocks = data.blocks();
    this.problem = problem;
    this.plan = plan;
    sums = new CompensatedSums(problem.dimension() + 1);
    total = new double[problem.dimension() + 1];
    modelBuffer = problem.modelBuffer();
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
    long rows = 0;
    sums.clear(total.length);
    for (Part part : parts(step, model)) {
      sums.add(part.gradientAndLoss(), total.length);
      rows += part.rows();
    }
    sums.get(total, total.length);
    System.arraycopy(total, 0, gradient, 0, gradient.length);
    double loss = problem.finish(model, gradient, total[gradient.length], rows);
    stepper.step(plan.multiplier(step), loss);
    progress.count(loss * rows, rows, (System.nanoTime() - start) * 1e-9);
    StepHistory history = new StepHistory();
    history.add(stepper.gradientNorm1(), stepper.gradientNorm2());
    List<EpochReport> reports =
        progress.atEpochEnd(plan)
            ? List.of(progress.endEpoch(plan, stepper.gradientNorm2()))
            : List.of();
    return new Outcome(progress, reports, history);
  }

  private List<Part> parts(long step, double[] model) {
    Broadcast<double[]> point = context.broadcast(model);
    try {
      return gradients(blocks, point, problem, plan, step).collect();
    } finally {
      point.destroy();
    }
  }

  private static JavaRDD<Part> gradients(
      JavaRDD<RowBlock> blocks,
      Broadcast<double[]> point,
      Problem problem,
      TrainingPlan plan,
      long step) {
    return blocks.mapPartitionsWithIndex(
        (partition, parts) -> {
          if (!parts.hasNext()) {
            return Collections.emptyIterator();
          }
          RowBlock block = parts.next();
          BatchGradient batches = new BatchGradient(block, partition, problem.objective(), plan);
          double[] gradient = new double[problem.dimension()];
          double loss = batches.sum(step, point.value(), gradient);
          double[] both = Arrays.copyOf(gradient, gradient.length + 1);
          both[gradient.length] = loss;
          return List.of(new Part(both, batches.batchRows(step))).iterator();
        },
        true);
  }
}
