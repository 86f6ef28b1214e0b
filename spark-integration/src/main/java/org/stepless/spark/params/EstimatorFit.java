package org.stepless.spark.params;

import java.util.function.Function;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.ml.PredictionModel;
import org.apache.spark.ml.Predictor;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Dataset;
import org.stepless.spark.fit.Fit;
import org.stepless.spark.fit.FitProblem;
import org.stepless.spark.fit.FitSettings;
import org.stepless.spark.fit.TrainingListener;
import org.stepless.spark.rows.BlockData;
import org.stepless.spark.rows.LabelCheck;

/** The fit of an estimator: what its params say, put on the path of every fit. */
public final class EstimatorFit {
  private EstimatorFit() {}

  /**
   * What {@code Predictor.fit} does, but on the frame itself instead of one with a cast label: a
   * new frame has to be planned anew in every fit.
   */
  public static <M extends PredictionModel<Vector, M>> M fitted(
      Predictor<Vector, ?, M> estimator, Dataset<?> data) {
    estimator.transformSchema(data.schema());
    return estimator.copyValues(
        estimator.train(data).setParent(estimator), estimator.copyValues$default$2());
  }

  /**
   * Trains, and leaves the summary with the params.
   *
   * @param check of every label
   * @param choose chooses the problem from what the first pass found
   * @return the model
   */
  public static double[] run(
      SteplessParams<?, ?> params,
      Dataset<?> data,
      LabelCheck check,
      Function<BlockData, FitProblem> choose) {
    TrainingListener listener = params.common().listener;
    FitSettings settings =
        new FitSettings(
            params.runRequest(),
            params.getAggregationDepth(),
            params.isSet(params.checkpointDir()) ? params.getCheckpointDir() : null,
            params.getCheckpointInterval(),
            ParamFingerprint.of(params),
            params.getPatience(),
            listener == null ? TrainingListener.NONE : listener);
    Fit.Fitted fitted =
        Fit.run(
            JavaSparkContext.fromSparkContext(data.sparkSession().sparkContext()),
            settings,
            () -> new InputRows(params, data, check),
            choose);
    params.common().summary = fitted.summary();
    return fitted.model();
  }
}
