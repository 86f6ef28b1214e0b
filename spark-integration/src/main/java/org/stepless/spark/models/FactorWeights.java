package org.stepless.spark.models;

import java.util.Arrays;
import org.apache.spark.ml.linalg.DenseMatrix;
import org.apache.spark.ml.linalg.Matrix;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.stepless.spark.params.FactorizationParams;

/**
 * The weights of a factorisation machine as Spark's models hold them.
 *
 * @param factors one row per column of the features
 * @param linear all 0 where none are fitted
 * @param intercept 0 where none is fitted
 */
public record FactorWeights(Matrix factors, Vector linear, double intercept) {

  /** The weights of a trained model: factors column by column, linear coefficients, intercept. */
  public static FactorWeights of(double[] model, FactorizationParams<?, ?> params) {
    int k = params.getFactorSize();
    boolean fitLinear = params.getFitLinear(), fitIntercept = params.getFitIntercept();
    int columns = (model.length - (fitIntercept ? 1 : 0)) / (k + (fitLinear ? 1 : 0));
    int linear = columns * k;
    return new FactorWeights(
        new DenseMatrix(columns, k, Arrays.copyOf(model, linear), true),
        fitLinear
            ? Vectors.dense(Arrays.copyOfRange(model, linear, linear + columns))
            : Vectors.sparse(columns, new int[0], new double[0]),
        fitIntercept ? model[model.length - 1] : 0);
  }

  /**
   * As a point of training starts.
   *
   * @throws IllegalArgumentException if these weights do not fit the params or the data
   */
  double[] start(FactorizationParams<?, ?> params, int columns) {
    int k = params.getFactorSize();
    boolean fitLinear = params.getFitLinear(), fitIntercept = params.getFitIntercept();
    if (factors.numRows() != columns || factors.numCols() != k) {
      throw new IllegalArgumentException(
          "the initial model has %d features and factors of length %d, the fit asks for %d and %d"
              .formatted(factors.numRows(), factors.numCols(), columns, k));
    }
    if (!fitLinear && linear.numNonzeros() > 0) {
      throw new IllegalArgumentException(
          "the initial model has linear coefficients, but fitLinear is false");
    }
    if (!fitIntercept && intercept != 0) {
      throw new IllegalArgumentException(
          "the initial model has an intercept, but fitIntercept is false");
    }
    // Column-major values of the transpose are the factors column by column.
    double[] byColumn = factors.transpose().toArray();
    double[] start =
        Arrays.copyOf(byColumn, columns * k + (fitLinear ? columns : 0) + (fitIntercept ? 1 : 0));
    if (fitLinear) {
      System.arraycopy(linear.toArray(), 0, start, columns * k, columns);
    }
    if (fitIntercept) {
      start[start.length - 1] = intercept;
    }
    return start;
  }
}
