package org.stepless.spark.engine;

import java.util.List;
import org.stepless.losses.BatchObjective;
import org.stepless.optimizer.CompensatedSums;
import org.stepless.spark.placement.Placement;
import org.stepless.spark.rows.BlockData;

/** The mean weighted loss over all rows, without penalty. */
final class MeanLoss {
  private MeanLoss() {}

  /** That of a model; one job, or none on the driver. */
  static double of(Placement placement, BlockData data, BatchObjective objective, double[] model) {
    List<Double> sums =
        placement.collect(
            (part, point) -> objective.lossSum(part.rows(), point), model, model.length);
    CompensatedSums sum = new CompensatedSums(1);
    sums.forEach(part -> sum.add(new double[] {part}, 1));
    double[] total = new double[1];
    sum.get(total, 1);
    return total[0] / data.statistics().weightSum();
  }
}
