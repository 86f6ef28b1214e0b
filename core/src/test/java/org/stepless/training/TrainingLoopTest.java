package org.stepless.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.stepless.data.RowBlock;
import org.stepless.data.RowBlockBuilder;
import org.stepless.losses.Logistic;
import org.stepless.losses.Objective;
import org.stepless.losses.SquaredError;
import org.stepless.methods.Methods;
import org.stepless.optimizer.OptimizerState;
import org.stepless.schedules.Schedules;

class TrainingLoopTest {
  private static final double[] NO_TRACKERS = {};
  private static final int ROWS = 103, COLUMNS = 5;
  private static final double[][] X = new double[ROWS][];
  private static final double[] Y = new double[ROWS], W = new double[ROWS];
  private static final RowBlock BLOCK = block();

  private static RowBlock block() {
    Random random = new Random(1);
    RowBlockBuilder builder = new RowBlockBuilder(COLUMNS, ROWS);
    for (int i = 0; i < ROWS; i++) {
      X[i] = random.doubles(COLUMNS, -1, 1).toArray();
      Y[i] = X[i][0] + 0.3 * random.nextGaussian() > 0 ? 1 : 0;
      W[i] = 1 + random.nextInt(3);
      builder.addDense(X[i], Y[i], W[i]);
    }
    return builder.build();
  }

  private static double meanWeight() {
    double sum = 0;
    for (double w : W) {
      sum += w;
    }
    return sum / ROWS;
  }

  private static TrainingPlan plan(String rule, int epochs, int stepsPerEpoch, double tolerance) {
    return new TrainingPlan(
        Methods.parse(rule), Schedules.parse("linear"), epochs, stepsPerEpoch, 7, tolerance);
  }

  private static Problem logistic() {
    Objective objective =
        new Objective(new Logistic(), COLUMNS, true, Objective.l2(0.1, ones(), true));
    return new Problem(objective, null, meanWeight());
  }

  private static double[] ones() {
    double[] ones = new double[COLUMNS];
    java.util.Arrays.fill(ones, 1);
    return ones;
  }

  private static Progress start(TrainingPlan plan) {
    return new Progress(OptimizerState.start(plan.rule(), new double[COLUMNS + 1]));
  }

  /** Plain SGD written out row by row, in the order the rows are to be visited. */
  @Test
  void sgdEqualsAPlainLoop() {
    TrainingPlan plan = plan("sgd(lr=0.5)", 3, 10, 0);
    TrainingLoop loop = new TrainingLoop(BLOCK, 0, NO_TRACKERS, logistic(), plan, start(plan));
    loop.run(Long.MAX_VALUE, Integer.MAX_VALUE);

    double[] x = new double[COLUMNS + 1];
    List<Double> epochLosses = new ArrayList<>();
    for (int epoch = 0; epoch < 3; epoch++) {
      int[] order = new int[ROWS];
      new RowOrder(ROWS, 7, 0, epoch).fill(0, ROWS, order);
      double lossSum = 0;
      for (int batch = 0; batch < 10; batch++) {
        int from = batch * ROWS / 10, to = (batch + 1) * ROWS / 10;
        double[] g = new double[COLUMNS + 1];
        double loss = 0;
        for (int p = from; p < to; p++) {
          int i = order[p];
          double margin = x[COLUMNS];
          for (int j = 0; j < COLUMNS; j++) {
            margin += x[j] * X[i][j];
          }
          double scale = W[i] / ((to - from) * meanWeight());
          loss += scale * (Math.log(1 + Math.exp(margin)) - Y[i] * margin);
          double slope = scale * (1 / (1 + Math.exp(-margin)) - Y[i]);
          for (int j = 0; j < COLUMNS; j++) {
            g[j] += slope * X[i][j];
          }
          g[COLUMNS] += slope;
        }
        for (int j = 0; j < COLUMNS; j++) {
          loss += 0.05 * x[j] * x[j];
          g[j] += 0.1 * x[j];
        }
        double lr = 0.5 * (1 - (epoch * 10 + batch) / 30.0);
        for (int j = 0; j <= COLUMNS; j++) {
          x[j] -= lr * g[j];
        }
        lossSum += loss * (to - from);
      }
      epochLosses.add(lossSum / ROWS);
    }
    assertArrayEquals(x, loop.progress().state().x(), 1e-13);
    for (int epoch = 0; epoch < 3; epoch++) {
      assertEquals(epochLosses.get(epoch), loop.reports().get(epoch).loss(), 1e-13);
    }
    assertEquals(30, loop.history().size());
  }

  /** A run that stops after every look at the clock takes the same steps to the bit. */
  @Test
  void cutsChangeNothing() {
    TrainingPlan plan = plan("prodigy", 20, 51, 0);
    TrainingLoop whole = new TrainingLoop(BLOCK, 0, NO_TRACKERS, logistic(), plan, start(plan));
    whole.run(Long.MAX_VALUE, Integer.MAX_VALUE);
    Progress progress = start(plan);
    List<EpochReport> reports = new ArrayList<>();
    int cuts = 0;
    for (; !progress.finished(plan); cuts++) {
      TrainingLoop part =
          new TrainingLoop(BLOCK, 0, NO_TRACKERS, logistic(), plan, progress.copy());
      part.run(0, Integer.MAX_VALUE);
      progress = part.progress();
      reports.addAll(part.reports());
    }
    assertTrue(cuts > 60, "was cut only " + cuts + " times");
    assertArrayEquals(whole.progress().state().x(), progress.state().x(), 0.0);
    for (int i = 0; i < 20; i++) {
      assertEquals(whole.reports().get(i).loss(), reports.get(i).loss(), 0.0);
    }
  }

  @Test
  void aRunMayEndInsideAPass() {
    TrainingPlan plan =
        new TrainingPlan(Methods.parse("prodigy"), Schedules.parse("linear"), 3, 10, 7, 0, 23);
    TrainingLoop loop = new TrainingLoop(BLOCK, 0, NO_TRACKERS, logistic(), plan, start(plan));
    loop.run(Long.MAX_VALUE, Integer.MAX_VALUE);
    assertEquals(23, loop.progress().state().step());
    assertEquals(2, loop.reports().size());
    assertEquals(1.0 / 23, plan.multiplier(22), 1e-15);
    for (long steps : new long[] {20, 31}) {
      IllegalArgumentException e =
          assertThrows(
              IllegalArgumentException.class,
              () -> new TrainingPlan(plan.rule(), plan.schedule(), 3, 10, 7, 0, steps));
      assertTrue(e.getMessage().startsWith("totalSteps must be in [21, 30]"), e.getMessage());
    }
  }

  /** Steps of 1e-6 change the loss as little as steps at the minimum. */
  @Test
  void tinyFirstStepsAreNotTakenForConvergence() {
    TrainingPlan plan =
        new TrainingPlan(Methods.parse("prodigy"), Schedules.parse("constant"), 5000, 1, 7, 1e-4);
    TrainingLoop loop = new TrainingLoop(BLOCK, 0, NO_TRACKERS, logistic(), plan, start(plan));
    loop.run(Long.MAX_VALUE, Integer.MAX_VALUE);
    assertTrue(loop.progress().converged());
    TrainingPlan all = plan("prodigy", 5000, 1, 0);
    TrainingLoop whole = new TrainingLoop(BLOCK, 0, NO_TRACKERS, logistic(), all, start(all));
    whole.run(Long.MAX_VALUE, Integer.MAX_VALUE);
    assertEquals(
        whole.progress().lastEpochLoss(), loop.progress().lastEpochLoss(), 2e-3, "stopped early");
  }

  @Test
  void anEmptyBatchChangesNothingButTheStep() {
    TrainingPlan plan = plan("prodigy", 1, ROWS + 50, 0);
    TrainingLoop loop = new TrainingLoop(BLOCK, 0, NO_TRACKERS, logistic(), plan, start(plan));
    loop.run(Long.MAX_VALUE, Integer.MAX_VALUE);
    assertEquals(ROWS + 50, loop.progress().state().step());
    assertTrue(Double.isFinite(loop.reports().get(0).loss()));
  }

  @Test
  void divergenceNamesTheStep() {
    Objective objective = new Objective(new SquaredError(), COLUMNS, true, null);
    TrainingPlan plan = plan("sgd(lr=1e30)", 30, 10, 0);
    TrainingLoop loop =
        new TrainingLoop(BLOCK, 0, NO_TRACKERS, new Problem(objective, null, 1), plan, start(plan));
    ArithmeticException e =
        assertThrows(ArithmeticException.class, () -> loop.run(Long.MAX_VALUE, Integer.MAX_VALUE));
    assertTrue(e.getMessage().matches(".* of step \\d+ .*"), e.getMessage());
  }

  @Test
  void aRunOfOneEpochStopsAtItsEndAndChangesNothing() {
    TrainingPlan plan = plan("prodigy", 3, 10, 0);
    TrainingLoop whole = new TrainingLoop(BLOCK, 0, NO_TRACKERS, logistic(), plan, start(plan));
    whole.run(Long.MAX_VALUE, Integer.MAX_VALUE);
    TrainingLoop epochs = new TrainingLoop(BLOCK, 0, NO_TRACKERS, logistic(), plan, start(plan));
    for (int epoch = 1; epoch <= 3; epoch++) {
      epochs.run(Long.MAX_VALUE, 1);
      assertEquals(10L * epoch, epochs.progress().state().step());
      assertEquals(epoch, epochs.reports().size());
    }
    assertArrayEquals(whole.progress().state().x(), epochs.progress().state().x());
  }
}
