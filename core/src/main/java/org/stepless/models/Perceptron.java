package org.stepless.models;

import dev.ludovic.netlib.blas.BLAS;
import java.util.Arrays;
import org.stepless.data.JavaBlas;
import org.stepless.data.RowBlock;
import org.stepless.losses.BatchObjective;
import org.stepless.losses.Softmax;
import org.stepless.losses.SquaredPenalty;
import org.stepless.losses.Workspace;
import org.stepless.text.Check;

/**
 * The log loss of a multilayer perceptron on rows, with L2 penalty. Immutable.
 *
 * <pre>a_0 = features,  a_l = f(W_l a_(l-1) + b_l) in hidden layers,
 * margins = W_L a_(L-1) + b_L,  loss = log(sum over k of exp(margin_k)) - margin_y</pre>
 *
 * A point holds W_1, b_1, W_2, b_2, ... one after another, each W_l with its columns one after
 * another: the weight from unit j to unit k of the next layer, which has K units, stands at {@code
 * j*K+k} of W_l. That is how Spark's MultilayerPerceptronClassificationModel holds its weights. The
 * penalty is regParam / 2 times the squares of all but the biases.
 *
 * <p>Rows are taken in tiles, whose layers are matrices for BLAS. A first layer on sparse rows
 * costs O(stored values * units) instead.
 */
public final class Perceptron implements BatchObjective {
  private static final long serialVersionUID = 1;
  private static final BLAS BLAS = JavaBlas.BLAS;

  /** A tile's widest layer has at most this many values, 2 MiB. */
  private static final int TILE_VALUES = 1 << 18;

  /** From about so many rows on, BLAS multiplies at its full speed. */
  private static final int FAST_ROWS = 32;

  private static final int FEWEST_TILE_ROWS = 16, MOST_TILE_ROWS = 256;

  /**
   * Share of stored values from which the first layer takes rows with their zeros: for 32 to 512
   * units, BLAS on all values and kernels for sparse rows are equally fast at shares from 0.2 to
   * 0.3.
   */
  private static final double DENSE_FROM = 0.25;

  private final int[] layers;
  private final Activation hidden;
  private final double regParam;
  private final int tileRows;
  private final Softmax loss;
  private final int[] starts;

  /** The layers of a tile. */
  private static final class Scratch extends Workspace {
    /** Units of every layer, row by row; their derivatives on the way back. */
    private final double[][] units;

    /** The derivatives by the units of one hidden layer. */
    private final double[] back;

    Scratch(int[] layers, int rows) {
      super(0);
      units = new double[layers.length][];
      int widest = 0;
      for (int l = 1; l < layers.length; l++) {
        units[l] = new double[rows * layers[l]];
        widest = l == layers.length - 1 ? widest : Math.max(widest, layers[l]);
      }
      back = new double[rows * widest];
    }
  }

  /**
   * @param layers number of features, units of every hidden layer, and number of classes
   * @param hidden activation of hidden layers; without effect if there are none
   * @param regParam strength of the penalty; at least 0
   * @throws IllegalArgumentException if there are fewer than two layers, one is empty, there are
   *     fewer than two classes, or the point would not fit an array
   */
  public Perceptron(int[] layers, Activation hidden, double regParam) {
    this(layers, hidden, regParam, tileRows(layers));
  }

  /**
   * @param tileRows rows taken at once; results of different numbers differ by rounding
   */
  Perceptron(int[] layers, Activation hidden, double regParam, int tileRows) {
    checkLayers(layers);
    Check.notNegative("regParam", regParam);
    this.layers = layers.clone();
    this.hidden = hidden;
    this.regParam = regParam;
    this.tileRows = tileRows;
    loss = new Softmax(layers[layers.length - 1]);
    starts = new int[layers.length];
    for (int l = 1; l < layers.length; l++) {
      starts[l] = starts[l - 1] + (layers[l - 1] + 1) * layers[l];
    }
  }

  /**
   * Checks sizes of layers.
   *
   * @throws IllegalArgumentException as the constructor does
   */
  public static void checkLayers(int... layers) {
    String text = Arrays.toString(layers);
    if (layers.length < 2) {
      throw new IllegalArgumentException(
          "layers must hold the number of features, the units of hidden layers if there are any,"
              + " and the number of classes, was "
              + text);
    }
    long dimension = 0;
    for (int l = 0; l < layers.length; l++) {
      int least = l == layers.length - 1 ? 2 : 1;
      if (layers[l] < least) {
        throw new IllegalArgumentException(
            "layers must be at least 1 and end with at least 2 classes, was " + text);
      }
      dimension += l == 0 ? 0 : (layers[l - 1] + 1L) * layers[l];
    }
    if (dimension > Integer.MAX_VALUE - 8) {
      throw new IllegalArgumentException(
          "layers %s give a model of %d weights, more than an array can hold"
              .formatted(text, dimension));
    }
  }

  private static int tileRows(int[] layers) {
    int widest = Math.max(1, Arrays.stream(layers).max().orElse(1));
    return Math.max(FEWEST_TILE_ROWS, Math.min(MOST_TILE_ROWS, TILE_VALUES / widest));
  }

  @Override
  public int dimension() {
    return starts[starts.length - 1];
  }

  /** At least what a product of matrices needs to be fast; more where rows are very sparse. */
  @Override
  public double rowsPerStep(double storedValues) {
    double perRow = dimension() - (layers[0] - Math.min(layers[0], storedValues)) * layers[1];
    return Math.max(FAST_ROWS, dimension() / perRow);
  }

  @Override
  public Workspace workspace() {
    return new Scratch(layers, tileRows);
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
    Scratch s = (Scratch) workspace;
    double sum = 0;
    for (int start = from; start < to; start += tileRows) {
      int end = Math.min(to, start + tileRows);
      forward(block, order, start, end, x, s);
      sum += loss.evaluate(block, order, start, end, s.units[layers.length - 1]);
      backward(block, order, start, end, x, gradient, s);
    }
    return sum;
  }

  @Override
  public double lossSum(
      RowBlock block, int[] order, int from, int to, double[] x, Workspace workspace) {
    Scratch s = (Scratch) workspace;
    double sum = 0;
    for (int start = from; start < to; start += tileRows) {
      int end = Math.min(to, start + tileRows);
      forward(block, order, start, end, x, s);
      sum += loss.sum(block, order, start, end, s.units[layers.length - 1]);
    }
    return sum;
  }

  /** Sets the units of all layers; those of the last are the margins. */
  private void forward(RowBlock block, int[] order, int from, int to, double[] x, Scratch s) {
    int rows = to - from;
    for (int l = 1; l < layers.length; l++) {
      int in = layers[l - 1], out = layers[l];
      double[] units = s.units[l];
      if (l == 1 && isSparse(block)) {
        block.margins(order, from, to, x, out, units);
      } else {
        if (l == 1) {
          block.copyRows(order, from, to, features(s));
        }
        double[] inputs = s.units[l - 1];
        BLAS.dgemm(
            "N", "N", out, rows, in, 1, x, starts[l - 1], out, inputs, 0, in, 0, units, 0, out);
      }
      addBias(x, starts[l - 1] + in * out, units, rows, out);
      if (l < layers.length - 1) {
        hidden.apply(units, rows * out);
      }
    }
  }

  /** Adds the gradient, starting from the derivatives by the margins in the last layer's units. */
  private void backward(
      RowBlock block, int[] order, int from, int to, double[] x, double[] gradient, Scratch s) {
    int rows = to - from;
    for (int l = layers.length - 1; l > 0; l--) {
      int in = layers[l - 1], out = layers[l], start = starts[l - 1];
      double[] derivatives = s.units[l], inputs = s.units[l - 1];
      addColumnSums(derivatives, rows, out, gradient, start + in * out);
      if (l == 1 && isSparse(block)) {
        block.addGradient(order, from, to, derivatives, out, gradient);
        return;
      }
      BLAS.dgemm(
          "N", "T", out, in, rows, 1, derivatives, 0, out, inputs, 0, in, 1, gradient, start, out);
      if (l > 1) {
        BLAS.dgemm(
            "T", "N", in, rows, out, 1, x, start, out, derivatives, 0, out, 0, s.back, 0, in);
        hidden.backward(s.back, inputs, rows * in);
      }
    }
  }

  /**
   * The margins of one row.
   *
   * @param indices of the features that are not 0; null if {@code values} holds all features
   * @param values of these features
   * @param x the point
   */
  public double[] margins(int[] indices, double[] values, double[] x) {
    double[] units = values;
    for (int l = 1; l < layers.length; l++) {
      int in = layers[l - 1], out = layers[l], start = starts[l - 1], bias = start + in * out;
      double[] next = Arrays.copyOfRange(x, bias, bias + out);
      if (l == 1 && indices != null) {
        for (int i = 0; i < indices.length; i++) {
          BLAS.daxpy(out, values[i], x, indices[i] * out, 1, next, 0, 1);
        }
      } else {
        BLAS.dgemv("N", out, in, 1, x, start, out, units, 0, 1, 1, next, 0, 1);
      }
      if (l < layers.length - 1) {
        hidden.apply(next, out);
      }
      units = next;
    }
    return units;
  }

  private static boolean isSparse(RowBlock block) {
    return block.storedValues() < DENSE_FROM * block.rows() * block.columns();
  }

  /** The tile's features; only rows that are not sparse need the memory. */
  private double[] features(Scratch s) {
    if (s.units[0] == null) {
      s.units[0] = new double[tileRows * layers[0]];
    }
    return s.units[0];
  }

  private static void addBias(double[] x, int at, double[] units, int rows, int out) {
    for (int r = 0, i = 0; r < rows; r++, i += out) {
      for (int k = 0; k < out; k++) {
        units[i + k] += x[at + k];
      }
    }
  }

  private static void addColumnSums(
      double[] derivatives, int rows, int out, double[] gradient, int at) {
    for (int r = 0, i = 0; r < rows; r++, i += out) {
      for (int k = 0; k < out; k++) {
        gradient[at + k] += derivatives[i + k];
      }
    }
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
      int start = starts[l - 1], end = start + layers[l - 1] * layers[l];
      sum = SquaredPenalty.add(sum, x, start, end, regParam, gradient);
    }
    return 0.5 * regParam * sum;
  }
}
