package org.stepless.plan;

import org.stepless.losses.BatchObjective;
import org.stepless.optimizer.ExampleRule;

/**
 * The rows of a mini-batch when the user names none: a power of two from the number of rows and of
 * epochs, larger where the rule's step would cost more than the rows. A per-example rule takes
 * single rows unless a step costs several times as much as the row.
 */
final class BatchSize {
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
   * times as large, as long as the run has some steps: with 40 values per row in 50,000 to 100,000
   * columns a pass was two to three times as fast, and as near to the optimum or nearer.
   */
  private static final int DEAR_STEPS = 8, FEWEST_STEPS = 128;

  private BatchSize() {}

  /**
   * @param epochs of the run
   * @param mode in which steps are taken, not {@code AUTO}
   * @param stepRows rows of whoever takes steps: a partition in local mode, else all
   */
  static int of(
      RunRequest request,
      int epochs,
      RunMode mode,
      long stepRows,
      DataFacts facts,
      BatchObjective objective) {
    double rows = facts.rows();
    if (request.rule() instanceof ExampleRule) {
      double cost = objective.rowsPerStep(facts.valuesPerRow()) / EXAMPLE_STEP_COST;
      return power(Math.max(1, Math.min(cost, rows / FEWEST_BATCHES)));
    }
    double stepsWanted = (double) stepRows * epochs / WANTED_STEPS;
    double byRows = rows / BATCHES_PER_EPOCH;
    if (mode != RunMode.SYNCHRONOUS) { // where every step is a job
      byRows = Math.min(LARGEST_BATCH, Math.min(byRows, stepsWanted));
    }
    byRows = Math.max(SMALLEST_BATCH, byRows);
    double cost = objective.rowsPerStep(facts.valuesPerRow());
    double byCost = Math.min(cost, rows / FEWEST_BATCHES);
    if (cost > LARGEST_BATCH) {
      double some = (double) stepRows * epochs / FEWEST_STEPS;
      byCost = Math.max(byCost, Math.min(DEAR_STEPS * cost, Math.min(stepRows, some)));
    }
    return power(Math.max(byRows, byCost));
  }

  private static int power(double batch) {
    return (int) Long.highestOneBit(Math.min((long) batch, 1 << 30));
  }
}
