package org.stepless.training;

import java.util.ArrayList;
import java.util.List;
import org.stepless.data.RowBlock;
import org.stepless.optimizer.ExampleRule;
import org.stepless.optimizer.ExampleStepper;
import org.stepless.optimizer.Stepper;
import org.stepless.optimizer.UpdateRule;

/**
 * Takes the mini-batch steps of a run from where it stands: for every step the gradient of one
 * batch, then one step of the rule. Every step of every mode and of either kind of rule is one of
 * {@link #step}. Nothing is allocated per step.
 *
 * <p>Not thread-safe.
 */
public final class TrainingLoop {
  /** Reading the clock costs about as much as one sparse row; once in so many steps is free. */
  private static final int STEPS_PER_CLOCK_READING = 16;

  private final Problem problem;
  private final TrainingPlan plan;
  private final Progress progress;
  private final GradientSource batches;
  private final RuleSteps rule;
  private final double[] modelBuffer;
  private final StepHistory history = new StepHistory();
  private final List<EpochReport> reports = new ArrayList<>();
  private double lossSum;
  private long lossRows;

  /**
   * Training with gradients from anywhere.
   *
   * @param batches gives the gradients
   * @param plan its rule is an {@link UpdateRule}
   * @param progress where training stands; goes on from there and changes it
   */
  public TrainingLoop(
      GradientSource batches, Problem problem, TrainingPlan plan, Progress progress) {
    this.batches = batches;
    this.problem = problem;
    this.plan = plan;
    this.progress = progress;
    rule =
        new RuleSteps.OfUpdateRule(
            new Stepper((UpdateRule) plan.rule(), progress.state()), history);
    modelBuffer = problem.modelBuffer();
  }

  /**
   * Training at memory speed on the rows of one partition.
   *
   * @param partition number of the partition, part of the seed of the rows' order
   * @param progress where training stands; goes on from there and changes it
   * @param trackers one value per row, changed by the steps; empty unless the rule keeps trackers
   */
  public TrainingLoop(
      RowBlock rows,
      int partition,
      double[] trackers,
      Problem problem,
      TrainingPlan plan,
      Progress progress) {
    BatchGradient gradients = new BatchGradient(rows, partition, problem.objective(), plan);
    batches = gradients;
    this.problem = problem;
    this.plan = plan;
    this.progress = progress;
    rule =
        plan.rule() instanceof ExampleRule example
            ? new RuleSteps.OfExampleRule(
                new ExampleStepper(example, progress.state(), trackers), gradients)
            : new RuleSteps.OfUpdateRule(
                new Stepper((UpdateRule) plan.rule(), progress.state()), history);
    modelBuffer = problem.modelBuffer();
  }

  private void step() {
    long step = progress.state().step();
    double[] gradient = rule.gradient();
    double[] model = problem.model(progress.state().x(), modelBuffer);
    double sum = batches.sum(step, model, gradient);
    long rows = batches.rows();
    if (rows == 0) { // every partition has fewer rows than batches: nothing to learn from
      rule.skip();
      return;
    }
    double loss = problem.finish(model, gradient, sum, rows);
    progress.tellLoss(loss);
    rule.step(step, plan.multiplier(step), loss, rows);
    lossSum += loss * rows;
    lossRows += rows;
  }

  /** Takes exactly so many steps without closing an epoch. */
  public void runSteps(int steps) {
    long start = System.nanoTime();
    for (int i = 0; i < steps; i++) {
      step();
    }
    count(start, System.nanoTime());
  }

  /**
   * Takes steps to the end of so many epochs, or of the run, closing epochs and passes as they end;
   * for whoever has all rows.
   */
  public void runEpochs(int epochs) {
    for (int i = 0; i < epochs && !progress.finished(plan); i++) {
      runSteps(plan.stepsToEpochEnd(progress.state().step()));
      if (progress.atEpochEnd(plan)) {
        rule.endPass();
        reports.add(progress.endEpoch(plan, rule.gradientNorm2()));
      }
    }
  }

  /**
   * Takes steps until the end of the run, of so many epochs or of the time, closing epochs as they
   * end; for an {@link UpdateRule} and whoever has all rows. How a run is cut does not change its
   * result.
   */
  public void run(long nanoseconds, int epochs) {
    long start = System.nanoTime(), mark = start;
    int left = epochs;
    while (left > 0 && !progress.finished(plan)) {
      do {
        step();
      } while (!progress.atEpochEnd(plan)
          && !progress.finished(plan)
          && progress.state().step() % STEPS_PER_CLOCK_READING != 0);
      long now = System.nanoTime();
      count(mark, now);
      mark = now;
      if (progress.atEpochEnd(plan)) {
        reports.add(progress.endEpoch(plan, rule.gradientNorm2()));
        left--;
      }
      if (now - start >= nanoseconds) {
        return;
      }
    }
  }

  private void count(long start, long end) {
    progress.count(lossSum, lossRows, (end - start) * 1e-9);
    lossSum = 0;
    lossRows = 0;
  }

  /** Where the run stands after the steps taken so far; changes with further steps. */
  public Progress progress() {
    return progress;
  }

  /** Gradient norms of the steps taken by this loop; empty under a per-example rule. */
  public StepHistory history() {
    return history;
  }

  /** Reports of the epochs that ended in this loop. */
  public List<EpochReport> reports() {
    return reports;
  }

  /** Sum of the trackers of this loop's rows, compensated; 0 where there are none. */
  public double trackerSum() {
    return rule.trackerSum();
  }

  /** Euclidean norm of the last step's gradient. */
  public double gradientNorm2() {
    return rule.gradientNorm2();
  }
}
