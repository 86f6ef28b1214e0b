package org.stepless.plan;

import java.util.Locale;
import org.stepless.finish.FinishMethod;
import org.stepless.losses.BatchObjective;
import org.stepless.methods.Methods;
import org.stepless.optimizer.ExampleRule;
import org.stepless.training.TrainingPlan;

/**
 * What will run: where steps are taken, which steps, and why. A pure function of a request, facts
 * about the data and the objective, never of timing, so that a run can be repeated.
 *
 * @param mode how steps are spread over jobs, not {@code AUTO}
 * @param steps the steps themselves: all that decides the result beside problem, rows and mode
 * @param syncInterval in local mode, steps of a partition between two merges
 * @param reason for the mode
 */
public record RunPlan(RunMode mode, TrainingPlan steps, int syncInterval, String reason) {
  /**
   * The driver trains on rows that it has if all passes together take at most so many products of a
   * value and a coefficient, which is some seconds.
   */
  private static final double DRIVER_PRODUCTS = 1e10;

  private static final String AS_CONFIGURED = "as configured";

  /** Local training needs at least about 20 merges in all; twice that is safe. */
  private static final int FEWEST_ROUNDS = 40;

  /**
   * The plan of a request.
   *
   * @param finish what brings the model to its optimum after the passes
   * @throws IllegalArgumentException if the method or the rows do not go with the mode asked for
   */
  public static RunPlan of(
      RunRequest request, DataFacts facts, BatchObjective objective, FinishMethod finish) {
    if (request.length() instanceof RunLength.Iterations length) {
      int batches = length.batches(facts.largestPartition());
      int passes = length.passes(batches);
      RunMode mode = mode(request, passes, facts, objective);
      return of(request, request.tolerance(), mode, passes, batches, length.iterations(), facts);
    }
    RunLength.Epochs length =
        request.length() instanceof RunLength.Automatic automatic
            ? Passes.of(automatic, facts.rows(), objective, finish)
            : (RunLength.Epochs) request.length();
    int epochs = length.epochs();
    int work = finish == FinishMethod.NONE ? epochs : Math.max(epochs, RunLength.DEFAULT_EPOCHS);
    RunMode mode = mode(request, work, facts, objective);
    long stepRows = mode == RunMode.LOCAL ? facts.largestPartition() : facts.rows();
    long batch =
        length.batchSize() > 0
            ? length.batchSize()
            : BatchSize.of(request, epochs, mode, stepRows, facts, objective);
    int batches = Math.toIntExact(Math.max(1, (stepRows + batch - 1) / batch));
    // With a finish the tolerance is that of the finish.
    double tolerance = finish == FinishMethod.NONE ? request.tolerance() : 0;
    return of(request, tolerance, mode, epochs, batches, (long) epochs * batches, facts);
  }

  /**
   * A plan whose steps are already counted.
   *
   * @param mode not {@code AUTO}
   * @param syncInterval in local mode, steps of a partition between two merges; at least 1
   */
  public static RunPlan of(RunMode mode, TrainingPlan steps, int syncInterval) {
    return new RunPlan(mode, steps, syncInterval, AS_CONFIGURED);
  }

  private static RunPlan of(
      RunRequest request,
      double tolerance,
      RunMode mode,
      int epochs,
      int batches,
      long total,
      DataFacts facts) {
    TrainingPlan steps =
        new TrainingPlan(
            request.rule(), request.schedule(), epochs, batches, request.seed(), tolerance, total);
    return new RunPlan(
        mode,
        steps,
        interval(request.syncInterval(), batches, total),
        reason(request.mode(), mode, facts));
  }

  private static int interval(int asked, int batches, long total) {
    return asked > 0 ? asked : (int) Math.max(1, Math.min(batches, total / FEWEST_ROUNDS));
  }

  private static RunMode mode(
      RunRequest request, int epochs, DataFacts facts, BatchObjective objective) {
    RunMode asked = request.mode();
    boolean perExample = request.rule() instanceof ExampleRule;
    RunMode mode = asked == RunMode.AUTO ? automatic(perExample, epochs, facts, objective) : asked;
    if (request.rule() instanceof ExampleRule rule) {
      requireExamples(rule, mode);
    }
    if (mode == RunMode.DRIVER) {
      requireDriver(facts, objective);
    }
    return mode;
  }

  private static RunMode automatic(
      boolean perExample, int epochs, DataFacts facts, BatchObjective objective) {
    double products =
        (double) epochs
            * facts.storedValues()
            * objective.dimension()
            / Math.max(1, facts.columns());
    if (facts.onDriver() && objective.portable() && !perExample && products <= DRIVER_PRODUCTS) {
      return RunMode.DRIVER;
    }
    return facts.fitTask() ? RunMode.SINGLE : RunMode.LOCAL;
  }

  private static void requireExamples(ExampleRule rule, RunMode mode) {
    if (mode == RunMode.SYNCHRONOUS || mode == RunMode.DRIVER) {
      throw new IllegalArgumentException(
          "optimizer %s takes its steps in tasks, which keep its trackers; set mode to auto, single or local"
              .formatted(Methods.print(rule)));
    }
    if (rule.reg() != 0) {
      throw new IllegalArgumentException(
          "optimizer %s: set regParam instead of reg, so that the penalty counts in the objective"
              .formatted(Methods.print(rule)));
    }
  }

  private static void requireDriver(DataFacts facts, BatchObjective objective) {
    if (!objective.portable()) {
      throw new IllegalArgumentException(
          "mode is driver, but ND4J computes in tasks, which have the devices;"
              + " set mode to auto or single");
    }
    if (!facts.fitDriver()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "mode is driver, but the rows take %.1f MB of the %.1f MB they may take there;"
                  + " set mode to auto, or spark.driver.memory higher",
              facts.bytes() / 1e6,
              facts.driverRoom() / 1e6));
    }
  }

  private static String reason(RunMode asked, RunMode chosen, DataFacts facts) {
    if (asked != RunMode.AUTO) {
      return AS_CONFIGURED;
    }
    String size = String.format(Locale.ROOT, "the rows take %.1f MB", facts.bytes() / 1e6);
    return chosen == RunMode.DRIVER
        ? size
        : String.format(Locale.ROOT, "%s, a task may use %.1f MB", size, facts.taskRoom() / 1e6);
  }

  /** The decisions in one line, for logs and summaries. */
  public String describe() {
    String interval =
        mode == RunMode.LOCAL ? ", averaged every %d steps".formatted(syncInterval) : "";
    return "mode %s (%s), %d steps per epoch%s"
        .formatted(mode.text(), reason, steps.stepsPerEpoch(), interval);
  }
}
