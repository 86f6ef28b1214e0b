package org.stepless.training;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.stepless.data.RowBlock;
import org.stepless.optimizer.Stepper;
import org.stepless.optimizer.UpdateRule;

/**
 * Mini-batch training on the rows of one partition at memory speed: for every step the gradient of
 * one batch, then one step of the rule.
 */
public final class BatchLoop {
  /** Reading the clock costs about as much as one sparse row; once in so many steps is free. */
  private static final int STEPS_PER_CLOCK_READING = 16;

  private final Problem problem;
  private final TrainingPlan plan;
  private final Progress progress;
  private final BatchGradient batches;
  private final Stepper stepper;
  private final double[] modelBuffer;
  private final StepHistory history = new StepHistory();
  private final List<EpochReport> reports = new ArrayList<>();
  private double lossSum;
  private long lossRows;

  /**
   * @param partition number of the partition, part of the seed of the rows' order
   * @param plan its rule is an {@link UpdateRule}
   * @param progress where training stands; goes on from there and changes it
   */
  public BatchLoop(
      RowBlock rows, int partition, Problem problem, TrainingPlan plan, Progress progress) {
    this.problem = problem;
    this.plan = plan;
    this.progress = progress;
    batches = new BatchGradient(rows, partition, problem.objective(), plan);
    modelBuffer = problem.modelBuffer();
    stepper = new Stepper((UpdateRule) plan.rule(), progress.state());
  }

  /**
   * Steps until the end of the run or of the time, closing epochs as they end. How a run is cut by
   * time does not change its result.
   */
  public void run(long nanoseconds) {
    run(nanoseconds, false);
  }

  /** As {@link #run}, but stops at the end of the epoch under way at the latest. */
  public void runEpoch(long nanoseconds) {
    run(nanoseconds, true);
  }

  private void run(long nanoseconds, boolean oneEpoch) {
    long start = System.nanoTime();
    long mark = start;
    while (!progress.finished(plan)) {
      step();
      boolean epochEnd = progress.atEpochEnd(plan);
      if (epochEnd || progress.state().step() % STEPS_PER_CLOCK_READING == 0) {
        long now = System.nanoTime();
        count((now - mark) * 1e-9);
        mark = now;
        if (epochEnd) {
          reports.add(progress.endEpoch(plan, stepper.gradientNorm2()));
        }
        if (now - start >= nanoseconds || epochEnd && oneEpoch) {
          break;
        }
      }
    }
    count((System.nanoTime() - mark) * 1e-9);
  }

  /** Takes exactly {@code steps} steps without closing an epoch. */
  public void runSteps(int steps) {
    long start = System.nanoTime();
    for (int i = 0; i < steps; i++) {
      step();
    }
    count((System.nanoTime() - start) * 1e-9);
  }

  private void step() {
    double[] gradient = stepper.gradient();
    long step = progress.state().step();
    int rows = batches.batchRows(step);
    if (rows == 0) { // a partition smaller than its number of batches: nothing to learn from
      Arrays.fill(gradient, 0);
      stepper.step(0, 0);
    } else {
      double[] model = problem.model(progress.state().x(), modelBuffer);
      double sum = batches.sum(step, model, gradient);
      double loss = problem.finish(model, gradient, sum, rows);
      stepper.step(plan.multiplier(step), loss);
      lossSum += loss * rows;
      lossRows += rows;
    }
    history.add(stepper.gradientNorm1(), stepper.gradientNorm2());
  }

  private void count(double seconds) {
    progress.count(lossSum, lossRows, seconds);
    lossSum = 0;
    lossRows = 0;
  }

  /** Where the run stands after the steps taken so far; changes with further steps. */
  public Progress progress() {
    return progress;
  }

  /** Gradient norms of the steps taken by this loop. */
  public StepHistory history() {
    return history;
  }

  /** Reports of the epochs that ended in this loop. */
  public List<EpochReport> reports() {
    return reports;
  }
}
