package org.stepless.spark.mllib;

import java.util.Arrays;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.mllib.linalg.SparseVector;
import org.apache.spark.mllib.linalg.Vectors;
import org.apache.spark.mllib.optimization.Gradient;
import org.apache.spark.mllib.optimization.HingeGradient;
import org.apache.spark.mllib.optimization.LeastSquaresGradient;
import org.apache.spark.mllib.optimization.LogisticGradient;
import org.stepless.data.ColumnStatistics;
import org.stepless.data.RowBlock;
import org.stepless.losses.BatchObjective;
import org.stepless.losses.Hinge;
import org.stepless.losses.Logistic;
import org.stepless.losses.Loss;
import org.stepless.losses.Objective;
import org.stepless.losses.PivotSoftmax;
import org.stepless.losses.SquaredError;
import org.stepless.text.Check;
import org.stepless.training.Coordinates;
import org.stepless.training.Problem;

/**
 * A gradient of MLlib as an objective on blocks: MLlib's own classes become losses with fast
 * kernels; any other class, subclasses of these included, is called row by row.
 *
 * @param objective what is minimised
 * @param loss the loss of the objective; null for a gradient that is called row by row
 * @param columns number of features
 */
record MappedGradient(BatchObjective objective, Loss loss, int columns) {

  /**
   * @param weights the initial weights, as MLlib lays them out
   * @throws IllegalArgumentException if their number does not fit gradient and columns
   */
  static MappedGradient of(Gradient gradient, int columns, double[] weights, double regParam) {
    for (int i = 0; i < weights.length; i++) {
      Check.finite("weight %d of initialWeights".formatted(i), weights[i]);
    }
    Loss loss = loss(gradient, columns, weights.length);
    if (loss == null) {
      return new MappedGradient(
          new GradientObjective(gradient, weights.length, regParam), null, columns);
    }
    double[] ones = new double[columns];
    Arrays.fill(ones, 1);
    Objective objective = new Objective(loss, columns, false, Objective.l2(regParam, ones, false));
    return new MappedGradient(objective, loss, columns);
  }

  private static Loss loss(Gradient gradient, int columns, int weights) {
    // Subclasses may compute anything, so only the classes themselves are known.
    Class<?> type = gradient.getClass();
    if (type == LogisticGradient.class) {
      return logistic(gradient, columns, weights);
    }
    boolean squared = type == LeastSquaresGradient.class;
    if (!squared && type != HingeGradient.class) {
      return null;
    }
    if (weights != columns) {
      throw new IllegalArgumentException(
          "initialWeights has %d weights where the rows have %d features; %s needs one weight a feature"
              .formatted(weights, columns, type.getSimpleName()));
    }
    return squared ? new SquaredError() : new Hinge();
  }

  private static Loss logistic(Gradient gradient, int columns, int weights) {
    try {
      // LogisticGradient does not tell its number of classes, but checks it against the weights.
      gradient.compute(
          new SparseVector(columns, new int[0], new double[0]), 0, Vectors.zeros(weights));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "initialWeights has %d weights where the rows have %d features; LogisticGradient needs numClasses - 1 weights a feature, check both numbers"
              .formatted(weights, columns),
          e);
    }
    int classes = weights / columns + 1;
    return classes == 2 ? new Logistic() : new PivotSoftmax(classes);
  }

  /** Checks all labels, in one job; any finite label will do for a gradient of the user's own. */
  void checkLabels(JavaRDD<RowBlock> blocks) {
    if (loss != null) {
      checkLabels(blocks, loss);
    }
  }

  private static void checkLabels(JavaRDD<RowBlock> blocks, Loss loss) {
    blocks.foreach(loss::checkLabels);
  }

  /**
   * What is minimised, in the coordinates of the features as they came or of scaled ones.
   *
   * @throws IllegalArgumentException if scaling is asked of a gradient whose weights have no
   *     columns
   */
  Problem problem(ColumnStatistics statistics, boolean featureScaling) {
    if (!featureScaling) {
      return new Problem(objective, null, 1);
    }
    if (loss == null) {
      throw new IllegalArgumentException(
          "featureScaling needs one of MLlib's own gradients: how the weights of another belong to features is not known; switch it off");
    }
    double[] scale = statistics.standardDeviations();
    for (int j = 0; j < columns; j++) {
      scale[j] = scale[j] > 0 ? scale[j] : 1; // a constant column, such as the appended ones
    }
    return new Problem(objective, new Coordinates(loss.outputs(), scale, null), 1);
  }

  /**
   * The model of MLlib's weights: one row of features for each output becomes one for each column.
   */
  double[] toModel(double[] weights) {
    return loss == null ? weights.clone() : transposed(weights, loss.outputs(), columns);
  }

  /** MLlib's weights of a model. */
  double[] toWeights(double[] model) {
    return loss == null ? model.clone() : transposed(model, columns, loss.outputs());
  }

  private static double[] transposed(double[] matrix, int rows, int columns) {
    double[] result = new double[matrix.length];
    for (int r = 0; r < rows; r++) {
      for (int c = 0; c < columns; c++) {
        result[c * rows + r] = matrix[r * columns + c];
      }
    }
    return result;
  }
}
