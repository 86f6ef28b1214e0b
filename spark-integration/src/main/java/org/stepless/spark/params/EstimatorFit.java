package org.stepless.spark.params;

import java.util.function.Function;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.ml.Estimator;
import org.apache.spark.ml.Model;
import org.apache.spark.ml.PredictionModel;
import org.apache.spark.ml.Predictor;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.sql.Dataset;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.stepless.spark.fit.Fit;
import org.stepless.spark.fit.FitProblem;
import org.stepless.spark.fit.FitSettings;
import org.stepless.spark.fit.TrainingListener;
import org.stepless.spark.rows.BlockData;
import org.stepless.spark.rows.LabelCheck;

/** The fit of an estimator: what its params say, put on the path of every fit. */
public final class EstimatorFit {
  private static final Logger LOG = LoggerFactory.getLogger(EstimatorFit.class);

  private EstimatorFit() {}

  /**
   * What {@code Predictor.fit} does, but on the frame itself instead of one with a cast label: a
   * new frame has to be planned anew in every fit.
   */
  public static <M extends PredictionModel<Vector, M>> M fitted(
      Predictor<Vector, ?, M> estimator, Dataset<?> data) {
    estimator.transformSchema(data.schema());
    M model = estimator.train(data).setParent(estimator);
    return estimator.copyValues(model, ChoiceParam.spelt(estimator, model));
  }

  /**
   * What {@code Estimator.fit} does, but the summary is with the estimator that the user has.
   *
   * @param params override the estimator's
   */
  public static <M extends Model<M>> M fitted(
      Estimator<M> estimator, Dataset<?> data, ParamMap params) {
    Estimator<M> copy = estimator.copy(params);
    M model = copy.fit(data);
    ((SteplessParams<?, ?>) estimator).common().summary = ((SteplessParams<?, ?>) copy).summary();
    return model;
  }

  /** Code that was written for Spark's estimators may choose among their algorithms. */
  private static void logUnused(SteplessParams<?, ?> params) {
    if (params instanceof SolverParams<?> stage
        && !(params instanceof LinearModelParams)
        && stage.isSet(stage.solver())) {
      LOG.info(
          "solver {} names an algorithm of Spark's and changes nothing here: optimizer {} trains",
          stage.getSolver(),
          params.getOptimizer());
    }
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
    logUnused(params);
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
            params.getMaxIter() > 0
                ? choose
                : choose.andThen(problem -> problem.untrained("maxIter is 0")));
    params.common().summary = fitted.summary();
    return fitted.model();
  }
}
