package org.stepless.spark.mllib;

import java.util.Arrays;
import org.apache.spark.mllib.linalg.DenseVector;
import org.apache.spark.mllib.linalg.SparseVector;
import org.apache.spark.mllib.linalg.Vector;
import org.apache.spark.mllib.optimization.Gradient;
import org.stepless.data.RowBlock;
import org.stepless.losses.BatchObjective;
import org.stepless.losses.Workspace;

/**
 * Any {@code Gradient} as an objective: its {@code compute} is called row by row. The penalty is
 * 1/2 regParam |w|^2 over all weights.
 *
 * @param dimension number of weights; how they belong to features is the gradient's own affair
 */
record GradientObjective(Gradient gradient, int dimension, double regParam)
    implements BatchObjective {

  @Override
  public Workspace workspace() {
    return new Workspace(0);
  }

  @Override
  public double addLossAndGradient(
      RowBlock block,
      int[] order,
      int from,
      int to,
      double[] x,
      double[] sum,
      Workspace workspace) {
    int[] indices = new int[block.columns()];
    double[] values = new double[block.columns()];
    Vector weights = new DenseVector(x), total = new DenseVector(sum);
    double loss = 0;
    for (int r = from; r < to; r++) {
      int row = order == null ? r : order[r];
      Vector features = features(block, row, indices, values);
      loss += gradient.compute(features, block.label(row), weights, total);
    }
    return loss;
  }

  @Override
  public double lossSum(
      RowBlock block, int[] order, int from, int to, double[] x, Workspace workspace) {
    return addLossAndGradient(block, order, from, to, x, new double[dimension], workspace);
  }

  /** A row as a vector of its own; sparse where that takes less memory, as MLlib compresses. */
  private static Vector features(RowBlock block, int row, int[] indices, double[] values) {
    int n = block.copyRow(row, indices, values), columns = block.columns();
    if (1.5 * (n + 1) < columns) {
      return new SparseVector(columns, Arrays.copyOf(indices, n), Arrays.copyOf(values, n));
    }
    double[] dense = new double[columns];
    for (int i = 0; i < n; i++) {
      dense[indices[i]] = values[i];
    }
    return new DenseVector(dense);
  }

  @Override
  public double penalty(double[] x) {
    return Penalty.value(regParam, x);
  }

  @Override
  public double addPenaltyGradient(double[] x, double[] sum) {
    for (int i = 0; i < x.length; i++) {
      sum[i] += regParam * x[i];
    }
    return Penalty.value(regParam, x);
  }
}
