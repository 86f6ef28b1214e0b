package org.stepless.nd4j;

import java.io.Serializable;
import org.stepless.text.Check;

/**
 * The placeholder of a graph that takes the labels, and how they fill it.
 *
 * @param input the placeholder
 * @param kind what a row's label becomes
 */
public record Target(Input input, Kind kind) implements Serializable {
  /** What a row's label becomes. */
  public enum Kind {
    /** The label itself. */
    NUMBER,
    /** A 1 at the class that the label names, 0 elsewhere. */
    ONE_HOT,
    /** The columns that follow the features in a row; the label is not used. */
    COLUMNS
  }

  public Target {
    if (kind == Kind.NUMBER) {
      Check.require(input.size() == 1, "size of the placeholder of a number", "1", input.size());
    }
  }

  /** One number per row, without a dimension of its own. */
  public static Target number(String placeholder) {
    return new Target(Input.of(placeholder), Kind.NUMBER);
  }

  /** One of {@code classes} classes, as a vector. */
  public static Target oneHot(String placeholder, int classes) {
    return new Target(Input.of(placeholder, classes), Kind.ONE_HOT);
  }

  /** Columns after the features. */
  public static Target columns(String placeholder, Integer... shape) {
    return new Target(Input.of(placeholder, shape), Kind.COLUMNS);
  }

  /** How many columns of a row it takes. */
  int columns() {
    return kind == Kind.COLUMNS ? input.size() : 0;
  }

  /**
   * @throws IllegalArgumentException if the label names no class
   */
  public void checkLabel(double label) {
    if (kind == Kind.ONE_HOT) {
      int classes = input.size();
      Check.require(
          label >= 0 && label < classes && label == Math.rint(label),
          "label",
          "a whole number in [0, %d)".formatted(classes),
          label);
    } else if (kind == Kind.NUMBER) {
      Check.finite("label", label);
    }
  }
}
