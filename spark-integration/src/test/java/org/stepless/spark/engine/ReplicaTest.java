package org.stepless.spark.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.stepless.optimizer.Layout;
import org.stepless.optimizer.OptimizerState;
import org.stepless.training.Progress;
import org.stepless.training.StepHistory;

class ReplicaTest {
  private static final Layout LAYOUT =
      new Layout(
          List.of("m"),
          List.of(
              new Layout.Scalar("sum", Layout.Merge.AVERAGE),
              new Layout.Scalar("d", Layout.Merge.MAXIMUM)));

  private static Replica replica(long rows, double value, double seconds) {
    double trackers = 10 * value;
    OptimizerState state =
        new OptimizerState(
            new double[] {value, -value},
            new double[][] {{10 * value, 0}},
            new double[] {100 * value, 1000 * value},
            7);
    StepHistory history = StepHistory.of(new double[] {value, 1}, new double[] {2 * value, 3});
    Progress progress = new Progress(state);
    progress.count(value, 5 * rows, seconds);
    return new Replica(
        rows, progress, List.of(), history, Double.NaN, trackers, 2 * value, 2 * seconds);
  }

  private static void assertIsTheMerge(Replica merged) {
    // FrameReader 1, 2 and 5 of 8 with the values 8, 4 and 1.6: the mean is (8 + 8 + 8) / 8 = 3.
    assertEquals(8, merged.rows());
    assertArrayEquals(new double[] {3, -3}, merged.progress().state().x(), 1e-14);
    assertArrayEquals(new double[] {30, 0}, merged.progress().state().vectors()[0], 1e-13);
    assertArrayEquals(new double[] {300, 8000}, merged.progress().state().scalars(), 1e-12);
    assertEquals(7, merged.progress().state().step());
    assertEquals(13.6, merged.progress().lossSum(), 1e-14);
    assertEquals(40, merged.progress().lossRows());
    assertEquals(0.75, merged.progress().secondsInEpoch(), 0.0);
    assertEquals(1.5, merged.seconds(), 0.0);
    assertEquals(136, merged.trackerSum(), 1e-13);
    assertEquals(3, merged.gradientNorm(), 1e-14); // the last of the mean norms
    assertArrayEquals(new double[] {3, 1}, merged.history().norms1(), 1e-14);
    assertArrayEquals(new double[] {6, 3}, merged.history().norms2(), 1e-14);
  }

  @Test
  void rowsWeighAndLossesAdd() {
    Replica a = replica(1, 8, 0.5), b = replica(2, 4, 0.75), c = replica(5, 1.6, 0.25);
    assertIsTheMerge(Replica.merge(LAYOUT, List.of(a, b, c)));
    assertSame(a, Replica.merge(LAYOUT, List.of(a)));
  }

  /** In a tree a merged group weighs as much as all its rows. */
  @Test
  void groupsMergeToTheSame() {
    Replica a = replica(1, 8, 0.5), b = replica(2, 4, 0.75), c = replica(5, 1.6, 0.25);
    Replica pair = Replica.merge(LAYOUT, List.of(a, b));
    assertIsTheMerge(Replica.merge(LAYOUT, List.of(pair, c)));
  }
}
