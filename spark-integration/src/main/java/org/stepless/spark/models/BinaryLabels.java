package org.stepless.spark.models;

/** The labels of estimators for two classes. */
public final class BinaryLabels {
  private BinaryLabels() {}

  /** Refuses a label that is neither 0 nor 1. */
  public static void check(double label) {
    if (label != 0 && label != 1) {
      throw new IllegalArgumentException(
          ("label %s is neither 0 nor 1; a StringIndexer makes such labels from two other values,"
                  + " OneVsRest handles more classes")
              .formatted(label));
    }
  }
}
