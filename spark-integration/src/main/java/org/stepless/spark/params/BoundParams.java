package org.stepless.spark.params;

import org.apache.spark.ml.linalg.Matrix;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.Params;

/**
 * The params that bound coefficients and intercepts, as in Spark. Bounds go with an L2 penalty, but
 * not with an L1 penalty. Infinite ones bound nothing. The coefficient of a constant feature is 0
 * whatever its bounds. Only the finish keeps to bounds, the passes before do not; so a finish that
 * is not set is auto.
 *
 * @param <E> the estimator
 * @param <M> its model
 */
public interface BoundParams<E, M> extends ElasticNetParams<E, M> {

  /** The param objects. */
  final class Fields<M> extends ElasticNetParams.Fields<M> {
    private static final long serialVersionUID = 1L;

    final Param<Matrix> lowerBoundsOnCoefficients;
    final Param<Matrix> upperBoundsOnCoefficients;
    final Param<Vector> lowerBoundsOnIntercepts;
    final Param<Vector> upperBoundsOnIntercepts;

    /** Params of a stage; none is set. */
    public Fields(Params stage) {
      super(stage);
      lowerBoundsOnCoefficients =
          new Param<>(
              stage,
              "lowerBoundsOnCoefficients",
              "what coefficients may be at least: one row for two classes, else one a class; one column a feature");
      upperBoundsOnCoefficients =
          new Param<>(
              stage,
              "upperBoundsOnCoefficients",
              "what coefficients may be at most: one row for two classes, else one a class; one column a feature");
      lowerBoundsOnIntercepts =
          new Param<>(
              stage,
              "lowerBoundsOnIntercepts",
              "what intercepts may be at least: one number for two classes, else one a class");
      upperBoundsOnIntercepts =
          new Param<>(
              stage,
              "upperBoundsOnIntercepts",
              "what intercepts may be at most: one number for two classes, else one a class");
    }
  }

  @Override
  Fields<M> common();

  /**
   * What coefficients may be at least: one row for two classes, else one a class; one column a
   * feature.
   */
  default Param<Matrix> lowerBoundsOnCoefficients() {
    return common().lowerBoundsOnCoefficients;
  }

  /** Value of lowerBoundsOnCoefficients. */
  default Matrix getLowerBoundsOnCoefficients() {
    return getOrDefault(lowerBoundsOnCoefficients());
  }

  /**
   * Sets lowerBoundsOnCoefficients: what coefficients may be at least: one row for two classes,
   * else one a class; one column a feature.
   */
  default E setLowerBoundsOnCoefficients(Matrix value) {
    set(lowerBoundsOnCoefficients(), value);
    return self();
  }

  /**
   * What coefficients may be at most: one row for two classes, else one a class; one column a
   * feature.
   */
  default Param<Matrix> upperBoundsOnCoefficients() {
    return common().upperBoundsOnCoefficients;
  }

  /** Value of upperBoundsOnCoefficients. */
  default Matrix getUpperBoundsOnCoefficients() {
    return getOrDefault(upperBoundsOnCoefficients());
  }

  /**
   * Sets upperBoundsOnCoefficients: what coefficients may be at most: one row for two classes, else
   * one a class; one column a feature.
   */
  default E setUpperBoundsOnCoefficients(Matrix value) {
    set(upperBoundsOnCoefficients(), value);
    return self();
  }

  /** What intercepts may be at least: one number for two classes, else one a class. */
  default Param<Vector> lowerBoundsOnIntercepts() {
    return common().lowerBoundsOnIntercepts;
  }

  /** Value of lowerBoundsOnIntercepts. */
  default Vector getLowerBoundsOnIntercepts() {
    return getOrDefault(lowerBoundsOnIntercepts());
  }

  /**
   * Sets lowerBoundsOnIntercepts: what intercepts may be at least: one number for two classes, else
   * one a class.
   */
  default E setLowerBoundsOnIntercepts(Vector value) {
    set(lowerBoundsOnIntercepts(), value);
    return self();
  }

  /** What intercepts may be at most: one number for two classes, else one a class. */
  default Param<Vector> upperBoundsOnIntercepts() {
    return common().upperBoundsOnIntercepts;
  }

  /** Value of upperBoundsOnIntercepts. */
  default Vector getUpperBoundsOnIntercepts() {
    return getOrDefault(upperBoundsOnIntercepts());
  }

  /**
   * Sets upperBoundsOnIntercepts: what intercepts may be at most: one number for two classes, else
   * one a class.
   */
  default E setUpperBoundsOnIntercepts(Vector value) {
    set(upperBoundsOnIntercepts(), value);
    return self();
  }

  /** Whether a bound is set. */
  default boolean boundsSet() {
    return isSet(lowerBoundsOnCoefficients())
        || isSet(upperBoundsOnCoefficients())
        || isSet(lowerBoundsOnIntercepts())
        || isSet(upperBoundsOnIntercepts());
  }
}
