package org.stepless.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.stepless.finish.FinishMethod;
import org.stepless.losses.BatchObjective;
import org.stepless.losses.Logistic;
import org.stepless.losses.Objective;
import org.stepless.methods.Methods;
import org.stepless.schedules.Schedules;

class RunPlanTest {
  private static final long GIGABYTE = 1L << 30;

  private static RunRequest request(String rule, RunLength length, RunMode mode) {
    return new RunRequest(
        Methods.method(rule), Schedules.parse("linear"), length, 7, 0.25, mode, 0);
  }

  private static BatchObjective logistic(int columns) {
    return new Objective(new Logistic(), columns, true, null);
  }

  /** Dense rows in 4 partitions of equal size. */
  private static DataFacts dense(long rows, int columns, boolean onDriver) {
    long values = rows * columns;
    return new DataFacts(
        rows, (int) (rows / 4), columns, values, 8 * values, onDriver, GIGABYTE, GIGABYTE);
  }

  private static RunPlan plan(String rule, RunLength length, RunMode mode, DataFacts facts) {
    return RunPlan.of(
        request(rule, length, mode), facts, logistic(facts.columns()), FinishMethod.NONE);
  }

  /**
   * 10,000 rows in 4 partitions: whoever takes steps wants 2,000 in all, in batches of 32 to 256
   * rows and at least a 120th of the rows; but a job is too much for a small step.
   */
  @ParameterizedTest
  @CsvSource({
    "SINGLE, 1, 313", "SINGLE, 10, 313", "SINGLE, 20, 157", "SINGLE, 30, 157",
    "LOCAL, 1, 79", "LOCAL, 30, 79", "LOCAL, 60, 40", "SYNCHRONOUS, 1, 157"
  })
  void shortRunsTakeMoreStepsPerEpoch(RunMode mode, int epochs, int steps) {
    RunPlan plan = plan("prodigy", new RunLength.Epochs(epochs, 0), mode, dense(10_000, 2, false));
    assertEquals(steps, plan.steps().stepsPerEpoch());
    assertEquals((long) steps * epochs, plan.steps().totalSteps());
    assertEquals(mode, plan.mode());
  }

  /**
   * 4,096 rows of one value in 10,000 columns: a step costs as much as 10,000 rows. 32 batches per
   * epoch are enough for a run of one; with more epochs 128 steps in all are.
   */
  @ParameterizedTest
  @CsvSource({"1, 32", "4, 32", "16, 8", "64, 2"})
  void dearStepsAreFew(int epochs, int steps) {
    DataFacts facts = new DataFacts(4096, 1024, 10_000, 4096, 65_536, false, GIGABYTE, GIGABYTE);
    RunPlan plan = plan("prodigy", new RunLength.Epochs(epochs, 0), RunMode.SINGLE, facts);
    assertEquals(steps, plan.steps().stepsPerEpoch());
  }

  /** A step costs 100 coordinates, a row 100 values: single rows. Of 10 values: 8 times less. */
  @Test
  void perExampleRulesTakeSingleRowsUnlessAStepIsDear() {
    RunLength length = new RunLength.Epochs(3, 0);
    DataFacts wide = new DataFacts(8000, 2000, 1600, 80_000, 960_000, false, GIGABYTE, GIGABYTE);
    assertEquals(
        8000, plan("motaps", length, RunMode.AUTO, dense(8000, 100, true)).steps().stepsPerEpoch());
    // 1,601 coordinates / 10 values / 8 is 20 rows: the power of two below is 16.
    assertEquals(500, plan("sp", length, RunMode.AUTO, wide).steps().stepsPerEpoch());
  }

  @Test
  void theRowsThatAStepTakesCanBeSet() {
    RunLength length = new RunLength.Epochs(2, 300);
    DataFacts facts = dense(1000, 3, false);
    assertEquals(4, plan("adam", length, RunMode.SINGLE, facts).steps().stepsPerEpoch());
    assertEquals(1, plan("adam", length, RunMode.LOCAL, facts).steps().stepsPerEpoch());
  }

  /** 23 iterations of a tenth of the rows: three passes begin. */
  @Test
  void iterationsAreCountedAsMllibDoes() {
    RunPlan plan =
        plan(
            "prodigy",
            new RunLength.Iterations(23, 0.1),
            RunMode.SYNCHRONOUS,
            dense(1000, 3, false));
    assertEquals(10, plan.steps().stepsPerEpoch());
    assertEquals(3, plan.steps().epochs());
    assertEquals(23, plan.steps().totalSteps());
    // No more batches than the largest partition has rows.
    RunLength tiny = new RunLength.Iterations(23, 1e-6);
    assertEquals(
        2, plan("prodigy", tiny, RunMode.SYNCHRONOUS, dense(8, 3, false)).steps().stepsPerEpoch());
  }

  @Test
  void theModeFollowsFromSizeAndPlace() {
    RunLength length = new RunLength.Epochs(30, 0);
    RunPlan driver = plan("prodigy", length, RunMode.AUTO, dense(1000, 10, true));
    assertEquals(RunMode.DRIVER, driver.mode());
    assertEquals("the rows take 0.1 MB", driver.reason());
    RunPlan long30 =
        plan("prodigy", new RunLength.Epochs(100_000, 0), RunMode.AUTO, dense(100_000, 10, true));
    assertEquals(RunMode.SINGLE, long30.mode());
    RunPlan trackers = plan("motaps", length, RunMode.AUTO, dense(1000, 10, true));
    assertEquals(RunMode.SINGLE, trackers.mode());
    RunPlan large = plan("prodigy", length, RunMode.AUTO, dense(10_000_000, 10, false));
    assertEquals(RunMode.LOCAL, large.mode());
    assertEquals("the rows take 800.0 MB, a task may use 322.1 MB", large.reason());
    assertTrue(large.describe().startsWith("mode local (the rows take"), large.describe());
  }

  /** At least 40 merges in all, and one at the end of every epoch at least. */
  @ParameterizedTest
  @CsvSource({"1, 1", "4, 7", "60, 40"})
  void replicasAreMergedOftenEnough(int epochs, int interval) {
    RunPlan plan =
        plan("prodigy", new RunLength.Epochs(epochs, 0), RunMode.LOCAL, dense(10_000, 2, false));
    assertEquals(interval, plan.syncInterval());
  }

  /** For a finish that starts at once. */
  @Test
  void noEpochsAreNoSteps() {
    for (boolean onDriver : new boolean[] {true, false}) {
      RunPlan plan =
          plan("prodigy", new RunLength.Epochs(0, 0), RunMode.AUTO, dense(10_000, 2, onDriver));
      assertEquals(0, plan.steps().totalSteps());
      assertEquals(onDriver ? RunMode.DRIVER : RunMode.SINGLE, plan.mode());
    }
  }

  @Test
  void whatDoesNotGoTogetherIsRefusedByName() {
    RunLength length = new RunLength.Epochs(30, 0);
    refused("takes its steps in tasks", "motaps", RunMode.DRIVER, dense(10, 1, true), length);
    refused("set regParam instead of reg", "sp(reg=0.1)", RunMode.AUTO, dense(10, 1, true), length);
    refused(
        "the rows take 800.0 MB of the 322.1 MB",
        "prodigy",
        RunMode.DRIVER,
        dense(10_000_000, 10, false),
        length);
  }

  private static void refused(
      String part, String rule, RunMode mode, DataFacts facts, RunLength length) {
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> plan(rule, length, mode, facts));
    assertTrue(e.getMessage().contains(part), e.getMessage());
  }

  @Test
  void valuesAreCheckedWhereTheyAreSet() {
    assertEquals(
        "epochs must be at least 0 and finite, was -1",
        assertThrows(IllegalArgumentException.class, () -> new RunLength.Epochs(-1, 0))
            .getMessage());
    for (double fraction : new double[] {0, 1.5, Double.NaN}) {
      String message =
          assertThrows(IllegalArgumentException.class, () -> new RunLength.Iterations(1, fraction))
              .getMessage();
      assertTrue(message.startsWith("miniBatchFraction must be in (0, 1]"), message);
    }
  }
}
