package org.stepless.models;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.stepless.data.RandomRows;
import org.stepless.data.RandomRows.Values;
import org.stepless.data.RowBlock;
import org.stepless.data.RowBlockBuilder;
import org.stepless.losses.Workspace;

class PerceptronTest {

  private static int[] layers(Random random, int features, int hiddenLayers, int classes) {
    int[] layers = new int[hiddenLayers + 2];
    Arrays.setAll(layers, l -> 1 + random.nextInt(7));
    layers[0] = features;
    layers[layers.length - 1] = classes;
    return layers;
  }

  /** Unit k of the next layer adds up x[start + j*K + k] times unit j, and the bias behind. */
  private static double[] margins(int[] layers, Activation hidden, double[] x, double[] features) {
    double[] units = features;
    int start = 0;
    for (int l = 1; l < layers.length; l++) {
      int in = layers[l - 1], out = layers[l];
      double[] next = new double[out];
      for (int k = 0; k < out; k++) {
        double sum = x[start + in * out + k];
        for (int j = 0; j < in; j++) {
          sum += x[start + j * out + k] * units[j];
        }
        next[k] = l == layers.length - 1 ? sum : value(hidden, sum);
      }
      units = next;
      start += (in + 1) * out;
    }
    return units;
  }

  private static double value(Activation activation, double v) {
    return switch (activation) {
      case SIGMOID -> 0.5 + 0.5 * Math.tanh(v / 2);
      case RELU -> v > 0 ? v : 0;
      case TANH -> 2 / (1 + Math.exp(-2 * v)) - 1;
    };
  }

  private static double logLoss(double[] margins, int label) {
    double total = 0;
    for (double margin : margins) {
      total += Math.exp(margin);
    }
    return Math.log(total) - margins[label];
  }

  /** Dense or sparse, any tile, any order: the units one by one. */
  @Property(tries = 300)
  void lossAndMarginsEqualPlainLoops(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 9) int features,
      @ForAll @IntRange(max = 3) int hiddenLayers,
      @ForAll @IntRange(min = 2, max = 5) int classes,
      @ForAll @IntRange(min = 1, max = 70) int tileRows,
      @ForAll Values values,
      @ForAll Activation hidden) {
    Random random = new Random(seed);
    double density = random.nextBoolean() ? 0.2 : 0.9;
    RandomRows data = new RandomRows(seed, 60, features, density, values, true, classes);
    int[] layers = layers(random, features, hiddenLayers, classes);
    Perceptron perceptron = new Perceptron(layers, hidden, 0, tileRows);
    double[] x = random.doubles(perceptron.dimension(), -1, 1).toArray();
    int[] order = data.subset(seed);
    double expected = 0;
    for (int row : order) {
      double[] margins = margins(layers, hidden, x, data.rows[row]);
      expected += data.weights[row] * logLoss(margins, (int) data.labels[row]);
      assertArrayEquals(margins, perceptron.margins(null, data.rows[row], x), 1e-12);
    }
    RowBlock block = data.block();
    Workspace workspace = perceptron.workspace();
    double sum = perceptron.lossSum(block, order, 0, order.length, x, workspace);
    assertEquals(expected, sum, 1e-12 * (1 + expected));
    double[] gradient = new double[x.length];
    assertEquals(
        sum,
        perceptron.addLossAndGradient(block, order, 0, order.length, x, gradient, workspace),
        1e-12 * (1 + sum));
    int[] indices = new int[features];
    double[] stored = new double[features];
    int count = block.copyRow(0, indices, stored);
    assertArrayEquals(
        margins(layers, hidden, x, data.rows[0]),
        perceptron.margins(Arrays.copyOf(indices, count), Arrays.copyOf(stored, count), x),
        1e-12);
  }

  // The same cases every time: a difference across relu's corner would be none of the gradient's.
  @Property(tries = 100, seed = "1")
  void gradientEqualsFiniteDifferences(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 6) int features,
      @ForAll @IntRange(max = 3) int hiddenLayers,
      @ForAll @IntRange(min = 1, max = 25) int tileRows,
      @ForAll boolean sparse,
      @ForAll Activation hidden) {
    Random random = new Random(seed);
    RandomRows data =
        new RandomRows(seed, 20, features, sparse ? 0.2 : 0.9, Values.DOUBLES, true, 3);
    int[] layers = layers(random, features, hiddenLayers, 3);
    Perceptron perceptron = new Perceptron(layers, hidden, 0.3, tileRows);
    FiniteDifferences.check(
        perceptron, data.block(), random, random.doubles(perceptron.dimension()));
  }

  /**
   * The gradient of a row by the chain rule, unit by unit, over dense, sparse, float and double.
   */
  @Property(tries = 150)
  void gradientEqualsPlainLoops(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 9) int features,
      @ForAll @IntRange(max = 3) int hiddenLayers,
      @ForAll @IntRange(min = 1, max = 70) int tileRows,
      @ForAll Values values,
      @ForAll Activation hidden) {
    Random random = new Random(seed);
    double density = random.nextBoolean() ? 0.2 : 0.9;
    RandomRows data = new RandomRows(seed, 50, features, density, values, true, 4);
    int[] layers = layers(random, features, hiddenLayers, 4);
    Perceptron perceptron = new Perceptron(layers, hidden, 0, tileRows);
    double[] x = random.doubles(perceptron.dimension(), -1, 1).toArray();
    int[] order = data.subset(seed);
    double[] expected = new double[x.length];
    for (int row : order) {
      addGradient(
          layers, hidden, x, data.rows[row], (int) data.labels[row], data.weights[row], expected);
    }
    double[] gradient = new double[x.length];
    perceptron.addLossAndGradient(
        data.block(), order, 0, order.length, x, gradient, perceptron.workspace());
    for (int i = 0; i < x.length; i++) {
      assertEquals(expected[i], gradient[i], 1e-10 * (1 + Math.abs(expected[i])));
    }
  }

  private static void addGradient(
      int[] layers,
      Activation hidden,
      double[] x,
      double[] features,
      int label,
      double weight,
      double[] gradient) {
    int last = layers.length - 1;
    double[][] units = new double[layers.length][];
    int[] starts = new int[layers.length];
    units[0] = features;
    for (int l = 1; l <= last; l++) {
      units[l] = margins(Arrays.copyOf(layers, l + 1), hidden, x, features);
      if (l < last) {
        units[l] = Arrays.stream(units[l]).map(v -> value(hidden, v)).toArray();
      }
      starts[l] = starts[l - 1] + (layers[l - 1] + 1) * layers[l];
    }
    double[] slopes = new double[layers[last]];
    double loss = logLoss(units[last], label);
    for (int k = 0; k < slopes.length; k++) {
      double probability = Math.exp(units[last][k] - units[last][label] - loss);
      slopes[k] = weight * (probability - (k == label ? 1 : 0));
    }
    for (int l = last; l > 0; l--) {
      int in = layers[l - 1], out = layers[l], start = starts[l - 1];
      double[] before = new double[in];
      for (int k = 0; k < out; k++) {
        gradient[start + in * out + k] += slopes[k];
        for (int j = 0; j < in; j++) {
          double a = units[l - 1][j];
          gradient[start + j * out + k] += slopes[k] * a;
          double slope =
              switch (hidden) {
                case SIGMOID -> a - a * a;
                case RELU -> Math.signum(a);
                case TANH -> 1 - a * a;
              };
          before[j] += slopes[k] * x[start + j * out + k] * slope;
        }
      }
      slopes = before;
    }
  }

  @Test
  void extremeRowsHaveFiniteLossesAndGradients() {
    RowBlockBuilder builder = new RowBlockBuilder(2, 3);
    builder.addDense(new double[] {1e6, -1e6}, 0, 1);
    builder.addDense(new double[] {-1e6, 1e6}, 1, 1);
    builder.addDense(new double[] {0, 0}, 2, 1);
    RowBlock block = builder.build();
    for (Activation hidden : Activation.values()) {
      Perceptron perceptron = new Perceptron(new int[] {2, 3, 3}, hidden, 0);
      double[] x = new Random(1).doubles(perceptron.dimension(), -1e3, 1e3).toArray();
      double[] gradient = new double[x.length];
      double loss =
          perceptron.addLossAndGradient(block, null, 0, 3, x, gradient, perceptron.workspace());
      assertTrue(loss >= 0 && loss < Double.POSITIVE_INFINITY, hidden + " " + loss);
      assertTrue(Arrays.stream(gradient).allMatch(Double::isFinite), hidden.text());
    }
  }

  @Test
  void gradientAndPenaltyAreAddedAndBiasesAreFree() {
    RowBlock block = new RandomRows(1, 5, 1, 1, Values.DOUBLES, false, 2).block();
    Perceptron perceptron = new Perceptron(new int[] {1, 2, 2}, Activation.TANH, 2);
    double[] x = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10};
    double[] once = new double[10], twice = new double[10];
    Workspace workspace = perceptron.workspace();
    perceptron.addLossAndGradient(block, null, 0, 5, x, once, workspace);
    perceptron.addLossAndGradient(block, null, 0, 5, x, twice, workspace);
    perceptron.addLossAndGradient(block, null, 0, 5, x, twice, workspace);
    for (int i = 0; i < 10; i++) {
      assertEquals(2 * once[i], twice[i], 1e-9 * Math.abs(once[i]));
    }
    double[] gradient = {1, 1, 1, 1, 1, 1, 1, 1, 1, 1};
    double squares = 1 + 4 + 25 + 36 + 49 + 64;
    assertEquals(squares, perceptron.addPenaltyGradient(x, gradient));
    assertEquals(squares, perceptron.penalty(x));
    assertArrayEquals(new double[] {3, 5, 1, 1, 11, 13, 15, 17, 1, 1}, gradient);
  }

  /** A row of a dense first layer costs all its products, of a sparse one those of its values. */
  @Test
  void sparseRowsAskForLargerBatches() {
    int[] layers = {100_000, 10, 5};
    Perceptron perceptron = new Perceptron(layers, Activation.SIGMOID, 0);
    assertEquals(32, perceptron.rowsPerStep(100_000));
    double sparse = perceptron.rowsPerStep(20);
    assertEquals(1_000_065.0 / (20 * 10 + 10 + 11 * 5), sparse, 1e-9);
  }

  /** Enough calls for the compiler of any JVM. */
  @Test
  void gradientsHaveTheSameBitsInTheirFirstCallAndLater() {
    Random random = new Random(5);
    Perceptron perceptron = new Perceptron(new int[] {6, 21, 17, 3}, Activation.RELU, 0);
    RowBlockBuilder builder = new RowBlockBuilder(6, 32);
    for (int r = 0; r < 32; r++) {
      builder.addDense(random.doubles(6, -1, 1).toArray(), r % 3, 1);
    }
    RowBlock block = builder.build();
    double[] x = random.doubles(perceptron.dimension(), -1, 1).toArray();
    Workspace workspace = perceptron.workspace();
    double[] first = new double[x.length];
    perceptron.addLossAndGradient(block, null, 0, 32, x, first, workspace);
    for (int call = 0; call < 6000; call++) {
      double[] later = new double[x.length];
      perceptron.addLossAndGradient(block, null, 0, 32, x, later, workspace);
      assertArrayEquals(first, later, 0.0);
    }
  }

  @Test
  void refusesWhatItCannotDo() {
    assertMessage("and the number of classes, was [3]", 0, 3);
    assertMessage("end with at least 2 classes, was [3, 4, 1]", 0, 3, 4, 1);
    assertMessage("at least 1 and end with at least 2 classes, was [3, 0, 2]", 0, 3, 0, 2);
    assertMessage("more than an array can hold", 0, 1 << 20, 1 << 12, 2);
    assertMessage("regParam must be at least 0", Double.NaN, 3, 2);
    assertThrows(IllegalArgumentException.class, () -> Activation.parse("step"));
    assertEquals(Activation.RELU, Activation.parse("relu"));
  }

  private static void assertMessage(String part, double regParam, int... layers) {
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class,
            () -> new Perceptron(layers, Activation.SIGMOID, regParam));
    assertTrue(e.getMessage().contains(part), e::getMessage);
  }
}
