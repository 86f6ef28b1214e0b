package org.stepless.spark.engine;

import java.util.Locale;
import org.stepless.losses.BatchObjective;
import org.stepless.methods.Methods;
import org.stepless.optimizer.ExampleRule;
import org.stepless.optimizer.Method;
import org.stepless.training.TrainingPlan;

/**
 * The decisions that turn a configuration into a run on given data: mode, batch size, steps and
 * round length, with the reason for the mode. Depends on the configuration and the data's layout
 * alone, never on timing, so that a run can be repeated.
 */
record RunShape(RoundMode mode, int stepsPerEpoch, int syncInterval, String reason) {
  /**
   * Enough steps for 15 to 30 epochs: on eleven LIBSVM sets four times as many lowered no final
   * loss by more than 1 %.
   */
  private static final int BATCHES_PER_EPOCH = 120;

  /**
   * Few epochs need smaller batches, for a rule has to find its step size on the way: the gap to
   * the optimum after one to five of them was 7 to 67 % smaller on a9a, phishing and mushrooms, and
   * a quarter after one on 500,000 dense rows.
   */
  private static final int WANTED_STEPS = 2000;

  private static final int SMALLEST_BATCH = 32;
  private static final int LARGEST_BATCH = 256;

  /** A per-example step may cost so many times as much as its row. */
  private static final int EXAMPLE_STEP_COST = 8;

  /** However dear a step of the rule is, an epoch should hold some. */
  private static final int FEWEST_BATCHES = 32;

  /**
   * Where a step costs as much as more than {@link #LARGEST_BATCH} rows, a batch may be so many
   * times as large, as long as the run has some steps: with 40 values a row in 50,000 to 100,000
   * columns a pass was two to three times as fast, and as near to the optimum or nearer.
   */
  private static final int DEAR_STEPS = 8, FEWEST_STEPS = 128;

  /** Local training needs at least about 20 averagings in all; twice that is safe. */
  private static final int FEWEST_ROUNDS = 40;

  /** Blocks may take this share of a task's heap: they are held once, and copied once to join. */
  private static final double MEMORY_SHARE = 0.3;

  /**
   * The driver trains on rows that it has if all passes together take at most so many products of a
   * value and a coefficient, which is some seconds.
   */
  private static final double DRIVER_PRODUCTS = 1e10;

  /** What one block can hold, which keeps its values in one array. */
  private static final long LARGEST_ARRAY = Integer.MAX_VALUE - 8;

  static RunShape of(
      TrainingConfig config, BlockData data, BatchObjective objective, long heapBytes) {
    RoundMode mode =
        mode(config.mode(), config.rule(), config.epochs(), data, objective, heapBytes);
    requireFits(config.rule(), mode, data, objective);
    long rows = data.rows(); // of whoever takes steps
    if (mode == RoundMode.LOCAL) {
      rows = 0;
      for (int partitionRows : data.partitionRows()) {
        rows = Math.max(rows, partitionRows);
      }
    }
    long batch =
        config.batchSize() > 0
            ? config.batchSize()
            : batchSize(config, mode, rows, data, objective);
    int steps = Math.toIntExact(Math.max(1, (rows + batch - 1) / batch));
    long total = (long) steps * config.epochs();
    int interval = interval(config.syncInterval(), steps, total);
    return new RunShape(mode, steps, interval, reason(config.mode(), mode, data, heapBytes));
  }

  /** The shape of a run whose steps are already counted. */
  static RunShape of(
      RoundMode asked,
      int syncInterval,
      TrainingPlan plan,
      BlockData data,
      BatchObjective objective,
      long heapBytes) {
    RoundMode mode = mode(asked, plan.rule(), plan.epochs(), data, objective, heapBytes);
    requireFits(plan.rule(), mode, data, objective);
    return new RunShape(
        mode,
        plan.stepsPerEpoch(),
        interval(syncInterval, plan.stepsPerEpoch(), plan.totalSteps()),
        reason(asked, mode, data, heapBytes));
  }

  private static void requireFits(
      Method rule, RoundMode mode, BlockData data, BatchObjective objective) {
    if (rule instanceof ExampleRule example) {
      if (mode == RoundMode.SYNCHRONOUS || mode == RoundMode.DRIVER) {
        throw new IllegalArgumentException(
            "optimizer %s takes its steps in tasks, which keep its trackers; set mode to auto, single or local"
                .formatted(Methods.print(rule)));
      }
      if (example.reg() != 0) {
        throw new IllegalArgumentException(
            "optimizer %s: set regParam instead of reg, so that the penalty counts in the objective"
                .formatted(Methods.print(rule)));
      }
    }
    if (mode == RoundMode.DRIVER) {
      requireFitsDriver(data, objective);
    }
  }

  private static void requireFitsDriver(BlockData data, BatchObjective objective) {
    if (!objective.portable()) {
      throw new IllegalArgumentException(
          "mode is driver, but ND4J computes in tasks, which have the devices;"
              + " set mode to auto or single");
    }
    double most = MEMORY_SHARE * Runtime.getRuntime().maxMemory();
    if (data.bytes() > most || data.storedValues() > LARGEST_ARRAY) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "mode is driver, but the rows take %.1f MB of the %.1f MB they may take there;"
                  + " set mode to auto, or spark.driver.memory higher",
              data.bytes() / 1e6,
              most / 1e6));
    }
  }

  private static RoundMode mode(
      RoundMode asked,
      Method rule,
      int epochs,
      BlockData data,
      BatchObjective objective,
      long heapBytes) {
    if (asked != RoundMode.AUTO) {
      return asked;
    }
    double products =
        (double) epochs * data.storedValues() * objective.dimension() / Math.max(1, data.columns());
    if (data.onDriver()
        && objective.portable()
        && !(rule instanceof ExampleRule)
        && products <= DRIVER_PRODUCTS) {
      return RoundMode.DRIVER;
    }
    boolean fits =
        data.bytes() <= MEMORY_SHARE * heapBytes
            && data.rows() <= LARGEST_ARRAY
            && data.storedValues() <= LARGEST_ARRAY;
    return fits ? RoundMode.SINGLE : RoundMode.LOCAL;
  }

  private static String reason(RoundMode asked, RoundMode chosen, BlockData data, long heapBytes) {
    if (asked != RoundMode.AUTO) {
      return "as configured";
    }
    String size = String.format(Locale.ROOT, "the rows take %.1f MB", data.bytes() / 1e6);
    return chosen == RoundMode.DRIVER
        ? size
        : String.format(
            Locale.ROOT, "%s, a task may use %.1f MB", size, MEMORY_SHARE * heapBytes / 1e6);
  }

  private static int interval(int asked, int stepsPerEpoch, long totalSteps) {
    return asked > 0
        ? asked
        : (int) Math.max(1, Math.min(stepsPerEpoch, totalSteps / FEWEST_ROUNDS));
  }

  /**
   * A power of two from the number of rows and epochs, larger where the rule's step would cost
   * more. A per-example rule takes single rows unless a step costs several times as much as the
   * row.
   *
   * @param stepRows rows of whoever takes steps: a partition in local mode, else all
   */
  private static int batchSize(
      TrainingConfig config,
      RoundMode mode,
      long stepRows,
      BlockData data,
      BatchObjective objective) {
    boolean perExample = config.rule() instanceof ExampleRule;
    double rows = data.rows();
    double byRows = 1;
    if (!perExample) {
      byRows = rows / BATCHES_PER_EPOCH;
      if (mode != RoundMode.SYNCHRONOUS) { // where every step is a job
        double enough = (double) stepRows * config.epochs() / WANTED_STEPS;
        byRows = Math.min(LARGEST_BATCH, Math.min(byRows, enough));
      }
      byRows = Math.max(SMALLEST_BATCH, byRows);
    }
    double cost =
        objective.rowsPerStep(data.storedValues() / rows) / (perExample ? EXAMPLE_STEP_COST : 1);
    double byCost = Math.min(cost, rows / FEWEST_BATCHES);
    if (!perExample && cost > LARGEST_BATCH) {
      double some = (double) stepRows * config.epochs() / FEWEST_STEPS;
      byCost = Math.max(byCost, Math.min(DEAR_STEPS * cost, Math.min(stepRows, some)));
    }
    long batch = (long) Math.max(byRows, byCost);
    return (int) Long.highestOneBit(Math.min(batch, 1 << 30));
  }

  /** The decisions in one line, for logs and summaries. */
  String describe() {
    String interval =
        mode == RoundMode.LOCAL ? ", averaged every %d steps".formatted(syncInterval) : "";
    return "mode %s (%s), %d steps an epoch%s"
        .formatted(mode.text(), reason, stepsPerEpoch, interval);
  }

  TrainingPlan plan(TrainingConfig config) {
    return new TrainingPlan(
        config.rule(),
        config.schedule(),
        config.epochs(),
        stepsPerEpoch,
        config.seed(),
        config.tolerance());
  }
}
