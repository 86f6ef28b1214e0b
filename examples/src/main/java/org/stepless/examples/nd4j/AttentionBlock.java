package org.stepless.examples.nd4j;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * One block of a transformer: embedded tokens with positions, self-attention, a dense layer, each
 * with residual and layer norm. The class of a sequence is its token at the place that its first
 * token names.
 */
public final class AttentionBlock {
  static final int LENGTH = 5, TOKENS = 4, WIDTH = 8, HIDDEN = 16;

  private AttentionBlock() {}

  /** The graph: placeholder tokens [rows, 5], whole numbers below 4. */
  public static SameDiff graph(DataType type, long seed) {
    SameDiff graph = SameDiff.create();
    Weights weights = new Weights(graph, type, seed);
    SDVariable tokens = graph.placeHolder("tokens", DataType.INT32, -1, LENGTH);
    SDVariable label = graph.placeHolder("label", type, -1, TOKENS);
    SDVariable embedding = weights.normal("embedding", 1, TOKENS, WIDTH);
    SDVariable position = weights.normal("position", 1, LENGTH, WIDTH);
    SDVariable x =
        weights
            .lookUp(embedding, tokens, LENGTH, TOKENS, WIDTH)
            .add(position); // [rows, LENGTH, WIDTH]
    SDVariable query = projected(graph, weights, "query", x);
    SDVariable key = projected(graph, weights, "key", x);
    SDVariable value = projected(graph, weights, "value", x);
    SDVariable scores = graph.mmul(query, graph.permute(key, 0, 2, 1)).mul(1 / Math.sqrt(WIDTH));
    SDVariable attended = graph.mmul(graph.nn.softmax(scores, 2), value);
    SDVariable y = normed(graph, weights, "first", x.add(attended));
    SDVariable flat = y.reshape(-1, WIDTH);
    SDVariable hidden = graph.math.tanh(weights.dense("hidden", flat, WIDTH, HIDDEN));
    SDVariable outer = weights.dense("outer", hidden, HIDDEN, WIDTH).reshape(-1, LENGTH, WIDTH);
    SDVariable z = normed(graph, weights, "second", y.add(outer));
    SDVariable margins =
        weights.dense("class", z.reshape(-1, LENGTH * WIDTH), LENGTH * WIDTH, TOKENS);
    graph.nn.softmax("output", margins);
    graph.loss.softmaxCrossEntropy("loss", label, margins, null);
    return graph;
  }

  private static SDVariable projected(SameDiff graph, Weights weights, String name, SDVariable x) {
    SDVariable w = weights.normal(name, WIDTH, WIDTH, WIDTH);
    return graph.mmul(x.reshape(-1, WIDTH), w).reshape(-1, LENGTH, WIDTH);
  }

  private static SDVariable normed(SameDiff graph, Weights weights, String name, SDVariable x) {
    SDVariable gain = weights.constant(name + "Gain", 1, WIDTH);
    SDVariable bias = weights.constant(name + "Shift", 0, WIDTH);
    SDVariable centred = x.sub(x.mean(true, 2));
    SDVariable variance = centred.mul(centred).mean(true, 2);
    return centred.div(graph.math.sqrt(variance.add(1e-5))).mul(gain).add(bias);
  }

  /** The network with rows drawn from a seed. */
  public static Network network(SparkSession spark, int rows) {
    Dataset<Row> data =
        SyntheticRows.frame(
            spark,
            rows,
            LENGTH,
            4,
            (random, x) -> {
              for (int t = 0; t < LENGTH; t++) {
                x[t] = random.nextInt(TOKENS);
              }
              return x[1 + (int) x[0]];
            });
    return new Network(
        "transformer", graph(DataType.FLOAT, 1), new String[] {"tokens"}, "onehot", data);
  }
}
