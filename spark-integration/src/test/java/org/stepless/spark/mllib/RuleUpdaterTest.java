package org.stepless.spark.mllib;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.List;
import org.apache.spark.mllib.linalg.Vector;
import org.apache.spark.mllib.linalg.Vectors;
import org.apache.spark.mllib.optimization.GradientDescent;
import org.apache.spark.mllib.optimization.LBFGS;
import org.apache.spark.mllib.optimization.LogisticGradient;
import org.apache.spark.mllib.optimization.SimpleUpdater;
import org.apache.spark.mllib.optimization.SquaredL2Updater;
import org.apache.spark.mllib.optimization.Updater;
import org.apache.spark.rdd.RDD;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.stepless.methods.Methods;
import scala.Tuple2;

class RuleUpdaterTest {
  private static final List<Tuple2<Object, Vector>> ROWS = MllibRows.classes(600, 5, 2, 1, 11);
  private static final RDD<Tuple2<Object, Vector>> DATA = MllibRows.rdd(ROWS, 2).cache();
  private static final Vector ZERO = Vectors.zeros(6);

  private static Tuple2<Vector, double[]> descend(
      Updater updater, double stepSize, int iterations, double regParam, double fraction) {
    return GradientDescent.runMiniBatchSGD(
        DATA, new LogisticGradient(), updater, stepSize, iterations, regParam, fraction, ZERO, 0);
  }

  /** Spark's updaters take stepSize / sqrt(t), which is the schedule invsqrt. */
  @ParameterizedTest
  @CsvSource({"0,1,1", "0,1,0.3", "0,2.5,0.3", "0.1,1,1", "0.1,0.5,0.3"})
  void sgdEqualsSparksUpdaters(double regParam, double stepSize, double fraction) {
    Updater spark = regParam == 0 ? new SimpleUpdater() : new SquaredL2Updater();
    Tuple2<Vector, double[]> expected = descend(spark, stepSize, 40, regParam, fraction);
    Updater ours = new RuleUpdater("sgd(lr=1)", "invsqrt", 40);
    Tuple2<Vector, double[]> actual = descend(ours, stepSize, 40, regParam, fraction);
    assertArrayEquals(expected._1().toArray(), actual._1().toArray(), 1e-12);
    assertArrayEquals(expected._2(), actual._2(), 1e-12);
    assertEquals(41, actual._2().length);
  }

  @Test
  void prodigyConvergesInsideGradientDescent() {
    double regParam = 0.01;
    LogisticGradient gradient = new LogisticGradient();
    Vector best =
        new LBFGS(gradient, new SquaredL2Updater())
            .setRegParam(regParam)
            .setConvergenceTol(1e-10)
            .optimize(DATA, ZERO);
    Vector found = descend(new RuleUpdater("prodigy", "linear", 80), 1, 80, regParam, 1)._1();
    double optimum = MllibRows.objective(ROWS, gradient, best, regParam);
    double reached = MllibRows.objective(ROWS, gradient, found, regParam);
    assertEquals(optimum, reached, 1e-3 * optimum);
  }

  /** With stepSize 0 Spark asks for the penalty of the first weights, at iteration 1. */
  @Test
  void aProbeChangesNothing() {
    RuleUpdater probed = new RuleUpdater("prodigy", "linear", 10);
    RuleUpdater plain = new RuleUpdater("prodigy", "linear", 10);
    Vector a = Vectors.dense(1, 2), b = a;
    for (int iter = 1; iter <= 10; iter++) {
      Vector old = a;
      Tuple2<Vector, Object> probe = probed.compute(old, Vectors.zeros(2), 0, 1, 0.5);
      assertSame(old, probe._1());
      assertEquals(0.25 * Math.pow(Vectors.norm(old, 2), 2), (Double) probe._2(), 1e-15);
      Vector gradient = Vectors.dense(a.apply(0) * 3, a.apply(1) - 1);
      a = probed.compute(a, gradient, 1, iter, 0.5)._1();
      b = plain.compute(b, gradient, 1, iter, 0.5)._1();
      assertEquals(b, a);
    }
    assertNotEquals(Vectors.dense(1, 2), a);
  }

  @Test
  void oneUpdaterServesManyRuns() {
    RuleUpdater updater = new RuleUpdater("prodigy", "linear", 15);
    Vector first = descend(updater, 1, 15, 0, 1)._1();
    assertEquals(first, descend(updater, 1, 15, 0, 1)._1());
    // A run that was cut short leaves state behind; iteration 1 drops it.
    descend(updater, 1, 3, 0, 1);
    assertEquals(first, descend(updater, 1, 15, 0, 1)._1());
  }

  @Test
  void weightsChangedByTheCallerAreTaken() {
    RuleUpdater updater = new RuleUpdater("sgd(lr=1)");
    updater.compute(Vectors.dense(4), Vectors.dense(1), 1, 1, 0);
    Vector projected = updater.compute(Vectors.dense(2), Vectors.dense(0.5), 1, 2, 0)._1();
    assertEquals(Vectors.dense(1.5), projected);
  }

  @Test
  void stateStaysOnTheDriver() throws Exception {
    RuleUpdater updater = new RuleUpdater("adam(lr=0.1)");
    updater.compute(Vectors.dense(1), Vectors.dense(1), 1, 1, 0);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(updater);
    }
    ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()));
    RuleUpdater copy = (RuleUpdater) in.readObject();
    assertThrows(IllegalStateException.class, copy::modelWeights);
    RuleUpdater fresh = new RuleUpdater("adam(lr=0.1)");
    assertEquals(
        fresh.compute(Vectors.dense(3), Vectors.dense(2), 1, 1, 0),
        copy.compute(Vectors.dense(3), Vectors.dense(2), 1, 1, 0));
  }

  /** Schedule-Free's model is an average, not the point where Spark takes gradients. */
  @Test
  void modelWeightsAreTheMethodsOwn() {
    RuleUpdater updater = new RuleUpdater("schedulefreesgd(lr=1)", "constant", 60);
    Vector last = descend(updater, 1, 60, 0.01, 1)._1();
    LogisticGradient gradient = new LogisticGradient();
    assertNotEquals(last, updater.modelWeights());
    double start = MllibRows.objective(ROWS, gradient, ZERO, 0.01);
    assertTrue(MllibRows.objective(ROWS, gradient, updater.modelWeights(), 0.01) < 0.9 * start);
    RuleUpdater plain = new RuleUpdater("sgd(lr=1)");
    assertEquals(descend(plain, 1, 5, 0, 1)._1(), plain.modelWeights());
  }

  @Test
  void everyRuleRunsOrSaysWhyNot() {
    for (String name : Methods.CATALOG.names()) {
      if (Methods.CATALOG.create(name).needsLoss()) {
        IllegalArgumentException e =
            assertThrows(IllegalArgumentException.class, () -> new RuleUpdater(name));
        assertTrue(
            e.getMessage().startsWith("optimizer " + name)
                && e.getMessage().endsWith("use SteplessOptimizer"),
            e.getMessage());
      } else {
        RuleUpdater updater = new RuleUpdater(name);
        Vector x = Vectors.dense(1, -2);
        for (int iter = 1; iter <= 5; iter++) {
          x = updater.compute(x, Vectors.dense(x.apply(0), 3 * x.apply(1)), 1, iter, 0.1)._1();
        }
        assertTrue(Double.isFinite(Vectors.norm(x, 2)), name);
        assertNotEquals(Vectors.dense(1, -2), x, name);
      }
    }
    assertThrows(IllegalArgumentException.class, () -> new RuleUpdater("mechanic(momo)"));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 11})
  void anIterationOutsideTheScheduleIsRefused(int iter) {
    RuleUpdater updater = new RuleUpdater("prodigy", "linear", 10);
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class,
            () -> updater.compute(Vectors.dense(1), Vectors.dense(1), 1, iter, 0));
    assertEquals(
        "iteration %d is outside the 10 iterations of this RuleUpdater; give it GradientDescent's numIterations"
            .formatted(iter),
        e.getMessage());
  }

  @Test
  void mixedRunsAndBadNumbersAreNamed() {
    RuleUpdater updater = new RuleUpdater("prodigy");
    updater.compute(Vectors.dense(1, 2), Vectors.dense(1, 1), 1, 1, 0);
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class,
            () -> updater.compute(Vectors.dense(1), Vectors.dense(1), 1, 2, 0));
    assertEquals(
        "iteration after 1: weights has size 1 where the run has 2 coordinates; runs must not be mixed",
        e.getMessage());
    ArithmeticException nan =
        assertThrows(
            ArithmeticException.class,
            () -> updater.compute(ZERO, Vectors.dense(0, Double.NaN, 0, 0, 0, 0), 1, 1, 0));
    assertTrue(nan.getMessage().startsWith("gradient of step 0 is NaN at coordinate 1"));
    assertThrows(
        IllegalArgumentException.class, () -> updater.compute(ZERO, ZERO, 1, 1, Double.NaN));
    assertThrows(IllegalArgumentException.class, () -> updater.compute(ZERO, ZERO, -1, 1, 0));
    assertThrows(IllegalArgumentException.class, () -> new RuleUpdater("prodigy", "linear", 0));
  }
}
