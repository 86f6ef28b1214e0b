package org.stepless.spark.params;

import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.ParamValidators;
import org.apache.spark.ml.param.Params;
import org.apache.spark.ml.param.shared.HasThreshold;

/**
 * The param that says above which score of class 1 that class is predicted.
 *
 * @param <E> the estimator
 */
public interface ThresholdParams<E> extends RunParams<E>, HasThreshold {
  /** The score above which class 1 is predicted. */
  @Override
  DoubleParam threshold();

  /** Value of threshold. */
  @Override
  default double getThreshold() {
    return (double) getOrDefault(threshold());
  }

  /** Sets threshold: the score above which class 1 is predicted. */
  default E setThreshold(double value) {
    set(threshold(), value);
    return self();
  }

  /** The param of a stage that predicts by a probability, with its default. */
  static DoubleParam ofProbability(Params stage) {
    DoubleParam param =
        new DoubleParam(
            stage,
            "threshold",
            "with two classes, probability above which class 1 is predicted, in [0, 1]",
            ParamValidators.inRange(0, 1));
    stage.setDefault(param, 0.5);
    return param;
  }

  /** The param of a stage that predicts by a margin, with its default. */
  static DoubleParam ofMargin(Params stage) {
    DoubleParam param =
        new DoubleParam(stage, "threshold", "margin above which class 1 is predicted");
    stage.setDefault(param, 0.0);
    return param;
  }

  /** Called by classes of Scala only. */
  @Override
  default void org$apache$spark$ml$param$shared$HasThreshold$_setter_$threshold_$eq(
      DoubleParam param) {}
}
