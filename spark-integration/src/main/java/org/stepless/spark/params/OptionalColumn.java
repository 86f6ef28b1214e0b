package org.stepless.spark.params;

import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.Params;

/** A column that a stage may name or not. */
public final class OptionalColumn {
  private OptionalColumn() {}

  /** Its name; null if it is not set, or to the empty text, which in Spark means the same. */
  public static String name(Params stage, Param<String> param) {
    if (!stage.isDefined(param)) {
      return null;
    }
    String name = stage.getOrDefault(param);
    return name.isEmpty() ? null : name;
  }
}
