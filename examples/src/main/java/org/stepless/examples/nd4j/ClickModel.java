package org.stepless.examples.nd4j;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * An embedding model for clicks, in the manner of DLRM (Naumov and others, 2019, arXiv:1906.00091):
 * vectors for the values of categorical columns, one more from the dense columns by a layer, and a
 * click's log odds from a layer on their inner products and the dense vector.
 */
public final class ClickModel {
  static final int DENSE = 3, CATEGORICAL = 4, VALUES = 12, WIDTH = 4;
  private static final int VECTORS = CATEGORICAL + 1;

  private ClickModel() {}

  /**
   * The graph: placeholders dense [rows, 3] and categories [rows, 4], whole numbers below 48 of
   * which each column has its own 12.
   */
  public static SameDiff graph(DataType type, long seed) {
    SameDiff graph = SameDiff.create();
    Weights weights = new Weights(graph, type, seed);
    SDVariable dense = graph.placeHolder("dense", type, -1, DENSE);
    SDVariable categories = graph.placeHolder("categories", DataType.INT32, -1, CATEGORICAL);
    SDVariable label = graph.placeHolder("label", type, -1, 1);
    SDVariable table = weights.normal("table", WIDTH, CATEGORICAL * VALUES, WIDTH);
    SDVariable embedded =
        weights.lookUp(table, categories, CATEGORICAL, CATEGORICAL * VALUES, WIDTH);
    SDVariable bottom = graph.math.tanh(weights.dense("bottom", dense, DENSE, WIDTH));
    SDVariable vectors = graph.concat(1, bottom.reshape(-1, 1, WIDTH), embedded);
    SDVariable products = graph.mmul(vectors, graph.permute(vectors, 0, 2, 1));
    int inputs = VECTORS * VECTORS + WIDTH;
    SDVariable all = graph.concat(1, products.reshape(-1, VECTORS * VECTORS), bottom);
    SDVariable margin = weights.dense("top", all, inputs, 1);
    graph.nn.sigmoid("output", margin);
    graph.loss.sigmoidCrossEntropy("loss", label, margin, null);
    return graph;
  }

  /** The network with rows drawn from a seed: values of two columns attract or repel each other. */
  public static Network network(SparkSession spark, int rows) {
    Dataset<Row> data =
        SyntheticRows.frame(
            spark,
            rows,
            DENSE + CATEGORICAL,
            5,
            (random, x) -> {
              for (int j = 0; j < DENSE; j++) {
                x[j] = random.nextGaussian();
              }
              for (int c = 0; c < CATEGORICAL; c++) {
                x[DENSE + c] = c * VALUES + random.nextInt(VALUES);
              }
              double odds = x[0] + ((x[DENSE] + x[DENSE + 1]) % 2 == 0 ? 2 : -2);
              return random.nextDouble() < 1 / (1 + Math.exp(-odds)) ? 1 : 0;
            });
    return new Network(
        "clicks", graph(DataType.FLOAT, 1), new String[] {"dense", "categories"}, "number", data);
  }
}
