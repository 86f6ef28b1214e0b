package org.stepless.spark.params;

import java.util.Set;
import org.apache.spark.ml.param.Param;
import org.stepless.spark.checkpoint.Fingerprint;

/** What the params of an estimator contribute to the fingerprint of a run. */
final class ParamFingerprint {
  private static final String NOT_SET = "not set";

  /** Longer ones, such as a graph, stand in checkpoints and messages as their digest. */
  private static final int LONGEST_VALUE = 1000;

  /**
   * Results, or the passes that a checkpoint holds, do not depend on these; on all others, one that
   * is added later included, they do.
   */
  private static final Set<String> WITHOUT_EFFECT =
      Set.of(
          "predictionCol",
          "rawPredictionCol",
          "probabilityCol",
          "threshold",
          "thresholds",
          "maxIter", // by the number of passes, which the plan has
          "solver",
          "outputCol",
          "outputVariable",
          "linkPredictionCol",
          "finish",
          "lowerBoundsOnCoefficients",
          "upperBoundsOnCoefficients",
          "lowerBoundsOnIntercepts",
          "upperBoundsOnIntercepts",
          "checkpointDir",
          "checkpointInterval");

  /**
   * Of these columns only what they hold matters, which the rows' part of the fingerprint tells.
   */
  private static final Set<String> COLUMNS = Set.of("featuresCol", "labelCol");

  /** Of these it also matters whether there is one. */
  private static final Set<String> OPTIONAL_COLUMNS =
      Set.of("weightCol", "offsetCol", "validationIndicatorCol");

  private ParamFingerprint() {}

  static Fingerprint of(SteplessParams<?, ?> stage) {
    Fingerprint print = new Fingerprint().with("estimator", stage.getClass().getSimpleName());
    for (Param<?> param : stage.params()) {
      String name = param.name();
      if (!WITHOUT_EFFECT.contains(name) && !COLUMNS.contains(name)) {
        print.with(
            name, OPTIONAL_COLUMNS.contains(name) ? presence(stage, param) : value(stage, param));
      }
    }
    return print;
  }

  private static String presence(SteplessParams<?, ?> stage, Param<?> param) {
    return stage.isDefined(param) && !stage.getOrDefault(param).equals("") ? "set" : NOT_SET;
  }

  private static <T> String value(SteplessParams<?, ?> stage, Param<T> param) {
    if (!stage.isDefined(param)) {
      return NOT_SET;
    }
    T value = stage.getOrDefault(param);
    String text = value instanceof String string ? meant(param, string) : param.jsonEncode(value);
    return text.length() <= LONGEST_VALUE ? text : Fingerprint.digest(text);
  }

  private static String meant(Param<?> param, String value) {
    return param instanceof ChoiceParam choice ? choice.meant(value) : value;
  }
}
