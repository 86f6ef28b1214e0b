package org.stepless.spark.mllib;

import java.util.Arrays;
import org.stepless.optimizer.Method;
import org.stepless.schedules.Schedule;
import org.stepless.spark.engine.BlockData;
import org.stepless.spark.engine.Engine;
import org.stepless.text.Catalog;
import org.stepless.training.TrainingPlan;

/** MLlib's way of saying how long to train, in steps and shares of the rows, as a plan. */
record Steps(
    Method rule,
    Schedule schedule,
    int iterations,
    double miniBatchFraction,
    long seed,
    double tolerance) {

  TrainingPlan plan(BlockData rows) {
    // More batches than rows would leave some without any.
    int most = Arrays.stream(rows.partitionRows()).max().orElse(1);
    int batches = (int) Math.max(1, Math.min(most, Math.round(1 / miniBatchFraction)));
    int passes = (iterations - 1) / batches + 1;
    return new TrainingPlan(rule, schedule, passes, batches, seed, tolerance, iterations);
  }

  String stopReason(Engine.Result result) {
    return result.progress().converged()
        ? "loss changed by at most %s of itself".formatted(Catalog.number(tolerance))
        : "all %d iterations done".formatted(iterations);
  }
}
