package org.stepless.spark.mllib;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.apache.spark.mllib.linalg.Vector;
import org.apache.spark.mllib.linalg.Vectors;
import org.apache.spark.mllib.optimization.Gradient;
import org.apache.spark.mllib.optimization.LeastSquaresGradient;
import org.apache.spark.mllib.optimization.LogisticGradient;
import org.apache.spark.rdd.RDD;
import org.junit.jupiter.api.Test;
import scala.Tuple2;

/** Per-example rules in {@link SteplessOptimizer}. */
class OptimizerTrackersTest {
  private static final int ROWS = 200, COLUMNS = 4;
  private static final List<Tuple2<Object, Vector>> DATA =
      MllibRows.classes(ROWS, COLUMNS, 2, 1, 3);

  private static SteplessOptimizer optimizer(Gradient gradient) {
    return new SteplessOptimizer(gradient)
        .setRule("motaps")
        .setRegParam(0.1)
        .setMiniBatchFraction(1.0 / ROWS)
        .setNumIterations(60 * ROWS);
  }

  @Test
  void trackersApproachTheLossesAtTheOptimum() {
    RDD<Tuple2<Object, Vector>> data = MllibRows.rdd(DATA, 3);
    SteplessOptimizer optimizer = optimizer(new LogisticGradient());
    Vector weights = optimizer.optimize(data, Vectors.zeros(COLUMNS + 1));
    Vector best =
        new SteplessOptimizer(new LogisticGradient())
            .setRegParam(0.1)
            .setMode("auto")
            .setNumIterations(3_000)
            .optimize(data, Vectors.zeros(COLUMNS + 1));
    double least = MllibRows.objective(DATA, new LogisticGradient(), best, 0.1);
    assertEquals(
        least, MllibRows.objective(DATA, new LogisticGradient(), weights, 0.1), 1e-2 * least);
    List<Tuple2<Tuple2<Object, Vector>, Double>> pairs =
        data.toJavaRDD().zip(optimizer.trackers(data)).collect();
    assertEquals(ROWS, pairs.size());
    assertEquals(DATA.get(7)._1(), pairs.get(7)._1()._1());
    assertTrue(optimizer.summary().mode().contains("single"), optimizer.summary()::mode);
  }

  /** Squared error under another name, which is called row by row. */
  private static final class Unknown extends Gradient {
    private static final long serialVersionUID = 1L;
    private final LeastSquaresGradient known = new LeastSquaresGradient();

    @Override
    public double compute(Vector features, double label, Vector weights, Vector sum) {
      return known.compute(features, label, weights, sum);
    }
  }

  @Test
  void anyGradientWillDo() {
    RDD<Tuple2<Object, Vector>> data = MllibRows.rdd(DATA, 2);
    Vector start = Vectors.zeros(COLUMNS + 1);
    double[] fast = optimizer(new LeastSquaresGradient()).optimize(data, start).toArray();
    double[] slow = optimizer(new Unknown()).optimize(data, start).toArray();
    assertArrayEquals(fast, slow, 1e-10);
  }

  @Test
  void errorsSayWhatToDo() {
    RDD<Tuple2<Object, Vector>> data = MllibRows.rdd(DATA, 2);
    SteplessOptimizer optimizer = optimizer(new LogisticGradient()).setNumIterations(10);
    assertThrows(IllegalStateException.class, () -> optimizer.trackers(data));
    Exception e =
        assertThrows(
            IllegalArgumentException.class,
            () -> optimizer.setMode("synchronous").optimize(data, Vectors.zeros(COLUMNS + 1)));
    assertTrue(e.getMessage().contains("set mode to auto, single or local"), e.getMessage());
    optimizer.setMode("auto").setRule("sp").optimize(data, Vectors.zeros(COLUMNS + 1));
    e = assertThrows(IllegalStateException.class, () -> optimizer.trackers(data));
    assertTrue(e.getMessage().contains("sp keeps no trackers"), e.getMessage());
  }
}
