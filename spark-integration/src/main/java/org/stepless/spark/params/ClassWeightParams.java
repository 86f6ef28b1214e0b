package org.stepless.spark.params;

import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.Params;

/**
 * The param that weighs classes.
 *
 * @param <E> the estimator
 */
public interface ClassWeightParams<E> extends RunParams<E> {

  /** Every class counts as it comes. */
  String NONE = "none";

  /** Every class counts the same. */
  String BALANCED = "balanced";

  /**
   * Factors on the weights of the rows of each class: {@code none} (default), {@code balanced}, or
   * one number a class, such as {@code 1, 2.5}. Balanced means W / (K W_c) for class c, with W the
   * weight of all rows trained on, W_c that of the class and K the number of classes that have
   * some.
   */
  Param<String> classWeights();

  /** Value of classWeights. */
  default String getClassWeights() {
    return getOrDefault(classWeights());
  }

  /** Sets classWeights: {@code none}, {@code balanced}, or one number a class. */
  default E setClassWeights(String value) {
    set(classWeights(), value);
    return self();
  }

  /** Sets classWeights to one factor a class. */
  default E setClassWeights(double[] values) {
    EstimatorFields.requireValue("classWeights", values);
    return setClassWeights(
        Arrays.stream(values).mapToObj(Double::toString).collect(Collectors.joining(", ")));
  }

  /** Sets classWeights to one factor a class, one number after another. */
  default E setClassWeights(double first, double... others) {
    return setClassWeights(
        DoubleStream.concat(DoubleStream.of(first), DoubleStream.of(others)).toArray());
  }

  /** The param object for a stage, with its default. */
  static Param<String> param(Params stage) {
    Param<String> param =
        EstimatorFields.text(
            stage,
            "classWeights",
            "factors on the weights of the classes: none, balanced, or one number a class",
            ClassWeights::check);
    stage.setDefault(param, NONE);
    return param;
  }
}
