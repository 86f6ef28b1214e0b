package org.stepless.spark.params;

import org.apache.spark.ml.param.BooleanParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.Params;
import org.apache.spark.ml.param.shared.HasStandardization;
import org.stepless.data.Correlations;
import org.stepless.finish.Finish;
import org.stepless.finish.FinishMethod;
import org.stepless.plan.RunLength;
import org.stepless.spark.rows.FeatureCoordinates;
import org.stepless.text.Choice;

/**
 * The params of linear models beside those of all estimators.
 *
 * @param <E> the estimator
 * @param <M> its model
 */
public interface LinearModelParams<E, M> extends InterceptParams<E, M>, HasStandardization {

  /** The param objects. */
  class Fields<M> extends InterceptParams.Fields<M> {
    private static final long serialVersionUID = 1L;

    final BooleanParam standardization;
    final Param<String> coordinates;
    final Param<String> finish;

    /** Params of a stage, at their defaults. */
    public Fields(Params stage) {
      super(stage);
      standardization =
          new BooleanParam(
              stage,
              "standardization",
              "whether the penalty acts on the coefficients of standardised features");
      coordinates =
          ChoiceParam.of(
              stage,
              "coordinates",
              "coordinates in which steps are taken: decorrelated (for at most "
                  + Correlations.MOST_COLUMNS
                  + " features), standardized (scaled, and centred if there is an intercept), raw, or auto, which is decorrelated for dense features where that"
                  + " is possible, else standardized with larger scales for features that are rarely"
                  + " not 0; the model is always that of the raw features",
              Choice.names(FeatureCoordinates.class));
      finish =
          ChoiceParam.of(
              stage,
              "finish",
              "what brings the model to its optimum after the passes: newton, tron, none, or auto,"
                  + " which is newton for few coefficients, tron for many, and none for a loss"
                  + " without second derivative, a per-example optimizer or a"
                  + " validationIndicatorCol",
              Choice.names(FinishMethod.class));
      stage.setDefault(standardization, true);
      stage.setDefault(finish, FinishMethod.DEFAULT.text());
      stage.setDefault(tol, Finish.DEFAULT_TOLERANCE);
    }

    /** A finish may follow, so that passes are but a part of the iterations. */
    @Override
    RunLength length(Params stage) {
      boolean chosen = (int) stage.getOrDefault(maxEpochs) > 0;
      return chosen
          ? super.length(stage)
          : new RunLength.Automatic(mostIterations(stage), (int) stage.getOrDefault(batchSize));
    }
  }

  @Override
  Fields<M> common();

  /** Whether the penalty acts on the coefficients of standardised features; default true. */
  @Override
  default BooleanParam standardization() {
    return common().standardization;
  }

  /** Value of standardization. */
  @Override
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
   * exact Hessian, for few coefficients; {@code tron}, a truncated Newton method, for many; {@code
   * none}; or {@code auto} (default), which chooses one of these: none for a loss without second
   * derivative, a per-example optimizer or a validationIndicatorCol.
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
   * method with the exact Hessian, for few coefficients; {@code tron}, a truncated Newton method,
   * for many; {@code none}; or {@code auto} (default), which chooses one of these: none for a loss
   * without second derivative, a per-example optimizer or a validationIndicatorCol.
   */
  default E setFinish(String value) {
    set(finish(), value);
    return self();
  }

  /** Called by classes of Scala only. */
  @Override
  default void org$apache$spark$ml$param$shared$HasStandardization$_setter_$standardization_$eq(
      BooleanParam param) {}
}
