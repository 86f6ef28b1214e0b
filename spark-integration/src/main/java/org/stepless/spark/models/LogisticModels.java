package org.stepless.spark.models;

import java.util.Arrays;
import org.apache.spark.ml.classification.LogisticRegressionModel;
import org.apache.spark.ml.linalg.DenseMatrix;
import org.apache.spark.ml.linalg.Vectors;
import org.stepless.losses.Logistic;
import org.stepless.losses.Loss;
import org.stepless.losses.Softmax;
import org.stepless.spark.fit.FitProblem;
import org.stepless.spark.params.BoundParams;
import org.stepless.spark.rows.BlockData;

/** Makes Spark's model of logistic regression of trained weights. */
public final class LogisticModels {
  private LogisticModels() {}

  /**
   * The model, in the form that takes less memory.
   *
   * @param multinomial whether there is an output a class
   * @param penalised whether a penalty determines the coefficients of all classes
   * @param bounded whether bounds do, and intercepts too
   */
  public static LogisticRegressionModel of(
      String uid, LinearWeights weights, boolean multinomial, boolean penalised, boolean bounded) {
    double[] coefficients = weights.coefficients(), intercepts = weights.intercepts();
    int outputs = weights.outputs();
    if (multinomial && !bounded) {
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

  /**
   * @param softmax whether there is an output a class
   * @param initial where to start; null to start from the classes' shares
   */
  public static FitProblem setup(
      BoundParams<?, ?> params,
      BlockData rows,
      int classes,
      boolean softmax,
      LogisticRegressionModel initial) {
    Loss loss = softmax ? new Softmax(classes) : new Logistic();
    FitProblem problem =
        LinearModels.setup(
            params,
            rows,
            new LinearModels.Target(
                loss, rows.labels().intercepts(Math.max(2, classes), loss.outputs())),
            initial == null
                ? null
                : LinearWeights.of(initial.coefficientMatrix(), initial.interceptVector()));
    return params.boundsSet()
        ? problem
        : ConstantLabels.classes(problem, params, rows.labels(), classes, loss.outputs());
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
