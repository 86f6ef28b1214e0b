package org.stepless.nd4j;

import java.util.List;
import java.util.Random;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Small graphs. */
public final class Graphs {
  /** Threads of a product of small matrices wait for each other longer than they compute. */
  public static final Hardware ONE_THREAD =
      new Hardware(Device.AUTO, 1, () -> Hardware.GpuNumber.ANY);

  private Graphs() {}

  /**
   * A perceptron of one hidden sigmoid layer: placeholders x, y (one-hot); variables w1 (in x
   * hidden), b1, w2, b2; output "probability"; "loss" is the mean log loss.
   */
  public static SameDiff perceptron(int in, int hidden, int classes, DataType type, long seed) {
    SameDiff graph = SameDiff.create();
    Random random = new Random(seed);
    SDVariable x = graph.placeHolder("x", type, -1, in);
    SDVariable y = graph.placeHolder("y", type, -1, classes);
    SDVariable w1 = graph.var("w1", random(random, type, in, hidden));
    SDVariable b1 = graph.var("b1", random(random, type, hidden));
    SDVariable w2 = graph.var("w2", random(random, type, hidden, classes));
    SDVariable b2 = graph.var("b2", random(random, type, classes));
    SDVariable units = graph.nn.sigmoid(graph.mmul(x, w1).add(b1));
    SDVariable margins = graph.mmul(units, w2).add("margins", b2);
    graph.nn.softmax("probability", margins);
    graph.loss.softmaxCrossEntropy("loss", y, margins, null);
    graph.setLossVariables("loss");
    return graph;
  }

  /**
   * The squared error of a linear model: placeholders x, y, weight; variables b, w; "loss" a sum.
   */
  public static SameDiff regression(int in) {
    SameDiff graph = SameDiff.create();
    SDVariable x = graph.placeHolder("x", DataType.DOUBLE, -1, in);
    SDVariable y = graph.placeHolder("y", DataType.DOUBLE, -1);
    SDVariable weight = graph.placeHolder("weight", DataType.DOUBLE, -1);
    SDVariable w = graph.var("w", Nd4j.zeros(DataType.DOUBLE, in, 1));
    SDVariable b = graph.var("b", Nd4j.zeros(DataType.DOUBLE, 1));
    SDVariable prediction = graph.mmul(x, w).add(b).reshape(-1);
    SDVariable error = prediction.sub(y);
    graph.math.mul("losses", error.mul(error), weight).sum("loss");
    graph.setLossVariables("loss");
    return graph;
  }

  /** How rows fill the perceptron. */
  public static RowLayout rows(int in, int classes) {
    return new RowLayout(List.of(Input.of("x", in)), Target.oneHot("y", classes), null);
  }

  /** A perceptron's point from the graph's order to Spark's: by layer, W by column, then b. */
  static double[] toSpark(double[] x, int in, int hidden, int classes) {
    double[] spark = new double[x.length];
    int biases = hidden + classes, first = in * hidden, second = hidden * classes;
    System.arraycopy(x, biases, spark, 0, first);
    System.arraycopy(x, 0, spark, first, hidden);
    System.arraycopy(x, biases + first, spark, first + hidden, second);
    System.arraycopy(x, hidden, spark, first + hidden + second, classes);
    return spark;
  }

  private static INDArray random(Random random, DataType type, long... shape) {
    long n = 1;
    for (long length : shape) {
      n *= length;
    }
    return NativeArrays.of(random.doubles(n, -0.5, 0.5).toArray(), shape, type);
  }
}
