package org.stepless.spark.params;

import java.io.Serializable;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.param.Params;
import org.stepless.text.Choice;

/**
 * A param with some allowed values. It keeps a value as it was written, but knows it in upper and
 * lower case.
 */
public final class ChoiceParam extends Param<String> {
  private static final long serialVersionUID = 1L;

  private final String[] allowed;

  private ChoiceParam(Params stage, String name, String doc, String... allowed) {
    super(
        stage,
        name,
        doc,
        (scala.Function1<String, Object> & Serializable)
            value -> {
              Choice.index(name, value, allowed);
              return true;
            });
    this.allowed = allowed;
  }

  /** A param of a stage; the first of the allowed values is the default. */
  public static ChoiceParam of(Params stage, String name, String doc, String... allowed) {
    ChoiceParam param = new ChoiceParam(stage, name, doc, allowed);
    stage.setDefault(param, allowed[0]);
    return param;
  }

  /** A param of a stage without a default. */
  static ChoiceParam optional(Params stage, String name, String doc, String... allowed) {
    return new ChoiceParam(stage, name, doc, allowed);
  }

  /** The allowed value that a text means. */
  String meant(String text) {
    return allowed[Choice.index(name(), text, allowed)];
  }

  /** Choices of an estimator in the model's own spelling, where that accepts no other. */
  public static ParamMap spelt(Params estimator, Params model) {
    ParamMap values = new ParamMap();
    for (Param<?> param : estimator.params()) {
      if (param instanceof ChoiceParam choice
          && estimator.isSet(choice)
          && model.hasParam(choice.name())) {
        String value = estimator.getOrDefault(choice);
        Param<Object> other = model.getParam(choice.name());
        if (!(boolean) other.isValid().apply(value)) {
          values.put(choice, choice.meant(value));
        }
      }
    }
    return values;
  }
}
