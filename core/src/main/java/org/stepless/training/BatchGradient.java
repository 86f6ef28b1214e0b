package org.stepless.training;

import java.util.Arrays;
import org.stepless.data.RowBlock;
import org.stepless.losses.BatchObjective;
import org.stepless.losses.Workspace;

/**
 * Gradients of the mini-batches of one partition. A batch costs what its rows cost; nothing is
 * allocated after the first batch of an epoch.
 */
public final class BatchGradient {
  private final RowBlock rows;
  private final int partition;
  private final BatchObjective objective;
  private final TrainingPlan plan;
  private final Workspace workspace;
  private final int[] batch;
  private RowOrder order;
  private long orderEpoch = -1;

  /**
   * @param partition number of the partition, part of the seed of the rows' order
   */
  public BatchGradient(RowBlock rows, int partition, BatchObjective objective, TrainingPlan plan) {
    this.rows = rows;
    this.partition = partition;
    this.objective = objective;
    this.plan = plan;
    batch = new int[plan.stepsPerEpoch() == 1 ? 0 : plan.largestBatch(rows.rows())];
    workspace = objective.workspace();
  }

  /**
   * Sets {@code gradient} to the sum of the weighted gradients of the rows of a step's batch.
   *
   * @return the weighted loss sum of the batch, without penalty
   */
  public double sum(long step, double[] x, double[] gradient) {
    Arrays.fill(gradient, 0);
    if (plan.stepsPerEpoch() == 1) { // all rows: their order does not matter, memory's is fastest
      return objective.addLossAndGradient(rows, null, 0, rows.rows(), x, gradient, workspace);
    }
    int n = load(step);
    return n == 0 ? 0 : objective.addLossAndGradient(rows, batch, 0, n, x, gradient, workspace);
  }

  /**
   * The rows of the batch whose gradient was taken last, in front of others; null if they are all
   * rows in their order.
   */
  int[] batch() {
    return plan.stepsPerEpoch() == 1 ? null : batch;
  }

  /** Number of rows in the batch of a step. */
  public int batchRows(long step) {
    int index = (int) (step % plan.stepsPerEpoch());
    return plan.batchStart(index + 1, rows.rows()) - plan.batchStart(index, rows.rows());
  }

  private int load(long step) {
    int n = batchRows(step);
    if (n > 0) {
      long epoch = step / plan.stepsPerEpoch();
      if (epoch != orderEpoch) {
        order = new RowOrder(rows.rows(), plan.seed(), partition, epoch);
        orderEpoch = epoch;
      }
      int from = plan.batchStart((int) (step % plan.stepsPerEpoch()), rows.rows());
      order.fill(from, from + n, batch);
    }
    return n;
  }
}
