package org.stepless.spark.params;

import org.apache.spark.ml.param.BooleanParam;
import org.apache.spark.ml.param.Params;
import org.apache.spark.ml.param.shared.HasFitIntercept;

/**
 * The param of models that may have an intercept or none.
 *
 * @param <E> the estimator
 * @param <M> its model
 */
public interface InterceptParams<E, M> extends SteplessParams<E, M>, HasFitIntercept {

  /** The param objects. */
  class Fields<M> extends EstimatorFields<M> {
    private static final long serialVersionUID = 1L;

    final BooleanParam fitIntercept;

    /** Params of a stage, at their defaults. */
    public Fields(Params stage) {
      super(stage);
      fitIntercept = new BooleanParam(stage, "fitIntercept", "whether to fit an intercept");
      stage.setDefault(fitIntercept, true);
    }
  }

  @Override
  Fields<M> common();

  /** Whether to fit an intercept; default true. */
  @Override
  default BooleanParam fitIntercept() {
    return common().fitIntercept;
  }

  /** Value of fitIntercept. */
  @Override
  default boolean getFitIntercept() {
    return (boolean) getOrDefault(fitIntercept());
  }

  /** Sets fitIntercept. Whether to fit an intercept; default true. */
  default E setFitIntercept(boolean value) {
    set(fitIntercept(), value);
    return self();
  }

  /** Called by classes of Scala only. */
  @Override
  default void org$apache$spark$ml$param$shared$HasFitIntercept$_setter_$fitIntercept_$eq(
      BooleanParam param) {}
}
