package org.stepless.spark.models;

import java.util.Arrays;
import org.apache.spark.ml.classification.LogisticRegressionModel;
import org.apache.spark.ml.linalg.DenseMatrix;
import org.apache.spark.ml.linalg.Vectors;

/** Makes Spark's model of logistic regression of trained weights. */
public final class LogisticModels {
  private LogisticModels() {}

  /**
   * The model, in the form that takes less memory.
   *
   * @param multinomial whether there is an output a class
   * @param penalised whether a penalty determines the coefficients of all classes
   */
  public static LogisticRegressionModel of(
      String uid, LinearWeights weights, boolean multinomial, boolean penalised) {
    double[] coefficients = weights.coefficients(), intercepts = weights.intercepts();
    int outputs = weights.outputs();
    if (multinomial) {
      centre(intercepts, 0, outputs);
      for (int j = 0; j < weights.columns() && !penalised; j++) {
        centre(coefficients, j * outputs, outputs);
      }
    }
    return new LogisticRegressionModel(
        uid,
        // Spark wants the binomial model's one row as a row-major matrix; the entries are the same.
        new DenseMatrix(outputs, weights.columns(), coefficients, outputs == 1).compressed(),
        Vectors.dense(intercepts).compressed(),
        multinomial ? outputs : 2,
        multinomial);
  }

  /** Adding a number to all classes changes no prediction; like Spark, choose the mean 0. */
  private static void centre(double[] values, int from, int count) {
    double mean = Arrays.stream(values, from, from + count).average().orElse(0);
    if (Double.isInfinite(mean)) {
      return; // one class has it all
    }
    for (int k = from; k < from + count; k++) {
      values[k] -= mean;
    }
  }
}
