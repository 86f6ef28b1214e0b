package org.stepless.spark.rows;

import java.io.Serializable;
import org.stepless.losses.Loss;

/** Checks a label before training. */
@FunctionalInterface
public interface LabelCheck extends Serializable {
  /**
   * Accepts a label or throws.
   *
   * @throws IllegalArgumentException naming the label and what is allowed
   */
  void check(double label);

  /** The check of a loss. */
  static LabelCheck of(Loss loss) {
    return loss::checkLabel;
  }
}
