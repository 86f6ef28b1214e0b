package org.stepless.spark.engine;

import java.util.List;
import java.util.concurrent.CancellationException;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.stepless.data.RowBlock;
import org.stepless.losses.BatchObjective;
import org.stepless.training.Problem;
import org.stepless.training.Progress;
import org.stepless.training.TrainingPlan;

/**
 * All rows on the driver: the steps of {@link SingleRounds}, to the same bits, without a job. Spark
 * takes longer to start a task than a small fit takes in all.
 */
final class DriverRounds implements Rounds {
  private final JavaRDD<RowBlock> blocks;
  private final RowBlock rows;
  private final Work work;
  private final boolean eachEpoch;

  /**
   * @param eachEpoch whether every epoch ends a round, so that the caller sees the state there
   */
  DriverRounds(BlockData data, Problem problem, TrainingPlan plan, boolean eachEpoch) {
    blocks = data.blocks();
    rows = RowBlock.concat(data.driverBlocks());
    work = new Work(problem, plan);
    this.eachEpoch = eachEpoch;
  }

  @Override
  public JavaRDD<RowBlock> blocks() {
    return blocks;
  }

  @Override
  public List<Double> lossSums(JavaSparkContext context, BatchObjective objective, double[] model) {
    return List.of(Engine.lossSum(rows, objective, model));
  }

  @Override
  public Outcome next(Progress progress) {
    if (Thread.interrupted()) { // there is no job that could be cancelled instead
      throw new CancellationException("training was interrupted");
    }
    return work.round(rows, progress, eachEpoch);
  }

  @Override
  public void close() {}
}
