package org.stepless.nd4j;

import java.util.Arrays;
import java.util.Locale;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;
import org.stepless.data.RowBlock;
import org.stepless.losses.BatchObjective;
import org.stepless.losses.Loss;
import org.stepless.losses.Softmax;
import org.stepless.losses.Workspace;
import org.stepless.text.Check;

/**
 * The log loss of a multilayer perceptron with softmax output on rows, its matrix products on ND4J
 * in double. Immutable.
 *
 * <pre>a_0 = row, a_l = f(W_l a_{l-1} + b_l), output = softmax(W_L a_{L-1} + b_L)</pre>
 *
 * A point is laid out as Spark's MultilayerPerceptronClassificationModel has it: layer by layer,
 * first the weights W (outputs x inputs, column by column), then the biases b. The penalty is
 * {@code regParam / 2} times the squares of the weights; biases are free.
 */
public final class Nd4jPerceptron implements BatchObjective {
  private static final long serialVersionUID = 1;

  private static final int TILE = 4096;

  /** The function f of hidden units. */
  public enum Activation {
    SIGMOID {
      @Override
      void apply(INDArray z) {
        Transforms.sigmoid(z, false);
      }

      @Override
      INDArray slope(INDArray a) { // a (1 - a)
        return a.rsub(1).muli(a);
      }
    },
    TANH {
      @Override
      void apply(INDArray z) {
        Transforms.tanh(z, false);
      }

      @Override
      INDArray slope(INDArray a) { // 1 - a^2
        return a.mul(a).rsubi(1);
      }
    },
    RELU {
      @Override
      void apply(INDArray z) {
        Transforms.relu(z, false);
      }

      @Override
      INDArray slope(INDArray a) { // 1 where a > 0
        return Transforms.sign(a, true);
      }
    };

    /** Replaces inputs by outputs. */
    abstract void apply(INDArray z);

    /** Derivatives, in a new array, from the outputs. */
    abstract INDArray slope(INDArray a);

    /** The activation of a text: sigmoid, tanh or relu. */
    public static Activation parse(String text) {
      for (Activation activation : values()) {
        if (activation.text().equals(text)) {
          return activation;
        }
      }
      throw new IllegalArgumentException(
          "activation must be one of sigmoid, tanh, relu, was '%s'".formatted(text));
    }

    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private final int[] layers;
  private final Activation activation;
  private final double regParam;
  private final Hardware hardware;
  private final int[] starts;
  private final Loss loss;

  /** A row's stored values. */
  private static final class Scratch extends Workspace {
    private final int[] indices;
    private final double[] values;

    Scratch(int columns) {
      super(0);
      indices = new int[columns];
      values = new double[columns];
    }
  }

  /**
   * @param layers units of every layer, features first and classes last; at least two, all positive
   * @param regParam strength of the penalty; at least 0
   */
  public Nd4jPerceptron(int[] layers, Activation activation, double regParam, Hardware hardware) {
    Check.atLeast("number of layers", layers.length, 2);
    Check.notNegative("regParam", regParam);
    this.layers = layers.clone();
    this.activation = activation;
    this.regParam = regParam;
    this.hardware = hardware;
    loss = new Softmax(layers[layers.length - 1]);
    starts = new int[layers.length];
    for (int l = 0; l < layers.length; l++) {
      Check.atLeast("units of layer " + l, layers[l], 1);
      if (l > 0) {
        long end = starts[l - 1] + (layers[l - 1] + 1L) * layers[l];
        Check.require(
            end <= Integer.MAX_VALUE - 8, "weights of the layers", "few enough for an array", end);
        starts[l] = (int) end;
      }
    }
  }

  @Override
  public int dimension() {
    return starts[layers.length - 1];
  }

  @Override
  public Workspace workspace() {
    return new Scratch(layers[0]);
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
    return sum(block, order, from, to, x, gradient, (Scratch) workspace);
  }

  @Override
  public double lossSum(
      RowBlock block, int[] order, int from, int to, double[] x, Workspace workspace) {
    return sum(block, order, from, to, x, null, (Scratch) workspace);
  }

  private double sum(
      RowBlock block, int[] order, int from, int to, double[] x, double[] gradient, Scratch s) {
    Check.require(
        block.columns() == layers[0], "features of a row", "" + layers[0], block.columns());
    Backend.open(hardware);
    try (TaskMemory memory = new TaskMemory()) {
      INDArray[] weights = new INDArray[layers.length], biases = new INDArray[layers.length];
      for (int l = 1; l < layers.length; l++) {
        int in = layers[l - 1], out = layers[l], at = starts[l - 1];
        weights[l] = array(x, at, in, out, memory); // Spark's columns are the rows of W transposed
        biases[l] = array(x, at + in * out, 1, out, memory);
      }
      double sum = 0;
      for (int start = from; start < to; start += TILE) {
        int end = Math.min(to, start + TILE);
        try (TaskMemory tile = new TaskMemory()) {
          sum += sum(block, order, start, end, weights, biases, gradient, s, tile);
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
      Scratch s,
      TaskMemory memory) {
    int last = layers.length - 1;
    INDArray[] units = new INDArray[layers.length];
    units[0] = features(block, order, from, to, s, memory);
    for (int l = 1; l <= last; l++) {
      units[l] = product(units[l - 1], false, weights[l], false, memory);
      units[l].addiRowVector(biases[l]);
      if (l < last) {
        activation.apply(units[l]);
      }
    }
    double[] margins = NativeArrays.toJava(units[last]);
    if (gradient == null) {
      return loss.sum(block, order, from, to, margins);
    }
    double sum = loss.evaluate(block, order, from, to, margins);
    INDArray slopes = array(margins, 0, to - from, layers[last], memory);
    for (int l = last; l >= 1; l--) {
      int at = starts[l - 1];
      INDArray product = product(units[l - 1], true, slopes, false, memory);
      NativeArrays.add(1, product, gradient, at);
      NativeArrays.add(1, memory.keep(slopes.sum(0)), gradient, at + layers[l - 1] * layers[l]);
      if (l > 1) {
        INDArray before = product(slopes, false, weights[l], true, memory);
        slopes = before.muli(memory.keep(activation.slope(units[l - 1])));
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

  private INDArray features(
      RowBlock block, int[] order, int from, int to, Scratch s, TaskMemory memory) {
    int columns = layers[0];
    double[] values = new double[(to - from) * columns];
    for (int r = from; r < to; r++) {
      int count = block.copyRow(order == null ? r : order[r], s.indices, s.values);
      for (int i = 0; i < count; i++) {
        values[(r - from) * columns + s.indices[i]] = s.values[i];
      }
    }
    return array(values, 0, to - from, columns, memory);
  }

  @Override
  public double penalty(double[] x) {
    return regParam == 0 ? 0 : penalty(x, null);
  }

  @Override
  public double addPenaltyGradient(double[] x, double[] gradient) {
    return regParam == 0 ? 0 : penalty(x, gradient);
  }

  private double penalty(double[] x, double[] gradient) {
    double sum = 0;
    for (int l = 1; l < layers.length; l++) {
      int at = starts[l - 1], end = at + layers[l - 1] * layers[l];
      for (int i = at; i < end; i++) {
        sum += x[i] * x[i];
        if (gradient != null) {
          gradient[i] += regParam * x[i];
        }
      }
    }
    return 0.5 * regParam * sum;
  }
}
