package org.stepless.spark.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Collections;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.stepless.data.RowBlock;
import org.stepless.data.RowBlockBuilder;
import org.stepless.losses.Objective;
import org.stepless.losses.SquaredError;
import org.stepless.methods.Methods;
import org.stepless.plan.RunMode;
import org.stepless.plan.RunPlan;
import org.stepless.schedules.Schedules;
import org.stepless.spark.SharedSpark;
import org.stepless.spark.rows.BlockData;
import org.stepless.training.Problem;
import org.stepless.training.RunListener;
import org.stepless.training.TrainingPlan;

/** 20 rows (1, 1) under SGD: the error is multiplied by 1 - lr (1 - k / 20) in step k. */
class DivergedTest {
  private static final JavaSparkContext CONTEXT =
      JavaSparkContext.fromSparkContext(SharedSpark.session().sparkContext());
  private static final int STEPS = 20;

  private static RowBlock rows() {
    RowBlockBuilder builder = new RowBlockBuilder(1, STEPS);
    for (int i = 0; i < STEPS; i++) {
      builder.addDense(new double[] {1}, 1, 1);
    }
    return builder.build();
  }

  private static double error(double lr) {
    double error = 1;
    for (int k = 0; k < STEPS; k++) {
      error *= 1 - lr * (STEPS - k) / STEPS;
    }
    return error;
  }

  private static TrainingResult train(RunMode mode, double lr) {
    TrainingPlan steps =
        new TrainingPlan(
            Methods.method("sgd(lr=%s)".formatted(lr)), Schedules.parse("linear"), 2, 10, 1, 0);
    List<RowBlock> one = Collections.singletonList(rows());
    try (BlockData data = BlockData.persist(CONTEXT.parallelize(one, 1), "test data")) {
      Problem problem = new Problem(new Objective(new SquaredError(), 1, false, null), null, 1);
      return new Engine(CONTEXT)
          .train(RunPlan.of(mode, steps, 3), data, problem, new double[1], RunListener.NONE);
    }
  }

  /** It ends far above the first model, but below the mean of its first epoch. */
  @ParameterizedTest
  @EnumSource(value = RunMode.class, mode = EnumSource.Mode.EXCLUDE, names = "AUTO")
  void aRunThatExplodesWithinItsFirstEpochIsNamed(RunMode mode) {
    TrainingResult result = train(mode, 6);
    double expected = error(6) * error(6) / 2;
    assertEquals(1, result.objective() / expected, 1e-9);
    assertTrue(result.objective() > 1e6 && result.objective() < result.reports().get(0).loss());
    assertEquals(0.5, result.progress().firstLoss());
    assertTrue(result.diverged());
  }

  /** The error grows at first, to less than it was in the end. */
  @ParameterizedTest
  @EnumSource(value = RunMode.class, mode = EnumSource.Mode.EXCLUDE, names = "AUTO")
  void aRunThatComesBackIsNot(RunMode mode) {
    TrainingResult result = train(mode, 2.2);
    assertEquals(error(2.2) * error(2.2) / 2, result.objective(), 1e-12);
    assertTrue(result.objective() < 0.5);
    assertFalse(result.diverged());
  }
}
