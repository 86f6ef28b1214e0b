package org.stepless.spark.mllib;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.List;
import java.util.Set;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.mllib.linalg.Vector;
import org.apache.spark.mllib.linalg.Vectors;
import org.apache.spark.mllib.optimization.Gradient;
import org.apache.spark.mllib.optimization.HingeGradient;
import org.apache.spark.mllib.optimization.LeastSquaresGradient;
import org.apache.spark.mllib.optimization.LogisticGradient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import scala.Tuple2;

/** What the optimiser refuses, and what it leaves behind. */
class SteplessOptimizerInputTest {
  private static final List<Tuple2<Object, Vector>> ROWS = MllibRows.classes(40, 3, 3, 1, 5);

  private static SteplessOptimizer optimizer() {
    return new SteplessOptimizer(new LogisticGradient());
  }

  private static void refuses(String message, Executable action) {
    IllegalArgumentException e = assertThrows(IllegalArgumentException.class, action);
    assertTrue(e.getMessage().startsWith(message), e.getMessage());
  }

  private static void refuses(
      String message, Gradient gradient, Vector weights, List<Tuple2<Object, Vector>> rows) {
    refuses(
        message, () -> new SteplessOptimizer(gradient).optimize(MllibRows.rdd(rows, 2), weights));
  }

  @Test
  void settersValidate() {
    refuses("gradient must not be null", () -> optimizer().setGradient(null));
    refuses("numIterations must be at least 1", () -> optimizer().setNumIterations(0));
    for (double fraction : new double[] {0, -0.1, 1.01, Double.NaN}) {
      refuses(
          "miniBatchFraction must be in (0, 1], was",
          () -> optimizer().setMiniBatchFraction(fraction));
    }
    refuses("regParam must be at least 0", () -> optimizer().setRegParam(-1));
    refuses("regParam must be at least 0", () -> optimizer().setRegParam(Double.NaN));
    refuses("convergenceTol must be at least 0", () -> optimizer().setConvergenceTol(Double.NaN));
    refuses("syncInterval must be at least 0", () -> optimizer().setSyncInterval(-1));
    refuses("optimizer 'sdg': unknown", () -> optimizer().setRule("sdg"));
    refuses("unknown schedule 'liner'", () -> optimizer().setSchedule("liner"));
    refuses("mode must be one of auto, driver, single", () -> optimizer().setMode("fast"));
    assertThrows(IllegalStateException.class, () -> optimizer().summary());
  }

  @Test
  void badRowsAreNamed() {
    Gradient gradient = new LeastSquaresGradient();
    Vector zero = Vectors.zeros(2);
    refuses("the training data have no rows", gradient, zero, List.of());
    Tuple2<Object, Vector> good = MllibRows.row(1, Vectors.dense(1, 2));
    refuses(
        "training data, partition 1, row 0, column 1: the feature is NaN",
        gradient,
        zero,
        List.of(good, MllibRows.row(1, Vectors.dense(1, Double.NaN))));
    refuses(
        "training data, partition 1, row 1 has the label infinity",
        gradient,
        zero,
        List.of(good, good, good, MllibRows.row(Double.POSITIVE_INFINITY, zero)));
    refuses(
        "training data, partition 1, row 1 has 3 features where 2 are expected",
        gradient,
        zero,
        List.of(good, good, good, MllibRows.row(1, Vectors.zeros(3))));
    refuses(
        "the training data hold vectors of 2 and of 3 features",
        gradient,
        zero,
        List.of(good, MllibRows.row(1, Vectors.zeros(3))));
    refuses(
        "training data, partition 1, row 0 has null for features",
        gradient,
        zero,
        List.of(good, MllibRows.row(1, null)));
    Tuple2<Object, Vector> third = MllibRows.row(2, Vectors.dense(1, 2));
    for (Gradient classes : List.of(new LogisticGradient(), new HingeGradient())) {
      refuses("row 0: label must be 0 or 1 for the", classes, zero, List.of(good, third));
    }
    refuses(
        "the training data hold vectors of 0 features; there is nothing to learn from",
        gradient,
        Vectors.zeros(0),
        List.of(MllibRows.row(1, Vectors.zeros(0))));
  }

  @Test
  void weightsMustFit() {
    refuses(
        "initialWeights has 3 weights where the rows have 4 features; LeastSquaresGradient",
        new LeastSquaresGradient(),
        Vectors.zeros(3),
        ROWS);
    for (int size : new int[] {0, 3, 4, 9, 12}) {
      refuses(
          "initialWeights has %d weights where the rows have 4 features; LogisticGradient"
              .formatted(size),
          new LogisticGradient(3),
          Vectors.zeros(size),
          ROWS);
    }
    refuses(
        "weight 1 of initialWeights must be finite, was NaN",
        new HingeGradient(),
        Vectors.dense(0, Double.NaN, 0, 0),
        ROWS);
  }

  @Test
  void aLossThatOverflowsNamesTheStep() {
    SteplessOptimizer optimizer =
        new SteplessOptimizer(new LeastSquaresGradient()).setRule("sgd(lr=1e30)");
    ArithmeticException e =
        assertThrows(
            ArithmeticException.class,
            () -> optimizer.optimize(MllibRows.rdd(ROWS, 2), Vectors.zeros(4)));
    assertTrue(e.getMessage().contains("of step "), e.getMessage());
  }

  @Test
  void scalingNeedsColumns() {
    Gradient own =
        new Gradient() {
          @Override
          public double compute(Vector data, double label, Vector weights, Vector sum) {
            return 0;
          }
        };
    refuses(
        "featureScaling needs one of MLlib's own gradients",
        () ->
            new SteplessOptimizer(own)
                .setFeatureScaling(true)
                .optimize(MllibRows.rdd(ROWS, 2), Vectors.zeros(7)));
  }

  @Test
  void nothingStaysPersisted() {
    JavaSparkContext context = MllibRows.context();
    Set<Integer> before = context.getPersistentRDDs().keySet();
    optimizer()
        .setGradient(new LogisticGradient(3))
        .setMode("single")
        .optimize(MllibRows.rdd(ROWS, 2), Vectors.zeros(8));
    refuses("initialWeights has", new LogisticGradient(), Vectors.zeros(3), ROWS);
    // Spark may meanwhile have let go of what other tests persisted.
    assertTrue(before.containsAll(context.getPersistentRDDs().keySet()));
  }

  /** Algorithms of MLlib are serializable and hold their optimiser. */
  @Test
  void survivesSerialization() throws Exception {
    SteplessOptimizer optimizer =
        new SteplessOptimizer(new LogisticGradient(3)).setRule("momo").setNumIterations(5);
    Vector expected = optimizer.optimize(MllibRows.rdd(ROWS, 2), Vectors.zeros(8));
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(optimizer);
    }
    ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()));
    SteplessOptimizer copy = (SteplessOptimizer) in.readObject();
    assertEquals(expected, copy.optimize(MllibRows.rdd(ROWS, 2), Vectors.zeros(8)));
  }
}
