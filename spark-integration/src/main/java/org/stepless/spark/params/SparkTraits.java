package org.stepless.spark.params;

import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.LongParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.shared.HasAggregationDepth;
import org.apache.spark.ml.param.shared.HasMaxIter;
import org.apache.spark.ml.param.shared.HasRegParam;
import org.apache.spark.ml.param.shared.HasSeed;
import org.apache.spark.ml.param.shared.HasTol;
import org.apache.spark.ml.param.shared.HasValidationIndicatorCol;
import org.apache.spark.ml.param.shared.HasWeightCol;

/**
 * Spark's traits of the params that all estimators share: by these OneVsRest and others know that
 * an estimator takes weights.
 *
 * <p>A class of Scala gets a trait's param through a setter that the trait's initialiser calls.
 * Nobody calls that of a class of Java, whose params come from its fields: the setters do nothing.
 */
interface SparkTraits
    extends HasMaxIter,
        HasTol,
        HasSeed,
        HasAggregationDepth,
        HasRegParam,
        HasWeightCol,
        HasValidationIndicatorCol {

  @Override
  default void org$apache$spark$ml$param$shared$HasMaxIter$_setter_$maxIter_$eq(IntParam param) {}

  @Override
  default void org$apache$spark$ml$param$shared$HasTol$_setter_$tol_$eq(DoubleParam param) {}

  @Override
  default void org$apache$spark$ml$param$shared$HasSeed$_setter_$seed_$eq(LongParam param) {}

  @Override
  default void org$apache$spark$ml$param$shared$HasAggregationDepth$_setter_$aggregationDepth_$eq(
      IntParam param) {}

  @Override
  default void org$apache$spark$ml$param$shared$HasRegParam$_setter_$regParam_$eq(
      DoubleParam param) {}

  @Override
  default void org$apache$spark$ml$param$shared$HasWeightCol$_setter_$weightCol_$eq(
      Param<String> param) {}

  @Override
  default void
      org$apache$spark$ml$param$shared$HasValidationIndicatorCol$_setter_$validationIndicatorCol_$eq(
          Param<String> param) {}
}
