package org.stepless.spark.params;

import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.ParamValidators;
import org.apache.spark.ml.param.Params;
import org.apache.spark.ml.param.shared.HasElasticNetParam;

/**
 * The param that mixes an L1 penalty into the L2 penalty of a linear model, as in Spark: {@code
 * regParam} times {@code elasticNetParam} |x| + (1 - elasticNetParam) / 2 x^2 summed over the
 * coefficients, those of standardised features if {@code standardization}; never the intercepts.
 *
 * <p>The passes follow a subgradient of the L1 penalty; the finish, which it needs, makes the
 * coefficients exactly 0 that are 0 at the optimum. So a finish that is not set is auto.
 *
 * @param <E> the estimator
 * @param <M> its model
 */
public interface ElasticNetParams<E, M> extends LinearModelParams<E, M>, HasElasticNetParam {

  /** The param objects. */
  class Fields<M> extends LinearModelParams.Fields<M> {
    private static final long serialVersionUID = 1L;

    final DoubleParam elasticNetParam;

    /** Params of a stage, at their defaults. */
    public Fields(Params stage) {
      super(stage);
      elasticNetParam =
          new DoubleParam(
              stage,
              "elasticNetParam",
              "share of the L1 penalty in the penalty, in [0, 1]: 0 is an L2 penalty alone, 1 an L1"
                  + " penalty",
              ParamValidators.inRange(0, 1));
      stage.setDefault(elasticNetParam, 0.0);
    }
  }

  @Override
  Fields<M> common();

  /** Share of the L1 penalty in the penalty, from 0, the default, to 1. */
  @Override
  default DoubleParam elasticNetParam() {
    return common().elasticNetParam;
  }

  /** Value of elasticNetParam. */
  @Override
  default double getElasticNetParam() {
    return (double) getOrDefault(elasticNetParam());
  }

  /** Sets elasticNetParam. Share of the L1 penalty in the penalty, from 0, the default, to 1. */
  default E setElasticNetParam(double value) {
    set(elasticNetParam(), value);
    return self();
  }

  /** Called by classes of Scala only. */
  @Override
  default void org$apache$spark$ml$param$shared$HasElasticNetParam$_setter_$elasticNetParam_$eq(
      DoubleParam param) {}
}
