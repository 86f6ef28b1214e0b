package org.stepless.spark.params;

import org.apache.spark.ml.classification.ProbabilisticClassifier;

/** The thresholds of a classifier. Spark's models look at them when they predict, which is late. */
public final class Thresholds {
  private Thresholds() {}

  /** Refuses thresholds, if any are set, that are not one a class. */
  public static void check(ProbabilisticClassifier<?, ?, ?> classifier, int classes) {
    if (!classifier.isDefined(classifier.thresholds())) {
      return;
    }
    int given = classifier.getThresholds().length;
    if (given != classes) {
      throw new IllegalArgumentException(
          "thresholds has length %d, but column '%s' has %d classes; give one number a class, or clear thresholds"
              .formatted(given, classifier.getLabelCol(), classes));
    }
  }
}
