package org.stepless.spark.mllib;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.mllib.classification.LogisticRegressionModel;
import org.apache.spark.mllib.classification.LogisticRegressionWithLBFGS;
import org.apache.spark.mllib.linalg.Vector;
import org.apache.spark.mllib.linalg.Vectors;
import org.apache.spark.mllib.optimization.Gradient;
import org.apache.spark.mllib.optimization.GradientDescent;
import org.apache.spark.mllib.optimization.HingeGradient;
import org.apache.spark.mllib.optimization.LBFGS;
import org.apache.spark.mllib.optimization.LeastSquaresGradient;
import org.apache.spark.mllib.optimization.LogisticGradient;
import org.apache.spark.mllib.optimization.SimpleUpdater;
import org.apache.spark.mllib.optimization.SquaredL2Updater;
import org.apache.spark.mllib.regression.LabeledPoint;
import org.apache.spark.rdd.RDD;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.stepless.spark.fit.TrainingListener;
import org.stepless.spark.fit.TrainingSummary;
import org.stepless.training.EpochReport;
import scala.Tuple2;

class SteplessOptimizerTest {
  private static final List<Tuple2<Object, Vector>> ROWS = MllibRows.classes(900, 5, 2, 1, 3);
  private static final RDD<Tuple2<Object, Vector>> DATA = MllibRows.rdd(ROWS, 3).cache();
  private static final Vector ZERO = Vectors.zeros(6);

  /** An anonymous subclass is no class that can be mapped: it runs row by row. */
  private static Gradient own(Gradient gradient) {
    return new Gradient() {
      @Override
      public double compute(Vector data, double label, Vector weights, Vector cumGradient) {
        return gradient.compute(data, label, weights, cumGradient);
      }
    };
  }

  private static Gradient gradient(String name) {
    return switch (name) {
      case "binary" -> new LogisticGradient();
      case "multinomial" -> new LogisticGradient(4);
      case "squares" -> new LeastSquaresGradient();
      default -> new HingeGradient();
    };
  }

  /** Full batches have no order: our SGD is Spark's, losses included. */
  @ParameterizedTest
  @CsvSource({
    "binary,0",
    "binary,0.1",
    "squares,0",
    "squares,0.1",
    "hinge,0",
    "hinge,0.1",
    "multinomial,0.1"
  })
  void sgdEqualsSparksGradientDescent(String name, double regParam) {
    int classes = name.equals("multinomial") ? 4 : 2;
    RDD<Tuple2<Object, Vector>> data =
        MllibRows.rdd(MllibRows.classes(500, 4, classes, 1, 8), 3).cache();
    Vector start =
        Vectors.dense(new java.util.Random(1).doubles(5 * (classes - 1), -1, 1).toArray());
    Tuple2<Vector, double[]> expected =
        GradientDescent.runMiniBatchSGD(
            data,
            gradient(name),
            regParam == 0 ? new SimpleUpdater() : new SquaredL2Updater(),
            0.5,
            20,
            regParam,
            1,
            start,
            0);
    for (Gradient gradient : List.of(gradient(name), own(gradient(name)))) {
      Tuple2<Vector, double[]> actual =
          new SteplessOptimizer(gradient)
              .setRule("sgd(lr=0.5)")
              .setSchedule("invsqrt")
              .setNumIterations(20)
              .setRegParam(regParam)
              .optimizeWithLossReturned(data, start);
      assertArrayEquals(expected._1().toArray(), actual._1().toArray(), 1e-12);
      assertArrayEquals(expected._2(), actual._2(), 1e-12);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "binary,synchronous", "binary,single", "multinomial,synchronous", "multinomial,single",
    "squares,synchronous", "squares,local", "hinge,synchronous", "hinge,single"
  })
  void rowByRowEqualsTheKernels(String name, String mode) {
    int classes = name.equals("multinomial") ? 4 : 2;
    RDD<Tuple2<Object, Vector>> data =
        MllibRows.rdd(MllibRows.classes(500, 4, classes, 1, 8), 3).cache();
    Vector start = Vectors.zeros(5 * (classes - 1));
    List<double[]> weights = new ArrayList<>();
    for (Gradient gradient : List.of(gradient(name), own(gradient(name)))) {
      Vector found =
          new SteplessOptimizer(gradient)
              .setMode(mode)
              .setNumIterations(25)
              .setMiniBatchFraction(0.2)
              .setRegParam(0.01)
              .optimize(data, start);
      weights.add(found.toArray());
    }
    assertArrayEquals(weights.get(0), weights.get(1), 1e-10);
    assertTrue(Vectors.norm(Vectors.dense(weights.get(0)), 2) > 1e-3);
  }

  @ParameterizedTest
  @CsvSource({
    "synchronous,1,80,0.01",
    "single,1,300,0",
    "single,0.05,2000,0.01",
    "auto,0.05,2000,0",
    "local,0.05,2000,0.01"
  })
  void reachesTheObjectiveOfLbfgs(String mode, double fraction, int iterations, double regParam) {
    LogisticGradient gradient = new LogisticGradient();
    Vector best =
        new LBFGS(gradient, new SquaredL2Updater())
            .setRegParam(regParam)
            .setConvergenceTol(1e-12)
            .optimize(DATA, ZERO);
    SteplessOptimizer optimizer =
        new SteplessOptimizer(gradient)
            .setMode(mode)
            .setMiniBatchFraction(fraction)
            .setNumIterations(iterations)
            .setRegParam(regParam);
    Tuple2<Vector, double[]> found = optimizer.optimizeWithLossReturned(DATA, ZERO);
    double optimum = MllibRows.objective(ROWS, gradient, best, regParam);
    double reached = MllibRows.objective(ROWS, gradient, found._1(), regParam);
    assertEquals(optimum, reached, 1e-3 * optimum);
    assertEquals(reached, found._2()[found._2().length - 1], 1e-12);
    assertEquals(reached, optimizer.summary().objective(), 1e-12);
    assertEquals(iterations, optimizer.summary().steps());
  }

  /** MLlib appends the column of ones itself and has it last in the weights of every class. */
  @Test
  void multinomialWeightsPredictAsMllibsModel() {
    int columns = 4, classes = 4;
    List<Tuple2<Object, Vector>> rows = MllibRows.classes(1500, columns, classes, 1, 21);
    JavaRDD<LabeledPoint> points =
        MllibRows.context().parallelize(rows, 2).map(SteplessOptimizerTest::withoutOnes).cache();
    LogisticRegressionWithLBFGS lbfgs = new LogisticRegressionWithLBFGS().setNumClasses(classes);
    lbfgs.setIntercept(true);
    lbfgs.optimizer().setConvergenceTol(1e-8);
    LogisticRegressionModel expected = lbfgs.run(points.rdd());
    Vector weights =
        new SteplessOptimizer(new LogisticGradient(classes))
            .setMode("single")
            .setMiniBatchFraction(0.1)
            .setNumIterations(2000)
            .optimize(MllibRows.rdd(rows, 2), Vectors.zeros((columns + 1) * (classes - 1)));
    LogisticRegressionModel actual = new LogisticRegressionModel(weights, 0, columns, classes);
    int equal = 0;
    for (Tuple2<Object, Vector> row : rows) {
      Vector features = withoutOnes(row).features();
      equal += actual.predict(features) == expected.predict(features) ? 1 : 0;
    }
    assertTrue(equal >= 0.99 * rows.size(), equal + " predictions of 1500 agree");
    double here = MllibRows.objective(rows, new LogisticGradient(classes), weights, 0);
    double there = MllibRows.objective(rows, new LogisticGradient(classes), expected.weights(), 0);
  }

  private static LabeledPoint withoutOnes(Tuple2<Object, Vector> row) {
    double[] features = row._2().toArray();
    return new LabeledPoint(
        (Double) row._1(), Vectors.dense(Arrays.copyOf(features, features.length - 1)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"synchronous", "single", "local"})
  void equalSeedsGiveEqualBits(String mode) {
    SteplessOptimizer optimizer =
        new SteplessOptimizer(new LogisticGradient())
            .setMode(mode)
            .setMiniBatchFraction(0.1)
            .setNumIterations(40);
    Vector first = optimizer.optimize(DATA, ZERO);
    assertEquals(first, optimizer.optimize(DATA, ZERO));
    assertEquals(first, optimizer.optimize(MllibRows.rdd(ROWS, 3), ZERO));
    assertNotEquals(first, optimizer.setSeed(43).optimize(DATA, ZERO));
  }

  @ParameterizedTest
  @ValueSource(strings = {"synchronous", "single", "local"})
  void iterationsNeedNotFillAPass(String mode) {
    List<EpochReport> passes = new ArrayList<>();
    List<TrainingSummary> ends = new ArrayList<>();
    SteplessOptimizer optimizer =
        new SteplessOptimizer(new LogisticGradient())
            .setMode(mode)
            .setMiniBatchFraction(0.1)
            .setNumIterations(25)
            .setListener(
                new TrainingListener() {
                  @Override
                  public void onEpoch(EpochReport report) {
                    passes.add(report);
                  }

                  @Override
                  public void onEnd(TrainingSummary summary) {
                    ends.add(summary);
                  }
                });
    double[] losses = optimizer.optimizeWithLossReturned(DATA, ZERO)._2();
    assertEquals(25, optimizer.summary().steps());
    assertEquals("all 25 iterations done", optimizer.summary().stopReason());
    assertEquals(2, passes.size());
    assertEquals(3, losses.length);
    assertEquals(List.of(optimizer.summary()), ends);
  }

  @Test
  void aFractionOfLessThanARowTakesOneRowOfTheLargestPartition() {
    SteplessOptimizer optimizer =
        new SteplessOptimizer(new LogisticGradient()).setMiniBatchFraction(1e-9);
    optimizer.setNumIterations(7).optimize(MllibRows.rdd(ROWS.subList(0, 10), 4), ZERO);
    assertTrue(
        optimizer.summary().mode().contains("3 steps per epoch"), optimizer.summary().mode());
    assertTrue(Double.isFinite(optimizer.summary().objective()));
  }

  @Test
  void convergenceEndsTrainingEarly() {
    SteplessOptimizer optimizer =
        new SteplessOptimizer(new LogisticGradient())
            .setMode("single")
            .setSchedule("constant")
            .setRegParam(0.01)
            .setNumIterations(5000)
            .setConvergenceTol(1e-6);
    optimizer.optimize(DATA, ZERO);
    TrainingSummary summary = optimizer.summary();
    assertTrue(summary.steps() < 2500, "steps: " + summary.steps());
    assertEquals("loss changed by at most 1e-6 of itself", summary.stopReason());
    double early = summary.objective();
    optimizer.setConvergenceTol(0).optimize(DATA, ZERO);
    assertEquals(optimizer.summary().objective(), early, 1e-4);
  }

  /** Columns of deviation 1 to 16, of which SGD with lr 2 makes nothing unless they are scaled. */
  @Test
  void featureScalingKeepsTheMinimum() {
    List<Tuple2<Object, Vector>> rows = MllibRows.classes(900, 5, 2, 2, 3);
    RDD<Tuple2<Object, Vector>> data = MllibRows.rdd(rows, 3).cache();
    LogisticGradient gradient = new LogisticGradient();
    double reg = 0.01;
    SteplessOptimizer optimizer =
        new SteplessOptimizer(gradient)
            .setFeatureScaling(true)
            .setMode("single")
            .setRule("sgd(lr=2)")
            .setSchedule("constant")
            .setNumIterations(2000)
            .setRegParam(reg);
    Vector weights = optimizer.optimize(data, ZERO);
    Vector best =
        new LBFGS(gradient, new SquaredL2Updater())
            .setRegParam(reg)
            .setConvergenceTol(1e-9)
            .optimize(data, ZERO);
    double optimum = MllibRows.objective(rows, gradient, best, reg);
    assertEquals(optimum, MllibRows.objective(rows, gradient, weights, reg), 1e-3 * optimum);
    Vector unscaled = optimizer.setFeatureScaling(false).optimize(data, ZERO);
    assertTrue(MllibRows.objective(rows, gradient, unscaled, reg) > 1.1 * optimum);
  }
}
