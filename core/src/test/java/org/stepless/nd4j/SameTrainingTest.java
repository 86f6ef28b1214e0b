package org.stepless.nd4j;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.stepless.data.RandomRows;
import org.stepless.data.RandomRows.Values;
import org.stepless.data.RowBlock;
import org.stepless.losses.BatchObjective;
import org.stepless.methods.Methods;
import org.stepless.models.Activation;
import org.stepless.models.Perceptron;
import org.stepless.optimizer.OptimizerState;
import org.stepless.optimizer.Stepper;

/** Training with ND4J in double against the same training in plain Java: seed, batches, rule. */
class SameTrainingTest {
  private static final int IN = 6, HIDDEN = 5, CLASSES = 3, ROWS = 120, BATCH = 24, STEPS = 50;
  private static final int[] LAYERS = {IN, HIDDEN, CLASSES};
  private static final RowBlock BLOCK =
      new RandomRows(11, ROWS, IN, 0.8, Values.DOUBLES, false, CLASSES).block();

  /** Adds the gradient of rows to the second array; returns their loss sum. */
  private interface Gradient {
    double add(int[] rows, double[] x, double[] gradient);
  }

  private static double[] train(String rule, double[] start, Gradient objective) {
    Random random = new Random(4);
    Stepper stepper =
        new Stepper(Methods.parse(rule), OptimizerState.start(Methods.parse(rule), start));
    for (int step = 0; step < STEPS; step++) {
      int[] rows = random.ints(BATCH, 0, ROWS).toArray();
      double[] gradient = stepper.gradient();
      Arrays.fill(gradient, 0);
      double loss = objective.add(rows, stepper.state().x(), gradient) / BATCH;
      for (int i = 0; i < gradient.length; i++) {
        gradient[i] /= BATCH;
      }
      stepper.step(1 - (double) step / STEPS, loss);
    }
    return stepper.state().x();
  }

  private static Gradient on(BatchObjective objective) {
    return (rows, x, gradient) ->
        objective.addLossAndGradient(
            BLOCK, rows, 0, rows.length, x, gradient, objective.workspace());
  }

  static void check(Hardware hardware) {
    SameDiffGraph graph =
        SameDiffGraph.of(Graphs.perceptron(IN, HIDDEN, CLASSES, DataType.DOUBLE, 2));
    double[] start = graph.start();
    Perceptron plain = new Perceptron(LAYERS, Activation.SIGMOID, 0);
    for (String rule : List.of("prodigy", "momoadam", "sgd(lr=0.5, momentum=0.9)")) {
      double[] expected = train(rule, toSpark(start), on(plain));
      Nd4jPerceptron perceptron = new Nd4jPerceptron(LAYERS, Activation.SIGMOID, 0, hardware);
      assertArrayEquals(expected, train(rule, toSpark(start), on(perceptron)), 1e-8, rule);
      SameDiffObjective sameDiff =
          new SameDiffObjective(
              graph, Graphs.rows(IN, CLASSES), "loss", Reduction.MEAN, 0, hardware);
      assertArrayEquals(expected, toSpark(train(rule, start, on(sameDiff))), 1e-8, rule);
      double moved = 0;
      for (int i = 0; i < expected.length; i++) {
        moved = Math.max(moved, Math.abs(expected[i] - toSpark(start)[i]));
      }
      assertTrue(moved > 0.01, rule + " moved by " + moved);
    }
  }

  @Test
  void fiftyStepsOnAnyBackendEqualThePlainPath() {
    check(Graphs.ONE_THREAD);
  }

  /** {@code mvn -Pcuda test} on a machine with a card that ND4J's binary supports. */
  @Test
  @Tag("gpu")
  void fiftyStepsOnTheGpuEqualThePlainPath() {
    Gpu.assumePresent();
    check(Gpu.HARDWARE);
  }

  @Test
  @Tag("gpu")
  void theGpuIsNamed() {
    Gpu.assumePresent();
    String text = Backend.open(Gpu.HARDWARE).describe(Gpu.HARDWARE);
    assertTrue(text.contains(" on GPU 0 ("), text);
  }

  private static double[] toSpark(double[] x) {
    return Graphs.toSpark(x, IN, HIDDEN, CLASSES);
  }
}
