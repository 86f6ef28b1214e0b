package org.stepless.examples.nd4j;

import java.util.Random;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Adds variables to a graph: normal draws, and zeros. The same for the same seed. */
final class Weights {
  private final SameDiff graph;
  private final DataType type;
  private final Random random;

  Weights(SameDiff graph, DataType type, long seed) {
    this.graph = graph;
    this.type = type;
    random = new Random(seed);
  }

  /** Draws of deviation 1 / sqrt(inputs). */
  SDVariable normal(String name, long inputs, long... shape) {
    INDArray array = Nd4j.create(DataType.DOUBLE, shape);
    for (long i = 0; i < array.length(); i++) {
      array.putScalar(i, random.nextGaussian() / Math.sqrt(inputs));
    }
    return graph.var(name, array.castTo(type));
  }

  SDVariable constant(String name, double value, long... shape) {
    return graph.var(name, Nd4j.valueArrayOf(shape, value, type));
  }

  /** {@code x w + b} with new variables. */
  SDVariable dense(String name, SDVariable x, long inputs, long outputs) {
    SDVariable w = normal(name + "Weight", inputs, inputs, outputs);
    return graph.mmul(x, w).add(constant(name + "Bias", 0, outputs));
  }

  /**
   * Rows of a table, [rows, columns, width] for whole numbers [rows, columns], as a product with
   * vectors of one 1: ND4J 1.0.0-M2.1 computes a wrong gradient of gather.
   */
  SDVariable lookUp(SDVariable table, SDVariable numbers, int columns, int values, int width) {
    SDVariable ones = graph.oneHot(numbers, values, -1, 1, 0, type);
    return graph.mmul(ones.reshape(-1, values), table).reshape(-1, columns, width);
  }
}
