package org.stepless.training;

import java.util.Arrays;
import org.stepless.data.RowBlock;
import org.stepless.losses.BatchObjective;
import org.stepless.losses.Workspace;

/**
 * Gradients of the mini-batches of one partition. A batch costs what its rows cost; nothing is
 * allocated after the first batch of an epoch.
 */
public final class BatchGradient implements GradientSource {
  private final RowBlock rows;
  private final int partition;
  private final BatchObjective objective;
  private final TrainingPlan plan;

  /** Rows whose numbers are found, and whose memory is looked at, at once. */
  private static final int ROWS_AHEAD = 64;

  private static final int SMALL_BATCH = 8;

  /**
   * A batch takes its rows from at least so many places: where rows are sorted, neighbours say the
   * same.
   */
  private static final int FEWEST_RUNS = 32;

  private final Workspace workspace;
  private final int[] ahead;
  private final int run;
  private int aheadStart;
  private int aheadCount;
  private RowOrder order;
  private long orderEpoch = -1;
  private int batchRows;
  private double seen;

  /**
   * @param partition number of the partition, part of the seed of the rows' order
   */
  public BatchGradient(RowBlock rows, int partition, BatchObjective objective, TrainingPlan plan) {
    this.rows = rows;
    this.partition = partition;
    this.objective = objective;
    this.plan = plan;
    int largest = Math.max(plan.largestBatch(rows.rows()), Math.min(ROWS_AHEAD, rows.rows()));
    ahead = new int[plan.stepsPerEpoch() == 1 ? 0 : largest];
    run = Math.max(1, Math.min(rows.readTogether(), plan.largestBatch(rows.rows()) / FEWEST_RUNS));
    workspace = objective.workspace();
  }

  @Override
  public double sum(long step, double[] x, double[] gradient) {
    Arrays.fill(gradient, 0);
    batchRows = batchRows(step);
    if (plan.stepsPerEpoch() == 1) { // all rows: their order does not matter, memory's is fastest
      return objective.addLossAndGradient(rows, null, 0, rows.rows(), x, gradient, workspace);
    }
    if (batchRows == 0) {
      return 0;
    }
    int at = batchStart(step);
    return objective.addLossAndGradient(rows, ahead, at, at + batchRows, x, gradient, workspace);
  }

  @Override
  public long rows() {
    return batchRows;
  }

  /** Rows of some batches, that of the last gradient among them; null if a batch is all rows. */
  int[] rowsAhead() {
    return plan.stepsPerEpoch() == 1 ? null : ahead;
  }

  /** How many of {@link #rowsAhead} are valid. */
  int rowsAheadCount() {
    return aheadCount;
  }

  /** Number of rows in the batch of a step. */
  private int batchRows(long step) {
    int index = (int) (step % plan.stepsPerEpoch());
    return plan.batchStart(index + 1, rows.rows()) - plan.batchStart(index, rows.rows());
  }

  /**
   * Where the batch of a step begins in {@link #rowsAhead}, which goes on to later batches when it
   * ends; 0 if it has just gone on.
   */
  int batchStart(long step) {
    int from = plan.batchStart((int) (step % plan.stepsPerEpoch()), rows.rows());
    int to = from + batchRows(step);
    long epoch = step / plan.stepsPerEpoch();
    if (epoch != orderEpoch) {
      order = new RowOrder(rows.rows(), run, plan.seed(), partition, epoch);
      orderEpoch = epoch;
      aheadCount = 0;
    }
    if (from < aheadStart || to > aheadStart + aheadCount) {
      aheadStart = from;
      aheadCount = Math.max(to - from, Math.min(ROWS_AHEAD, rows.rows() - from));
      order.fill(from, from + aheadCount, ahead);
      if (to - from < SMALL_BATCH) { // the rows of a larger one are read together anyway
        seen += rows.lookAhead(ahead, aheadCount);
      }
    }
    return from - aheadStart;
  }
}
