package org.stepless.spark.engine;

import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.stepless.data.RowBlock;
import org.stepless.losses.BatchObjective;
import org.stepless.optimizer.ExampleRule;
import org.stepless.plan.RunPlan;
import org.stepless.spark.placement.InPartitions;
import org.stepless.spark.placement.OnDriver;
import org.stepless.spark.placement.Placement;
import org.stepless.spark.placement.TrackedPartitions;
import org.stepless.spark.rows.BlockData;

/** Chooses where the rows of a run are. */
record Placing(JavaSparkContext context, int aggregationDepth) {
  /** Where a plan trains on rows. */
  Placement toTrain(RunPlan plan, BlockData data) {
    boolean tracks = plan.steps().rule() instanceof ExampleRule rule && rule.tracks();
    return switch (plan.mode()) {
      case DRIVER -> new OnDriver(List.of(RowBlock.concat(data.driverBlocks())));
      case SINGLE -> partitions(data.single(), new int[] {Math.toIntExact(data.rows())}, tracks);
      default -> partitions(data.blocks(), data.partitionRows(), tracks);
    };
  }

  /** Where rows are only read: on the driver if it has them and can compute the objective. */
  Placement toRead(BlockData data, BatchObjective objective) {
    return data.onDriver() && objective.portable()
        ? new OnDriver(data.driverBlocks())
        : inPartitions(data);
  }

  /** Where every part of the rows is by itself, so that all cores read them. */
  Placement inPartitions(BlockData data) {
    return new InPartitions(context, data.blocks(), aggregationDepth);
  }

  private Placement partitions(JavaRDD<RowBlock> blocks, int[] counts, boolean tracks) {
    InPartitions rows = new InPartitions(context, blocks, aggregationDepth);
    return tracks ? new TrackedPartitions(context, rows, counts) : rows;
  }
}
