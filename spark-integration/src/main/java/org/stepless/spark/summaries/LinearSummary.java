package org.stepless.spark.summaries;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.util.Arrays;
import org.apache.spark.ml.regression.LinearRegressionModel;
import org.apache.spark.ml.regression.LinearRegressionTrainingSummary;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Spark's summary of a linear regression, whose constructor changed between its versions. */
final class LinearSummary {
  private static final Constructor<?> CONSTRUCTOR =
      LinearRegressionTrainingSummary.class.getConstructors()[0];

  private LinearSummary() {}

  /**
   * Makes one.
   *
   * @param predictions of the model, in its prediction column
   * @param diagonal of (A' W A)^-1; one 0 if there is none
   */
  static LinearRegressionTrainingSummary of(
      LinearRegressionModel model,
      Dataset<Row> predictions,
      String predictionCol,
      String weightCol,
      double[] diagonal,
      double[] objectiveHistory) {
    String label = model.getLabelCol(), features = model.getFeaturesCol();
    boolean holdsModel =
        Arrays.asList(CONSTRUCTOR.getParameterTypes()).contains(LinearRegressionModel.class);
    Object[] arguments =
        holdsModel // until 4.0
            ? new Object[] {
              predictions, predictionCol, label, features, model, diagonal, objectiveHistory
            }
            : new Object[] {
              predictions,
              predictionCol,
              label,
              features,
              weightCol,
              model.numFeatures(),
              model.getFitIntercept(),
              diagonal,
              objectiveHistory,
              estimates(model)
            };
    try {
      return (LinearRegressionTrainingSummary) CONSTRUCTOR.newInstance(arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause() instanceof RuntimeException cause
          ? cause
          : new IllegalStateException("cannot make the summary: " + e.getCause(), e.getCause());
    } catch (ReflectiveOperationException | IllegalArgumentException e) {
      throw new UnsupportedOperationException(
          "this version of Spark makes summaries of linear regressions in another way; fits and"
              + " models do not need them",
          e);
    }
  }

  /** Coefficients, then the intercept if it was fitted. */
  private static double[] estimates(LinearRegressionModel model) {
    double[] coefficients = model.coefficients().toArray();
    if (!model.getFitIntercept()) {
      return coefficients;
    }
    double[] all = Arrays.copyOf(coefficients, coefficients.length + 1);
    all[coefficients.length] = model.intercept();
    return all;
  }
}
