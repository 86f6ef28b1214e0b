package org.stepless.nd4j;

import java.util.Locale;

/** How a graph's loss variable is made of the losses of the rows of a batch. */
public enum Reduction {
  /** It is, or its entries add up to, their mean. */
  MEAN,
  /** It is, or its entries add up to, their sum; so is a vector of one loss per row. */
  SUM;

  /**
   * The reduction of a text: mean or sum.
   *
   * @throws IllegalArgumentException naming the text and what is allowed
   */
  public static Reduction parse(String text) {
    for (Reduction reduction : values()) {
      if (reduction.text().equals(text)) {
        return reduction;
      }
    }
    throw new IllegalArgumentException(
        "lossReduction must be one of mean, sum, was '%s'".formatted(text));
  }

  /** The name in params. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
