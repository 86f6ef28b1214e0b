package org.stepless.training;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.stepless.data.RowBlock;
import org.stepless.data.RowBlockBuilder;
import org.stepless.losses.Logistic;
import org.stepless.losses.Objective;
import org.stepless.methods.Methods;
import org.stepless.schedules.Schedules;

class BatchGradientTest {
  private static final int COLUMNS = 100;

  /** Rows of this many hundred doubles, none of which a float could hold. */
  private static RowBlock block(int rows) {
    RowBlockBuilder builder = new RowBlockBuilder(COLUMNS, rows);
    double[] row = new double[COLUMNS];
    Arrays.fill(row, 0.1);
    for (int r = 0; r < rows; r++) {
      builder.addDense(row, r % 2, 1);
    }
    return builder.build();
  }

  /**
   * Rows of 800 bytes: beyond 16 MiB a batch of 256 takes them from 32 places of 8 KiB at most, a
   * smaller one from 32 places too, and rows that fit in a cache stand alone.
   */
  @ParameterizedTest
  @CsvSource({"25600, 256, 8", "25600, 128, 4", "25600, 32, 1", "10240, 256, 1"})
  void largeRowsAreReadInRuns(int rows, int batch, int run) {
    TrainingPlan plan =
        new TrainingPlan(
            Methods.method("prodigy"), Schedules.parse("linear"), 1, rows / batch, 4, 0);
    Objective objective = new Objective(new Logistic(), COLUMNS, true, null);
    BatchGradient batches = new BatchGradient(block(rows), 0, objective, plan);
    int at = batches.batchStart(3);
    int[] ahead = batches.rowsAhead();
    int together = 0;
    for (int i = at + 1; i < at + batch; i++) {
      together += ahead[i] == (ahead[i - 1] + 1) % rows ? 1 : 0;
    }
    // Runs that meet by chance are rare.
    assertEquals(batch - batch / run, together, 2);
  }
}
