package org.stepless.training;

import java.util.ArrayList;
import java.util.List;
import org.stepless.data.RowBlock;
import org.stepless.optimizer.ExampleRule;
import org.stepless.optimizer.ExampleStepper;

/**
 * Training with a per-example rule on the rows of one partition: for every step loss and gradient
 * of one batch, then one step of the rule, which moves the batch's trackers.
 *
 * <p>The gradient norms of the steps are not kept: there may be as many steps as rows.
 */
public final class ExampleLoop {
  private final Problem problem;
  private final TrainingPlan plan;
  private final Progress progress;
  private final BatchGradient batches;
  private final ExampleStepper stepper;
  private final double[] modelBuffer;
  private final List<EpochReport> reports = new ArrayList<>();

  /**
   * @param partition number of the partition, part of the seed of the rows' order
   * @param plan its rule is an {@link ExampleRule}
   * @param progress where training stands; goes on from there and changes it
   * @param trackers one value per row, changed by the steps; empty if the rule does not track
   */
  public ExampleLoop(
      RowBlock rows,
      int partition,
      Problem problem,
      TrainingPlan plan,
      Progress progress,
      double[] trackers) {
    this.problem = problem;
    this.plan = plan;
    this.progress = progress;
    batches = new BatchGradient(rows, partition, problem.objective(), plan);
    stepper = new ExampleStepper((ExampleRule) plan.rule(), progress.state(), trackers);
    modelBuffer = problem.modelBuffer();
  }

  /** Takes exactly {@code steps} steps without closing an epoch. */
  public void runSteps(int steps) {
    long start = System.nanoTime();
    double lossSum = 0;
    long lossRows = 0;
    for (int i = 0; i < steps; i++) {
      long step = progress.state().step();
      int rows = batches.batchRows(step);
      if (rows == 0) { // a partition smaller than its number of batches: nothing to learn from
        stepper.step(0, 0, null, 0, 0);
        continue;
      }
      double[] gradient = stepper.gradient();
      double[] model = problem.model(progress.state().x(), modelBuffer);
      double sum = batches.sum(step, model, gradient);
      double loss = problem.finish(model, gradient, sum, rows);
      int[] ahead = batches.rowsAhead();
      int at = ahead == null ? 0 : batches.batchStart(step);
      if (at == 0 && ahead != null) {
        stepper.lookAhead(ahead, batches.rowsAheadCount());
      }
      stepper.step(plan.multiplier(step), loss, ahead, at, rows);
      lossSum += loss * rows;
      lossRows += rows;
    }
    progress.count(lossSum, lossRows, (System.nanoTime() - start) * 1e-9);
  }

  /**
   * Takes steps to the end of so many epochs, or of the run, closing epochs and passes as they end;
   * for a partition that holds all rows.
   */
  public void runEpochs(int epochs) {
    for (int i = 0; i < epochs && !progress.finished(plan); i++) {
      runSteps(plan.stepsToEpochEnd(progress.state().step()));
      if (progress.atEpochEnd(plan)) {
        stepper.endPass();
        reports.add(progress.endEpoch(plan, stepper.gradientNorm2()));
      }
    }
  }

  /** Where the run stands after the steps taken so far; changes with further steps. */
  public Progress progress() {
    return progress;
  }

  /** Sum of this partition's trackers, compensated. */
  public double trackerSum() {
    return stepper.trackerSum();
  }

  /** Euclidean norm of the last batch's gradient. */
  public double gradientNorm2() {
    return stepper.gradientNorm2();
  }

  /** Reports of the epochs that ended in this loop. */
  public List<EpochReport> reports() {
    return reports;
  }
}
