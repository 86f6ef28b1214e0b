package org.stepless.spark.mllib;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.spark.mllib.linalg.Vector;
import org.apache.spark.mllib.linalg.Vectors;
import org.apache.spark.mllib.optimization.HingeGradient;
import org.apache.spark.mllib.optimization.LogisticGradient;
import org.apache.spark.rdd.RDD;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.stepless.spark.fit.TrainingListener;
import org.stepless.training.EpochReport;
import scala.Tuple2;

class OptimizerCheckpointTest {
  private static final RDD<Tuple2<Object, Vector>> DATA =
      MllibRows.rdd(MllibRows.classes(300, 5, 2, 1, 3), 3).cache();
  private static final Vector ZERO = Vectors.zeros(6);

  @TempDir Path folder;

  private static SteplessOptimizer optimizer() {
    return new SteplessOptimizer(new LogisticGradient())
        .setMiniBatchFraction(0.25)
        .setNumIterations(22);
  }

  private SteplessOptimizer saved() {
    return optimizer().setCheckpointDir(folder.toString()).setCheckpointInterval(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"synchronous", "local"})
  void aStoppedRunGoesOnToTheSameBits(String mode) {
    Tuple2<Vector, double[]> expected =
        optimizer().setMode(mode).optimizeWithLossReturned(DATA, ZERO);
    List<Integer> passes = new ArrayList<>();
    TrainingListener listener =
        new TrainingListener() {
          @Override
          public void onEpoch(EpochReport report) {
            passes.add(report.epoch());
            if (passes.size() == 4) {
              throw new IllegalStateException("stopped");
            }
          }
        };
    SteplessOptimizer optimizer = saved().setMode(mode).setListener(listener);
    assertThrows(IllegalStateException.class, () -> optimizer.optimize(DATA, ZERO));
    for (int time = 0; time < 2; time++) { // goes on, then finds that all is done
      Tuple2<Vector, double[]> resumed = optimizer.optimizeWithLossReturned(DATA, ZERO);
      assertEquals(expected._1(), resumed._1());
      assertArrayEquals(expected._2(), resumed._2());
    }
    assertEquals(List.of(1, 2, 3, 4, 3, 4, 5), passes);
  }

  @Test
  void anotherRunIsRefusedByWhatDiffers() {
    saved().optimize(DATA, ZERO);
    assertRefused("gradient was ", o -> o.setGradient(new HingeGradient()));
    assertRefused("regParam was 0.0, is 0.5", o -> o.setRegParam(0.5));
    assertRefused("featureScaling was false, is true", o -> o.setFeatureScaling(true));
    assertRefused("aggregationDepth was 2, is 1", o -> o.setAggregationDepth(1));
    assertRefused("optimizer was prodigy, is dog", o -> o.setRule("dog"));
    assertRefused("schedule was linear, is constant", o -> o.setSchedule("constant"));
    assertRefused("steps was 22, is 23", o -> o.setNumIterations(23));
    assertRefused("steps per epoch was 4, is 5", o -> o.setMiniBatchFraction(0.2));
    assertRefused("seed was 42, is 1", o -> o.setSeed(1));
    assertRefused("tol was 0.0, is 0.1", o -> o.setConvergenceTol(0.1));
    assertRefused("mode was synchronous, is single", o -> o.setMode("single"));
  }

  private void assertRefused(String part, Consumer<SteplessOptimizer> change) {
    SteplessOptimizer other = saved();
    change.accept(other);
    Exception e =
        assertThrows(IllegalArgumentException.class, () -> other.optimize(DATA, ZERO), part);
    assertTrue(e.getMessage().contains(part), e::getMessage);
  }

  @Test
  void aFolderThatCannotBeWrittenFailsBeforeTheRowsAreRead() throws Exception {
    Path below = Files.createFile(folder.resolve("file")).resolve("checkpoints");
    RDD<Tuple2<Object, Vector>> unreadable =
        MllibRows.rdd(List.of(MllibRows.row(Double.NaN, ZERO)), 1);
    SteplessOptimizer optimizer = saved().setCheckpointDir(below.toString());
    Exception e =
        assertThrows(IllegalArgumentException.class, () -> optimizer.optimize(unreadable, ZERO));
    assertTrue(e.getMessage().contains("checkpoint folder '" + below + "'"), e::getMessage);
  }

  @Test
  void valuesOutOfRangeAreRefused() {
    assertThrows(IllegalArgumentException.class, () -> optimizer().setCheckpointDir(""));
    assertThrows(IllegalArgumentException.class, () -> optimizer().setCheckpointInterval(0));
    assertThrows(IllegalArgumentException.class, () -> optimizer().setAggregationDepth(0));
  }
}
