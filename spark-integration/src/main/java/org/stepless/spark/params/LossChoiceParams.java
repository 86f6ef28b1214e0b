package org.stepless.spark.params;

import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.shared.HasLoss;

/**
 * The param that names the loss.
 *
 * @param <E> the estimator
 */
public interface LossChoiceParams<E> extends RunParams<E>, HasLoss {
  /** The loss that is minimised, by name. */
  @Override
  Param<String> loss();

  /** Value of loss. */
  @Override
  default String getLoss() {
    return getOrDefault(loss());
  }

  /** Sets loss, by name, in upper or lower case. */
  default E setLoss(String value) {
    set(loss(), value);
    return self();
  }

  /** Called by classes of Scala only. */
  @Override
  default void org$apache$spark$ml$param$shared$HasLoss$_setter_$loss_$eq(Param<String> param) {}
}
