package org.stepless.examples.nd4j;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * A recurrent network (GRU) that must remember: the class of a sequence is whether its first and
 * its third number have the same sign, whatever comes after.
 *
 * <pre>
 * z = sigmoid(x Wz + h Uz + bz),  r = sigmoid(x Wr + h Ur + br)
 * n = tanh(x Wn + (r * h) Un + bn),  h = (1 - z) * n + z * h
 * </pre>
 */
public final class SequenceRecall {
  static final int LENGTH = 6, UNITS = 12, CLASSES = 2;

  private SequenceRecall() {}

  /** The graph: placeholder sequence [rows, 6]. */
  public static SameDiff graph(DataType type, long seed) {
    SameDiff graph = SameDiff.create();
    Weights weights = new Weights(graph, type, seed);
    SDVariable sequence = graph.placeHolder("sequence", type, -1, LENGTH);
    SDVariable label = graph.placeHolder("label", type, -1, CLASSES);
    SDVariable[] input = new SDVariable[3], state = new SDVariable[3], bias = new SDVariable[3];
    String[] gates = {"update", "reset", "candidate"};
    for (int g = 0; g < gates.length; g++) {
      input[g] = weights.normal(gates[g] + "Input", 1, 1, UNITS);
      state[g] = weights.normal(gates[g] + "State", UNITS, UNITS, UNITS);
      bias[g] = weights.constant(gates[g] + "Bias", 0, UNITS);
    }
    SDVariable[] steps = graph.unstack(sequence, 1, LENGTH);
    SDVariable h = null;
    for (SDVariable step : steps) {
      SDVariable x = step.reshape(-1, 1);
      if (h == null) { // what follows, for h = 0
        SDVariable z = graph.nn.sigmoid(graph.mmul(x, input[0]).add(bias[0]));
        h = z.rsub(1).mul(graph.math.tanh(graph.mmul(x, input[2]).add(bias[2])));
        continue;
      }
      SDVariable z = gate(graph, x, h, input[0], state[0], bias[0]);
      SDVariable r = gate(graph, x, h, input[1], state[1], bias[1]);
      SDVariable n =
          graph.math.tanh(graph.mmul(x, input[2]).add(graph.mmul(r.mul(h), state[2])).add(bias[2]));
      h = z.rsub(1).mul(n).add(z.mul(h));
    }
    SDVariable margins = weights.dense("class", h, UNITS, CLASSES);
    graph.nn.softmax("output", margins);
    graph.loss.softmaxCrossEntropy("loss", label, margins, null);
    return graph;
  }

  private static SDVariable gate(
      SameDiff graph, SDVariable x, SDVariable h, SDVariable w, SDVariable u, SDVariable b) {
    return graph.nn.sigmoid(graph.mmul(x, w).add(graph.mmul(h, u)).add(b));
  }

  /** The network with rows drawn from a seed. */
  public static Network network(SparkSession spark, int rows) {
    Dataset<Row> data =
        SyntheticRows.frame(
            spark,
            rows,
            LENGTH,
            3,
            (random, x) -> {
              for (int t = 0; t < LENGTH; t++) {
                x[t] = random.nextBoolean() ? 1 : -1;
              }
              return x[0] == x[2] ? 1 : 0;
            });
    return new Network("gru", graph(DataType.FLOAT, 1), new String[] {"sequence"}, "onehot", data);
  }
}
