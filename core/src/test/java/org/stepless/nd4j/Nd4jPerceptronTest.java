package org.stepless.nd4j;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.stepless.data.RandomRows;
import org.stepless.data.RandomRows.Values;
import org.stepless.data.RowBlock;
import org.stepless.models.Activation;
import org.stepless.models.FiniteDifferences;
import org.stepless.models.Perceptron;

class Nd4jPerceptronTest {
  private static final int[][] LAYERS = {{4, 3}, {5, 4, 2}, {3, 6, 5, 4}};

  @Property(tries = 20)
  void lossAndGradientEqualThePlainPath(@ForAll long seed) {
    Random random = new Random(seed);
    int[] layers = LAYERS[random.nextInt(LAYERS.length)];
    Activation activation = Activation.values()[random.nextInt(3)];
    RandomRows data = rows(seed, layers, random.nextBoolean() ? 0.3 : 0.9);
    Nd4jPerceptron objective = new Nd4jPerceptron(layers, activation, 0, Graphs.ONE_THREAD);
    double[] x = random.doubles(objective.dimension(), -1, 1).toArray();
    int[] order = data.subset(seed);
    double[] expected = new double[x.length], gradient = new double[x.length];
    RowBlock block = data.block();
    Perceptron plain = new Perceptron(layers, activation, 0);
    double sum =
        plain.addLossAndGradient(block, order, 0, order.length, x, expected, plain.workspace());
    assertEquals(
        sum,
        objective.addLossAndGradient(
            block, order, 0, order.length, x, gradient, objective.workspace()),
        1e-11 * (1 + sum));
    assertEquals(
        sum,
        objective.lossSum(block, order, 0, order.length, x, objective.workspace()),
        1e-11 * (1 + sum));
    for (int i = 0; i < x.length; i++) {
      assertEquals(expected[i], gradient[i], 1e-10 * (1 + Math.abs(expected[i])));
    }
  }

  @Test
  void tilesOfRowsAddUp() {
    int[] layers = {3, 2, 2};
    RowBlock block = new RandomRows(2, 5000, 3, 0.9, Values.DOUBLES, true, 2).block();
    Nd4jPerceptron objective = perceptron(layers);
    Perceptron plain = new Perceptron(layers, Activation.SIGMOID, 0);
    double[] x = new Random(5).doubles(plain.dimension(), -1, 1).toArray();
    double[] expected = new double[x.length], gradient = new double[x.length];
    double sum = plain.addLossAndGradient(block, null, 0, 5000, x, expected, plain.workspace());
    assertEquals(
        sum,
        objective.addLossAndGradient(block, null, 0, 5000, x, gradient, objective.workspace()),
        1e-11 * sum);
    assertArrayEquals(expected, gradient, 1e-11 * sum);
  }

  @Property(tries = 4)
  void gradientEqualsFiniteDifferences(@ForAll long seed) {
    Random random = new Random(seed);
    int[] layers = LAYERS[random.nextInt(LAYERS.length)];
    Activation activation = random.nextBoolean() ? Activation.SIGMOID : Activation.TANH;
    Nd4jPerceptron objective = new Nd4jPerceptron(layers, activation, 0.3, Graphs.ONE_THREAD);
    RowBlock block = rows(seed, layers, 0.8).block();
    FiniteDifferences.check(objective, block, random, random.doubles(objective.dimension()));
  }

  @Test
  void onlyWeightsArePenalised() {
    Nd4jPerceptron objective =
        new Nd4jPerceptron(new int[] {1, 2, 2}, Activation.RELU, 2, Graphs.ONE_THREAD);
    double[] x = {1, 2, 30, 40, 3, 4, 5, 6, 70, 80}, gradient = new double[10];
    double squares = 1 + 4 + 9 + 16 + 25 + 36;
    assertEquals(squares, objective.penalty(x));
    assertEquals(squares, objective.addPenaltyGradient(x, gradient));
    for (int i = 0; i < x.length; i++) {
      assertEquals(x[i] >= 30 ? 0 : 2 * x[i], gradient[i]);
    }
  }

  /** So that both take batches of the same size where none is set. */
  @Test
  void batchesAreThoseOfThePlainPath() {
    int[] layers = {1000, 20, 3};
    Perceptron plain = new Perceptron(layers, Activation.SIGMOID, 0);
    assertEquals(plain.rowsPerStep(5), perceptron(layers).rowsPerStep(5));
  }

  @Test
  void refusesWhatItCannotDo() {
    message("layers must be at least 1", () -> perceptron(3, 0, 2));
    message("more than an array can hold", () -> perceptron(1 << 20, 1 << 20));
    RowBlock block = rows(1, new int[] {4, 2}, 1).block();
    Nd4jPerceptron three = perceptron(3, 2);
    message(
        "features of a row must be 3, was 4",
        () -> three.lossSum(block, null, 0, 1, new double[8], three.workspace()));
  }

  private static Nd4jPerceptron perceptron(int... layers) {
    return new Nd4jPerceptron(layers, Activation.SIGMOID, 0, Graphs.ONE_THREAD);
  }

  private static RandomRows rows(long seed, int[] layers, double density) {
    int classes = layers[layers.length - 1];
    return new RandomRows(seed, 30, layers[0], density, Values.DOUBLES, true, classes);
  }

  private static void message(String part, Runnable action) {
    IllegalArgumentException e = assertThrows(IllegalArgumentException.class, action::run);
    assertTrue(e.getMessage().contains(part), e::getMessage);
  }
}
