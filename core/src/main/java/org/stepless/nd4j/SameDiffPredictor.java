package org.stepless.nd4j;

import java.io.Serializable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Inference with a graph on rows; ships the graph as bytes. Immutable. */
public final class SameDiffPredictor implements Serializable {
  private static final long serialVersionUID = 1;

  /** Rows that are evaluated at once. */
  public static final int TILE = SameDiffObjective.TILE;

  private final SameDiffGraph graph;

  @SuppressWarnings("serial") // a copy by List.copyOf, which is serializable
  private final List<Input> features;

  private final String output;
  private final Hardware hardware;
  private final double[] point;

  /**
   * @param features in the order of a row's columns
   * @param output name of the variable to compute; its first dimension is that of the rows
   * @throws IllegalArgumentException if the graph has no such variable
   */
  public SameDiffPredictor(
      SameDiffGraph graph, List<Input> features, String output, Hardware hardware) {
    if (!graph.open().hasVariable(output)) {
      throw new IllegalArgumentException(
          "the graph has no variable '%s' to be the output".formatted(output));
    }
    this.graph = graph;
    this.features = List.copyOf(features);
    this.output = output;
    this.hardware = hardware;
    this.point = graph.start();
  }

  /** Columns of a row. */
  public int columns() {
    return features.stream().mapToInt(Input::size).sum();
  }

  /**
   * The output of rows.
   *
   * @param rows at most {@link #TILE}, one after another
   * @param count how many
   * @return as many numbers for each, one row after another
   */
  public double[] output(double[] rows, int count) {
    return EvaluatorPool.with(
        graph,
        hardware,
        evaluator -> {
          evaluator.setPoint(point);
          Map<String, INDArray> inputs = new HashMap<>();
          RowInputs.features(evaluator, features, rows, count, columns(), inputs);
          double[] values = evaluator.output(output, inputs);
          if (values.length % count != 0) {
            throw new IllegalArgumentException(
                "variable '%s' has %d numbers for %d rows; its first dimension must be the rows"
                    .formatted(output, values.length, count));
          }
          return values;
        });
  }
}
