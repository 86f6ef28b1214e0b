package org.stepless.spark.params;

import org.apache.spark.ml.param.BooleanParam;
import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamValidators;
import org.apache.spark.ml.param.Params;
import org.stepless.data.Correlations;
import org.stepless.finish.Finish;
import org.stepless.finish.FinishMethod;
import org.stepless.spark.rows.FeatureCoordinates;

/**
 * The params of linear models beside those of all estimators.
 *
 * @param <E> the estimator
 * @param <M> its model
 */
public interface LinearModelParams<E, M> extends InterceptParams<E, M> {

  /** The param objects. */
  class Fields<M> extends InterceptParams.Fields<M> {
    private static final long serialVersionUID = 1L;

    final BooleanParam standardization;
    final Param<String> coordinates;
    final Param<String> finish;
    final DoubleParam finishTol;

    /** Params of a stage, at their defaults. */
    public Fields(Params stage) {
      super(stage);
      standardization =
          new BooleanParam(
              stage,
              "standardization",
              "whether the penalty acts on the coefficients of standardised features");
      coordinates =
          choice(
              stage,
              "coordinates",
              "coordinates in which steps are taken: decorrelated (for at most "
                  + Correlations.MOST_COLUMNS
                  + " features), standardized (scaled, and centred if there is an intercept), raw, or auto, which is decorrelated for dense features where that"
                  + " is possible, else standardized with larger scales for features that are rarely"
                  + " not 0; the model is always that of the raw features",
              FeatureCoordinates.names());
      finish =
          choice(
              stage,
              "finish",
              "what brings the model to its optimum after the passes: newton, tron, none, or auto,"
                  + " which is newton for up to 500 coefficients, tron for more, and none for a"
                  + " loss without second derivative, a per-example optimizer or a"
                  + " validationIndicatorCol",
              FinishMethod.names());
      finishTol =
          new DoubleParam(
              stage,
              "finishTol",
              "norm of the objective's gradient at which the finish ends, by the coefficients of"
                  + " standardised features, relative to that of the model without coefficients"
                  + " (> 0)",
              ParamValidators.gt(0));
      stage.setDefault(standardization, true);
      stage.setDefault(finish, FinishMethod.DEFAULT.text());
      stage.setDefault(finishTol, Finish.DEFAULT_TOLERANCE);
    }
  }

  @Override
  Fields<M> common();

  /** Whether the penalty acts on the coefficients of standardised features; default true. */
  default BooleanParam standardization() {
    return common().standardization;
  }

  /** Value of standardization. */
  default boolean getStandardization() {
    return (boolean) getOrDefault(standardization());
  }

  /**
   * Sets standardization. Whether the penalty acts on the coefficients of standardised features;
   * default true.
   */
  default E setStandardization(boolean value) {
    set(standardization(), value);
    return self();
  }

  /**
   * Coordinates in which steps are taken: {@code auto} (default: decorrelated for up to 64 dense
   * features and at least 3 rows per coefficient, else standardized with larger scales for features
   * that are rarely not 0), {@code decorrelated}, {@code standardized} or {@code raw}.
   */
  default Param<String> coordinates() {
    return common().coordinates;
  }

  /** Value of coordinates. */
  default String getCoordinates() {
    return getOrDefault(coordinates());
  }

  /**
   * Sets coordinates. Coordinates in which steps are taken: {@code auto} (default: decorrelated for
   * up to 64 dense features and at least 3 rows per coefficient, else standardized with larger
   * scales for features that are rarely not 0), {@code decorrelated}, {@code standardized} or
   * {@code raw}.
   */
  default E setCoordinates(String value) {
    set(coordinates(), value);
    return self();
  }

  /**
   * What brings the model to its optimum after the passes: {@code newton}, Newton's method with the
   * exact Hessian; {@code tron}, a truncated Newton method; {@code none} (default), or {@code
   * auto}, which is newton for up to 500 coefficients, tron for more, and none for a loss without
   * second derivative, a per-example optimizer or a validationIndicatorCol.
   */
  default Param<String> finish() {
    return common().finish;
  }

  /** Value of finish. */
  default String getFinish() {
    return getOrDefault(finish());
  }

  /**
   * Sets finish. What brings the model to its optimum after the passes: {@code newton}, Newton's
   * method with the exact Hessian; {@code tron}, a truncated Newton method; {@code none} (default),
   * or {@code auto}, which is newton for up to 500 coefficients, tron for more, and none for a loss
   * without second derivative, a per-example optimizer or a validationIndicatorCol.
   */
  default E setFinish(String value) {
    set(finish(), value);
    return self();
  }

  /**
   * Norm of the objective's gradient at which the finish ends, by the coefficients of standardised
   * features, relative to that of the model without coefficients; above 0, default 1e-6. Newton's
   * method goes on until its steps are as small.
   */
  default DoubleParam finishTol() {
    return common().finishTol;
  }

  /** Value of finishTol. */
  default double getFinishTol() {
    return (double) getOrDefault(finishTol());
  }

  /**
   * Sets finishTol. Norm of the objective's gradient at which the finish ends, by the coefficients
   * of standardised features, relative to that of the model without coefficients; above 0, default
   * 1e-6. Newton's method goes on until its steps are as small.
   */
  default E setFinishTol(double value) {
    set(finishTol(), value);
    return self();
  }
}
