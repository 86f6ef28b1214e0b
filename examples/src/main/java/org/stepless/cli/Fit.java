package org.stepless.cli;

import java.io.IOException;
import org.apache.spark.ml.PredictionModel;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.util.MLWritable;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.stepless.cli.input.Task;
import org.stepless.spark.SteplessLinearRegression;
import org.stepless.spark.SteplessLogisticRegression;
import org.stepless.spark.fit.TrainingListener;
import org.stepless.spark.fit.TrainingSummary;
import org.stepless.spark.params.ElasticNetParams;

/**
 * A trained model, and how it was trained.
 *
 * @param model one of Spark's own models
 * @param summary what happened in training
 */
record Fit(PredictionModel<Vector, ?> model, TrainingSummary summary) {

  /** Trains the model of a task. */
  static Fit of(TrainOptions options, Task task, Dataset<Row> rows, TrainingListener listener) {
    if (task == Task.REGRESSION) {
      SteplessLinearRegression estimator = configure(new SteplessLinearRegression(), options);
      estimator.setListener(listener);
      return new Fit(estimator.fit(rows), estimator.summary());
    }
    SteplessLogisticRegression estimator = configure(new SteplessLogisticRegression(), options);
    estimator.setListener(listener);
    return new Fit(estimator.fit(rows), estimator.summary());
  }

  private static <E extends ElasticNetParams<E, ?>> E configure(E estimator, TrainOptions options) {
    estimator.setOptimizer(options.optimizer);
    estimator.setSchedule(options.schedule);
    estimator.setMaxEpochs(options.epochs);
    estimator.setBatchSize(options.batchSize);
    estimator.setRegParam(options.regParam);
    estimator.setStandardization(options.standardization);
    estimator.setFitIntercept(!options.noIntercept);
    estimator.setCoordinates(options.coordinates.text());
    estimator.setFinish(options.finish);
    estimator.setElasticNetParam(options.elasticNet);
    if (options.tol != null) {
      estimator.setTol(options.tol);
    }
    estimator.setSeed(options.seed);
    estimator.setMode(options.mode);
    estimator.setAggregationDepth(options.aggregationDepth);
    if (options.checkpointDir != null) {
      estimator.setCheckpointDir(options.checkpointDir);
    }
    estimator.setCheckpointInterval(options.checkpointInterval);
    return estimator;
  }

  /** Saves the model in Spark's own format. */
  void save(String path) throws IOException {
    ((MLWritable) model).save(path);
  }
}
