package org.stepless.nd4j;

import org.stepless.text.Choice;

/** How a graph's loss variable is made of the losses of the rows of a batch. */
public enum Reduction implements Choice {
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
    return Choice.parse(Reduction.class, "lossReduction", text);
  }
}
