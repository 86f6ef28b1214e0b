package org.stepless.spark.params;

import org.apache.spark.ml.param.DoubleParam;
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

  /** Called by classes of Scala only. */
  @Override
  default void org$apache$spark$ml$param$shared$HasThreshold$_setter_$threshold_$eq(
      DoubleParam param) {}
}
