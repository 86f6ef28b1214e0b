package org.stepless.spark.params;

import org.apache.spark.ml.param.BooleanParam;
import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamValidators;
import org.apache.spark.ml.param.Params;

/**
 * The params of factorisation machines beside those of all estimators; named as Spark names them.
 *
 * @param <E> the estimator
 * @param <M> its model
 */
public interface FactorizationParams<E, M> extends InterceptParams<E, M>, SolverParams<E> {

  /** The param objects. */
  final class Fields<M> extends InterceptParams.Fields<M> {
    private static final long serialVersionUID = 1L;

    final Param<String> solver;
    final IntParam factorSize;
    final BooleanParam fitLinear;
    final DoubleParam initStd;

    /** Params of a stage, at their defaults. */
    public Fields(Params stage) {
      super(stage);
      solver =
          ChoiceParam.of(
              stage,
              "solver",
              "algorithm of Spark's estimator; unused here, where optimizer says how training goes",
              "adamW",
              "gd");
      factorSize =
          new IntParam(
              stage, "factorSize", "length of every column's factor (>= 1)", ParamValidators.gt(0));
      fitLinear = new BooleanParam(stage, "fitLinear", "whether to fit linear coefficients");
      initStd =
          new DoubleParam(
              stage,
              "initStd",
              "standard deviation of the random factors to start from (> 0)",
              ParamValidators.gt(0));
      stage.setDefault(factorSize, 8);
      stage.setDefault(fitLinear, true);
      stage.setDefault(initStd, 0.01);
    }
  }

  @Override
  Fields<M> common();

  /**
   * Spark's names {@code adamW} (default) and {@code gd}; unused: {@code optimizer} says how
   * training goes.
   */
  @Override
  default Param<String> solver() {
    return common().solver;
  }

  /** Length of every column's factor; at least 1, default 8. */
  default IntParam factorSize() {
    return common().factorSize;
  }

  /** Value of factorSize. */
  default int getFactorSize() {
    return (int) getOrDefault(factorSize());
  }

  /** Sets factorSize. Length of every column's factor; at least 1, default 8. */
  default E setFactorSize(int value) {
    set(factorSize(), value);
    return self();
  }

  /** Whether to fit linear coefficients beside the factors; default true. */
  default BooleanParam fitLinear() {
    return common().fitLinear;
  }

  /** Value of fitLinear. */
  default boolean getFitLinear() {
    return (boolean) getOrDefault(fitLinear());
  }

  /** Sets fitLinear. Whether to fit linear coefficients beside the factors; default true. */
  default E setFitLinear(boolean value) {
    set(fitLinear(), value);
    return self();
  }

  /** Standard deviation of the random factors to start from; positive, default 0.01. */
  default DoubleParam initStd() {
    return common().initStd;
  }

  /** Value of initStd. */
  default double getInitStd() {
    return (double) getOrDefault(initStd());
  }

  /**
   * Sets initStd. Standard deviation of the random factors to start from; positive, default 0.01.
   */
  default E setInitStd(double value) {
    set(initStd(), value);
    return self();
  }
}
