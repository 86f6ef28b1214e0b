package org.stepless.nd4j;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.VariableType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.stepless.data.RowBlock;
import org.stepless.losses.BatchObjective;
import org.stepless.losses.SquaredPenalty;
import org.stepless.losses.Workspace;
import org.stepless.text.Check;

/**
 * The loss of any SameDiff graph on rows. Immutable; ships the graph as bytes.
 *
 * <p>The columns of a row fill the placeholders of the features one after another, and then that of
 * the labels where they are columns. A point is the graph's trainable variables, as {@link
 * SameDiffGraph} lays them out; its penalty is {@code regParam / 2} times the squares of them all.
 *
 * <p>Rows are evaluated at most {@value #TILE} at a time, so the loss of a row must not depend on
 * the other rows of a batch.
 */
public final class SameDiffObjective implements BatchObjective {
  private static final long serialVersionUID = 1;

  static final int TILE = 1024;

  private final SameDiffGraph graph;
  private final RowLayout rows;
  private final String loss;
  private final Reduction reduction;
  private final double regParam;
  private final Hardware hardware;

  /** What of a row goes where, with a copy of the rows of a tile. */
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
   * @param loss name of the loss variable
   * @throws IllegalArgumentException naming what does not fit the graph
   */
  public SameDiffObjective(
      SameDiffGraph graph,
      RowLayout rows,
      String loss,
      Reduction reduction,
      double regParam,
      Hardware hardware) {
    Check.notNegative("regParam", regParam);
    if (rows.weights() != null && reduction == Reduction.MEAN) {
      throw new IllegalArgumentException(
          "the losses of weighted rows must be added up: make '%s' a sum, and the reduction sum"
              .formatted(loss));
    }
    this.graph = graph;
    this.rows = rows;
    this.loss = loss;
    this.reduction = reduction;
    this.regParam = regParam;
    this.hardware = hardware;
    check(graph.open());
  }

  private void check(SameDiff instance) {
    Map<String, Input> filled = new HashMap<>();
    for (Input input : rows.features()) {
      filled.put(input.placeholder(), input);
    }
    if (rows.target() != null) {
      filled.put(rows.target().input().placeholder(), rows.target().input());
    }
    if (rows.weights() != null) {
      filled.put(rows.weights(), Input.of(rows.weights()));
    }
    for (Input input : filled.values()) {
      requirePlaceholder(instance, input);
    }
    for (String name : instance.inputs()) {
      if (!filled.containsKey(name)) {
        throw new IllegalArgumentException(
            "nothing fills placeholder '%s'; filled are %s".formatted(name, filled.keySet()));
      }
    }
    if (!instance.hasVariable(loss)) {
      throw new IllegalArgumentException(
          "the graph has no variable '%s' to be the loss".formatted(loss));
    }
  }

  private static void requirePlaceholder(SameDiff instance, Input input) {
    SDVariable variable =
        instance.hasVariable(input.placeholder())
            ? instance.getVariable(input.placeholder())
            : null;
    if (variable == null || variable.getVariableType() != VariableType.PLACEHOLDER) {
      throw new IllegalArgumentException(
          "the graph has no placeholder '%s'; it has %s"
              .formatted(input.placeholder(), instance.inputs()));
    }
    long[] declared = variable.getShape(), given = input.shape(-1);
    boolean fits = declared == null || declared.length == given.length;
    for (int i = 1; fits && declared != null && i < given.length; i++) {
      fits = declared[i] < 0 || declared[i] == given[i];
    }
    if (!fits) {
      throw new IllegalArgumentException(
          "placeholder '%s' has shape %s, a batch of rows %s (-1 is any number)"
              .formatted(input.placeholder(), Arrays.toString(declared), Arrays.toString(given)));
    }
  }

  @Override
  public boolean portable() {
    return false;
  }

  @Override
  public int dimension() {
    return graph.dimension();
  }

  @Override
  public Workspace workspace() {
    return new Scratch(rows.columns());
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

  /**
   * @param gradient added to; null: loss only
   */
  private double sum(
      RowBlock block, int[] order, int from, int to, double[] x, double[] gradient, Scratch s) {
    requireFits(block);
    return EvaluatorPool.with(
        graph,
        hardware,
        evaluator -> {
          evaluator.setPoint(x);
          double sum = 0;
          for (int start = from; start < to; start += TILE) {
            int end = Math.min(to, start + TILE);
            Map<String, INDArray> inputs = inputs(evaluator, block, order, start, end, s);
            double factor = reduction == Reduction.MEAN ? end - start : 1;
            sum +=
                factor
                    * (gradient == null
                        ? evaluator.loss(loss, inputs)
                        : evaluator.addGradient(loss, inputs, factor, gradient));
          }
          return sum;
        });
  }

  private void requireFits(RowBlock block) {
    if (block.columns() != rows.columns()) {
      throw new IllegalArgumentException(
          "rows have %d columns, the placeholders take %d"
              .formatted(block.columns(), rows.columns()));
    }
    if (block.weighted() && rows.weights() == null) {
      throw new IllegalArgumentException(
          "the rows have weights, which need a placeholder of their own in the graph");
    }
  }

  private Map<String, INDArray> inputs(
      Evaluator evaluator, RowBlock block, int[] order, int from, int to, Scratch s) {
    int n = to - from, columns = rows.columns();
    double[] values = new double[n * columns], labels = new double[n], weights = new double[n];
    for (int r = 0; r < n; r++) {
      int row = order == null ? from + r : order[from + r];
      int count = block.copyRow(row, s.indices, s.values);
      for (int i = 0; i < count; i++) {
        values[r * columns + s.indices[i]] = s.values[i];
      }
      labels[r] = block.label(row);
      weights[r] = block.weight(row);
    }
    Map<String, INDArray> inputs = new HashMap<>();
    int at = RowInputs.features(evaluator, rows.features(), values, n, columns, inputs);
    RowInputs.target(evaluator, rows.target(), values, labels, at, columns, inputs);
    if (rows.weights() != null) {
      inputs.put(rows.weights(), evaluator.input(rows.weights(), weights, new long[] {n}));
    }
    return inputs;
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
    return 0.5 * regParam * SquaredPenalty.add(0, x, 0, x.length, regParam, gradient);
  }
}
