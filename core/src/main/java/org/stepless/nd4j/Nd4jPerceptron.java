package org.stepless.nd4j;

import java.util.Arrays;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;
import org.stepless.data.RowBlock;
import org.stepless.losses.BatchObjective;
import org.stepless.losses.Loss;
import org.stepless.losses.Softmax;
import org.stepless.losses.Workspace;
import org.stepless.models.Activation;
import org.stepless.models.Perceptron;
import org.stepless.text.Check;

/**
 * The {@link Perceptron} of the same arguments, its layers computed on ND4J in double. Immutable.
 *
 * <p>Values differ from Perceptron's by rounding. A row's zeros are stored: rows are dense
 * matrices.
 */
public final class Nd4jPerceptron implements BatchObjective {
  private static final long serialVersionUID = 1;

  /** A tile's widest layer has at most this many values, 32 MiB, unless one row has more. */
  private static final int TILE_VALUES = 1 << 22;

  private static final int MOST_TILE_ROWS = 4096;

  private final Perceptron plain;
  private final int[] layers;
  private final Activation hidden;
  private final Hardware hardware;
  private final int tileRows;
  private final Loss loss;

  /**
   * @param layers number of features, units of every hidden layer, and number of classes
   * @param hidden activation of hidden layers; without effect if there are none
   * @param regParam strength of the penalty; at least 0
   * @throws IllegalArgumentException as of {@link Perceptron}
   */
  public Nd4jPerceptron(int[] layers, Activation hidden, double regParam, Hardware hardware) {
    plain = new Perceptron(layers, hidden, regParam);
    this.layers = layers.clone();
    this.hidden = hidden;
    this.hardware = hardware;
    int widest = Arrays.stream(layers).max().getAsInt();
    tileRows = Math.max(1, Math.min(MOST_TILE_ROWS, TILE_VALUES / widest));
    loss = new Softmax(layers[layers.length - 1]);
  }

  @Override
  public boolean portable() {
    return false;
  }

  @Override
  public int dimension() {
    return plain.dimension();
  }

  @Override
  public double rowsPerStep(double storedValues) {
    return plain.rowsPerStep(storedValues);
  }

  @Override
  public Workspace workspace() {
    return new Workspace(0);
  }

  @Override
  public double addLossAndGradient(
      RowBlock block,
      int[] order,
      int from,
      int to,
      double[] x,
      double[] gradient,
      Workspace workspace) {
    return sum(block, order, from, to, x, gradient);
  }

  @Override
  public double lossSum(
      RowBlock block, int[] order, int from, int to, double[] x, Workspace workspace) {
    return sum(block, order, from, to, x, null);
  }

  private double sum(RowBlock block, int[] order, int from, int to, double[] x, double[] gradient) {
    Check.require(
        block.columns() == layers[0], "features of a row", "" + layers[0], block.columns());
    Backend.open(hardware);
    try (TaskMemory memory = new TaskMemory()) {
      INDArray[] weights = new INDArray[layers.length], biases = new INDArray[layers.length];
      for (int l = 1, at = 0; l < layers.length; l++) {
        int in = layers[l - 1], out = layers[l];
        weights[l] = array(x, at, in, out, memory); // Spark's columns are the rows of W transposed
        biases[l] = array(x, at + in * out, 1, out, memory);
        at += (in + 1) * out;
      }
      double sum = 0;
      for (int start = from; start < to; start += tileRows) {
        int end = Math.min(to, start + tileRows);
        try (TaskMemory tile = new TaskMemory()) {
          sum += sum(block, order, start, end, weights, biases, gradient, tile);
        }
      }
      return sum;
    }
  }

  private static INDArray array(double[] x, int from, int rows, int columns, TaskMemory memory) {
    double[] part = Arrays.copyOfRange(x, from, from + rows * columns);
    return memory.keep(NativeArrays.of(part, new long[] {rows, columns}, DataType.DOUBLE));
  }

  private double sum(
      RowBlock block,
      int[] order,
      int from,
      int to,
      INDArray[] weights,
      INDArray[] biases,
      double[] gradient,
      TaskMemory memory) {
    int last = layers.length - 1;
    INDArray[] units = new INDArray[layers.length];
    units[0] = features(block, order, from, to, memory);
    for (int l = 1; l <= last; l++) {
      units[l] = product(units[l - 1], false, weights[l], false, memory);
      units[l].addiRowVector(biases[l]);
      if (l < last) {
        apply(units[l]);
      }
    }
    double[] margins = NativeArrays.toJava(units[last]);
    if (gradient == null) {
      return loss.sum(block, order, from, to, margins);
    }
    double sum = loss.evaluate(block, order, from, to, margins);
    INDArray slopes = array(margins, 0, to - from, layers[last], memory);
    int at = dimension();
    for (int l = last; l >= 1; l--) {
      at -= (layers[l - 1] + 1) * layers[l];
      INDArray product = product(units[l - 1], true, slopes, false, memory);
      NativeArrays.add(1, product, gradient, at);
      NativeArrays.add(1, memory.keep(slopes.sum(0)), gradient, at + layers[l - 1] * layers[l]);
      if (l > 1) {
        INDArray before = product(slopes, false, weights[l], true, memory);
        slopes = before.muli(memory.keep(slope(units[l - 1])));
      }
    }
    return sum;
  }

  /** The product of two matrices, each transposed or not. ND4J's mmul leaves copies behind. */
  private static INDArray product(
      INDArray a, boolean transposeA, INDArray b, boolean transposeB, TaskMemory memory) {
    long rows = a.size(transposeA ? 1 : 0), columns = b.size(transposeB ? 0 : 1);
    INDArray result = memory.allocate(true, DataType.DOUBLE, rows, columns);
    return Nd4j.matmul(a, b, result, transposeA, transposeB, false);
  }

  private INDArray features(RowBlock block, int[] order, int from, int to, TaskMemory memory) {
    double[] values = new double[(to - from) * layers[0]];
    block.copyRows(order, from, to, values);
    return array(values, 0, to - from, layers[0], memory);
  }

  /** Replaces the inputs of hidden units by their values. */
  private void apply(INDArray units) {
    switch (hidden) {
      case SIGMOID -> Transforms.sigmoid(units, false);
      case RELU -> Transforms.relu(units, false);
      case TANH -> Transforms.tanh(units, false);
    }
  }

  /** The slopes of hidden units in a new array, from their values. */
  private INDArray slope(INDArray units) {
    return switch (hidden) {
      case SIGMOID -> units.rsub(1).muli(units);
      case RELU -> Transforms.sign(units, true);
      case TANH -> units.mul(units).rsubi(1);
    };
  }

  @Override
  public double penalty(double[] x) {
    return plain.penalty(x);
  }

  @Override
  public double addPenaltyGradient(double[] x, double[] gradient) {
    return plain.addPenaltyGradient(x, gradient);
  }
}
