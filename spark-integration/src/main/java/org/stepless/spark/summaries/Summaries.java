package org.stepless.spark.summaries;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;

import java.util.function.BiFunction;
import org.apache.spark.ml.Estimator;
import org.apache.spark.ml.Model;
import org.apache.spark.ml.PredictionModel;
import org.apache.spark.ml.classification.BinaryLogisticRegressionTrainingSummaryImpl;
import org.apache.spark.ml.classification.ClassificationModel;
import org.apache.spark.ml.classification.FMClassificationModel;
import org.apache.spark.ml.classification.FMClassificationTrainingSummaryImpl;
import org.apache.spark.ml.classification.LinearSVCModel;
import org.apache.spark.ml.classification.LinearSVCTrainingSummaryImpl;
import org.apache.spark.ml.classification.LogisticRegressionModel;
import org.apache.spark.ml.classification.LogisticRegressionTrainingSummaryImpl;
import org.apache.spark.ml.classification.MultilayerPerceptronClassificationModel;
import org.apache.spark.ml.classification.MultilayerPerceptronClassificationTrainingSummaryImpl;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.regression.GeneralizedLinearRegressionModel;
import org.apache.spark.ml.regression.GeneralizedLinearRegressionTrainingSummary;
import org.apache.spark.ml.regression.LinearRegressionModel;
import org.apache.spark.ml.util.HasTrainingSummary;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.stepless.finish.Finished;
import org.stepless.spark.fit.TrainingSummary;
import org.stepless.spark.params.ChoiceParam;
import org.stepless.spark.params.OptionalColumn;
import org.stepless.spark.params.SteplessParams;
import scala.Tuple2;
import scala.Tuple3;

/**
 * Gives the models of estimators the training summaries that Spark's own fits give them. What they
 * say of a model is Spark's arithmetic on its predictions for the rows trained on; the history of
 * the objective and the curvature come from the fit.
 *
 * <p>A summary costs a fit nothing: it is made when somebody asks the model for it.
 */
public final class Summaries {
  /** What Spark's regressions take where nothing tells of standard errors. */
  private static final double[] NO_DIAGONAL = {0};

  private Summaries() {}

  /** Makes the summary of a model. */
  private interface Source<M, S> {
    S of(M model, Dataset<?> data, Training training);
  }

  /** A column name that is empty if there is none, and what the fit's summary holds. */
  private record Training(String weightCol, double[] objectiveHistory) {}

  /** Predictions of a classifier for its training data, and the columns that hold them. */
  private record Predictions(
      Dataset<Row> rows,
      String scoreCol,
      String predictionCol,
      String weightCol,
      double[] objectiveHistory) {}

  /** A logistic regression with its summary: a binary one for two classes. */
  public static LogisticRegressionModel with(
      SteplessParams<?, ?> fitted, LogisticRegressionModel model, Dataset<?> data) {
    return classifier(
        fitted,
        model,
        data,
        (own, predictions) ->
            own.numClasses() <= 2
                ? new BinaryLogisticRegressionTrainingSummaryImpl(
                    predictions.rows(),
                    predictions.scoreCol(),
                    predictions.predictionCol(),
                    own.getLabelCol(),
                    own.getFeaturesCol(),
                    predictions.weightCol(),
                    predictions.objectiveHistory())
                : new LogisticRegressionTrainingSummaryImpl(
                    predictions.rows(),
                    predictions.scoreCol(),
                    predictions.predictionCol(),
                    own.getLabelCol(),
                    own.getFeaturesCol(),
                    predictions.weightCol(),
                    predictions.objectiveHistory()));
  }

  /** A support vector machine with its summary. */
  public static LinearSVCModel with(
      SteplessParams<?, ?> fitted, LinearSVCModel model, Dataset<?> data) {
    return classifier(
        fitted,
        model,
        data,
        (own, predictions) ->
            new LinearSVCTrainingSummaryImpl(
                predictions.rows(),
                predictions.scoreCol(),
                predictions.predictionCol(),
                own.getLabelCol(),
                predictions.weightCol(),
                predictions.objectiveHistory()));
  }

  /** A factorisation machine with its summary. */
  public static FMClassificationModel with(
      SteplessParams<?, ?> fitted, FMClassificationModel model, Dataset<?> data) {
    return classifier(
        fitted,
        model,
        data,
        (own, predictions) ->
            new FMClassificationTrainingSummaryImpl(
                predictions.rows(),
                predictions.scoreCol(),
                predictions.predictionCol(),
                own.getLabelCol(),
                predictions.weightCol(),
                predictions.objectiveHistory()));
  }

  /** A perceptron with its summary. */
  public static MultilayerPerceptronClassificationModel with(
      SteplessParams<?, ?> fitted, MultilayerPerceptronClassificationModel model, Dataset<?> data) {
    return classifier(
        fitted,
        model,
        data,
        (own, predictions) ->
            new MultilayerPerceptronClassificationTrainingSummaryImpl(
                predictions.rows(),
                predictions.predictionCol(),
                own.getLabelCol(),
                predictions.weightCol(),
                predictions.objectiveHistory()));
  }

  /** What the summaries of all classifiers are made of. */
  private static <S, M extends ClassificationModel<Vector, M> & HasTrainingSummary<S>> M classifier(
      SteplessParams<?, ?> fitted,
      M model,
      Dataset<?> data,
      BiFunction<M, Predictions, ? extends S> summary) {
    return attach(
        fitted,
        model,
        data,
        (own, rows, training) -> {
          Tuple3<?, String, String> named = own.findSummaryModel();
          Dataset<Row> predictions = ((ClassificationModel<?, ?>) named._1()).transform(rows);
          return summary.apply(
              own,
              new Predictions(
                  predictions,
                  named._2(),
                  named._3(),
                  training.weightCol(),
                  training.objectiveHistory()));
        });
  }

  /**
   * A linear regression with its summary.
   *
   * @param leastSquares whether the loss was the squared error, whose curvature gives standard
   *     errors
   */
  public static LinearRegressionModel with(
      SteplessParams<?, ?> fitted,
      LinearRegressionModel model,
      Dataset<?> data,
      boolean leastSquares) {
    Finished finish = leastSquares ? fitted.summary().finish() : null;
    return attach(
        fitted,
        model,
        data,
        (own, rows, training) -> {
          Tuple2<LinearRegressionModel, String> named = own.findSummaryModelAndPredictionCol();
          return LinearSummary.of(
              named._1(),
              named._1().transform(rows),
              named._2(),
              training.weightCol(),
              diagonal(finish),
              training.objectiveHistory());
        });
  }

  /**
   * A generalised linear regression with its summary. The objective's curvature at the model must
   * be that of the negative log likelihood, up to the dispersion. The solver is the finish's method
   * or, without a finish, the optimizer.
   */
  public static GeneralizedLinearRegressionModel with(
      SteplessParams<?, ?> fitted, GeneralizedLinearRegressionModel model, Dataset<?> data) {
    Finished finish = fitted.summary().finish();
    String solver = finish == null ? fitted.getOptimizer() : finish.method().text();
    return attach(
        fitted,
        model,
        data,
        (own, rows, training) ->
            new GeneralizedLinearRegressionTrainingSummary(
                rows, own, diagonal(finish), training.objectiveHistory().length - 1, solver));
  }

  private static double[] diagonal(Finished finish) {
    double[] diagonal =
        finish == null || finish.curvature() == null ? null : finish.curvature().inverseDiagonal();
    return diagonal == null ? NO_DIAGONAL.clone() : diagonal;
  }

  /** Params of the model are those of the estimator now, whatever is set on either later. */
  @SuppressWarnings("unchecked")
  private static <S, M extends PredictionModel<Vector, M> & HasTrainingSummary<S>> M attach(
      SteplessParams<?, ?> fitted, M model, Dataset<?> data, Source<M, ? extends S> source) {
    Model<M> withParams = (Model<M>) fitted.copyValues(model, ChoiceParam.spelt(fitted, model));
    withParams.setParent((Estimator<M>) fitted);
    M own = model.copy(ParamMap.empty());
    TrainingSummary summary = fitted.summary();
    String weightCol = OptionalColumn.name(fitted, fitted.weightCol());
    Training training = new Training(weightCol == null ? "" : weightCol, History.of(summary));
    String held = OptionalColumn.name(fitted, fitted.validationIndicatorCol());
    model.setSummary(LazySummary.of(() -> source.of(own, trainedOn(data, held), training)));
    return model;
  }

  /**
   * The rows that were not only validated on.
   *
   * @param indicatorCol null if there are none of those
   */
  private static Dataset<?> trainedOn(Dataset<?> data, String indicatorCol) {
    return indicatorCol == null ? data : data.where(not(coalesce(col(indicatorCol), lit(false))));
  }
}
