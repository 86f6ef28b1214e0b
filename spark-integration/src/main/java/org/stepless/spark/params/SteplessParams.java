package org.stepless.spark.params;

import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.stepless.spark.fit.TrainingListener;
import org.stepless.spark.fit.TrainingSummary;

/**
 * The params and settings that all Stepless estimators share.
 *
 * <p>With a {@code validationIndicatorCol}, the rows it marks are not trained on. After every epoch
 * the mean weighted loss over them is taken, without penalty; training stops when it has not
 * improved for {@code patience} epochs, and the model of the best epoch is returned.
 *
 * @param <E> the estimator
 * @param <M> its model
 */
public interface SteplessParams<E, M> extends CheckpointParams<E> {

  @Override
  EstimatorFields<M> common();

  /** Features column; Spark's own param. */
  String getFeaturesCol();

  /** Label column; Spark's own param. */
  String getLabelCol();

  /** Strength of the L2 penalty; at least 0, default 0. */
  @Override
  default DoubleParam regParam() {
    return common().regParam;
  }

  /** Value of regParam. */
  @Override
  default double getRegParam() {
    return (double) getOrDefault(regParam());
  }

  /** Sets regParam. Strength of the L2 penalty; at least 0, default 0. */
  default E setRegParam(double value) {
    set(regParam(), value);
    return self();
  }

  /** Weight column; if not set (default) or empty, all rows weigh 1. */
  @Override
  default Param<String> weightCol() {
    return common().weightCol;
  }

  /** Value of weightCol. */
  @Override
  default String getWeightCol() {
    return getOrDefault(weightCol());
  }

  /** Sets weightCol. Weight column; if not set (default) or empty, all rows weigh 1. */
  default E setWeightCol(String value) {
    set(weightCol(), value);
    return self();
  }

  /**
   * Boolean column that is true for the rows to validate on; null counts as false. If not set
   * (default) or empty, all rows are trained on.
   */
  @Override
  default Param<String> validationIndicatorCol() {
    return common().validationIndicatorCol;
  }

  /** Value of validationIndicatorCol. */
  @Override
  default String getValidationIndicatorCol() {
    return getOrDefault(validationIndicatorCol());
  }

  /**
   * Sets validationIndicatorCol. Boolean column that is true for the rows to validate on; null
   * counts as false. If not set (default) or empty, all rows are trained on.
   */
  default E setValidationIndicatorCol(String value) {
    set(validationIndicatorCol(), value);
    return self();
  }

  /**
   * With a validationIndicatorCol, epochs without a new best validation loss after which training
   * stops; at least 1, default 5.
   */
  default IntParam patience() {
    return common().patience;
  }

  /** Value of patience. */
  default int getPatience() {
    return (int) getOrDefault(patience());
  }

  /**
   * Sets patience. With a validationIndicatorCol, epochs without a new best validation loss after
   * which training stops; at least 1, default 5.
   */
  default E setPatience(int value) {
    set(patience(), value);
    return self();
  }

  /**
   * Sets a model to start from; it must fit the data in features and classes, and have no intercept
   * if none is fitted. Null, the default, starts from a constant model (a factorisation machine or
   * a perceptron from random weights). Copies keep it; a saved estimator does not.
   */
  default E setInitialModel(M value) {
    common().initialModel = value;
    return self();
  }

  /** Sets who is told how training goes. Copies keep it; a saved estimator does not. */
  default E setListener(TrainingListener value) {
    common().listener = value;
    return self();
  }

  /**
   * The rows of the last fit of this very instance with their trackers, in a further column {@code
   * tracker}: null where a row was only validated on. The rows with the highest trackers are those
   * on which the model stayed wrong: hard ones, outliers and wrong labels. A tracker follows its
   * row's loss by 1 / (|gradient|^2 + 1) of their difference a pass, so that it takes more passes
   * than the model does, and a schedule that does not fade out.
   *
   * @param data the data frame that was fitted, whose rows must come in the same order again (as
   *     those of files, of a sorted or of a cached frame do)
   * @throws IllegalStateException if nothing was fitted yet or the optimizer keeps no trackers
   * @throws IllegalArgumentException if the rows are not those fitted, or not in that order
   */
  default Dataset<Row> withTrackers(Dataset<?> data) {
    TrainingSummary summary = summary();
    if (summary == null || summary.trackers() == null) {
      throw new IllegalStateException(
          summary == null
              ? "there are no trackers before fit is called on this instance"
              : "optimizer %s keeps no trackers; motaps and taps do".formatted(getOptimizer()));
    }
    return TrackerFrame.of(this, data, summary.trackers());
  }

  /** What happened in the last fit of this very instance; null before. */
  default TrainingSummary summary() {
    return common().summary;
  }
}
