package org.stepless.examples.nd4j;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ops.impl.layers.convolution.config.Conv2DConfig;
import org.nd4j.linalg.api.ops.impl.layers.convolution.config.Pooling2DConfig;

/**
 * A small convolutional network on images of digits: 3x3 filters, rectifiers, maxima of 2x2 fields,
 * and a dense layer.
 *
 * <pre>
 * spark-submit --class org.stepless.examples.nd4j.DigitImages --packages org.nd4j:nd4j-native:1.0.0-M2.1 \
 *   examples/target/stepless-examples-*-submit.jar examples/data/digits.libsvm.gz
 * </pre>
 */
public final class DigitImages {
  static final int SIZE = 8, FILTERS = 8, CLASSES = 10;
  private static final int POOLED = (SIZE - 2) / 2;

  private DigitImages() {}

  /** The graph: placeholder image [rows, 1, 8, 8]. */
  public static SameDiff graph(DataType type, long seed) {
    SameDiff graph = SameDiff.create();
    Weights weights = new Weights(graph, type, seed);
    SDVariable image = graph.placeHolder("image", type, -1, 1, SIZE, SIZE);
    SDVariable label = graph.placeHolder("label", type, -1, CLASSES);
    SDVariable filters = weights.normal("filters", 9, 3, 3, 1, FILTERS);
    SDVariable filtered =
        graph.cnn.conv2d(
            image,
            filters,
            weights.constant("filterBias", 0, FILTERS),
            Conv2DConfig.builder().kH(3).kW(3).sH(1).sW(1).dataFormat("NCHW").build());
    SDVariable pooled =
        graph.cnn.maxPooling2d(
            graph.nn.relu(filtered, 0),
            Pooling2DConfig.builder().kH(2).kW(2).sH(2).sW(2).isNHWC(false).build());
    int inputs = FILTERS * POOLED * POOLED;
    SDVariable margins = weights.dense("class", pooled.reshape(-1, inputs), inputs, CLASSES);
    graph.nn.softmax("output", margins);
    graph.loss.softmaxCrossEntropy("loss", label, margins, null);
    return graph;
  }

  /**
   * @param images vectors of 64 gray values up to 16, and labels
   */
  public static Network network(Dataset<Row> images) {
    return new Network("cnn", graph(DataType.FLOAT, 1), new String[] {"image"}, "onehot", images);
  }

  /**
   * @param arguments a LIBSVM file of images
   */
  public static void main(String[] arguments) {
    SparkSession spark = SparkSession.builder().getOrCreate();
    Dataset<Row>[] parts =
        spark.read().format("libsvm").load(arguments[0]).randomSplit(new double[] {0.8, 0.2}, 7);
    double accuracy =
        Network.accuracy(network(parts[0].cache()).estimator().fit(parts[0]).transform(parts[1]));
    System.out.printf("%.4f of the other images are recognised%n", accuracy);
    spark.stop();
  }
}
