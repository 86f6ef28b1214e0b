package org.stepless.spark.params;

import java.util.Arrays;
import org.apache.spark.ml.classification.ProbabilisticClassifier;
import org.apache.spark.ml.param.Params;
import org.apache.spark.ml.param.shared.HasThreshold;
import org.apache.spark.ml.param.shared.HasThresholds;

/** The thresholds of a classifier. Spark's models look at them when they predict, which is late. */
public final class Thresholds {
  /** As in Spark. */
  private static final double EQUAL = 1e-5;

  private Thresholds() {}

  /** Refuses thresholds, if any are set, that are not one a class. */
  public static void check(ProbabilisticClassifier<?, ?, ?> classifier, int classes) {
    if (!classifier.isDefined(classifier.thresholds())) {
      return;
    }
    int given = all(classifier).length;
    if (given != classes) {
      throw new IllegalArgumentException(
          "thresholds has length %d, but column '%s' has %d classes; give one number a class, or clear thresholds"
              .formatted(given, classifier.getLabelCol(), classes));
    }
  }

  /**
   * The threshold of the probability of class 1 that a stage has, be it as one or as two.
   *
   * @throws IllegalArgumentException if it has both and they differ, or has not two
   */
  public static <S extends Params & HasThreshold & HasThresholds> double one(S stage) {
    requireSame(stage);
    if (!stage.isSet(stage.thresholds())) {
      return (double) stage.getOrDefault(stage.threshold());
    }
    return ofTwo(all(stage));
  }

  /**
   * The thresholds of the classes that a stage has, be it as one of class 1 or as one a class.
   *
   * @throws IllegalArgumentException if it has both and they differ
   */
  public static <S extends Params & HasThreshold & HasThresholds> double[] oneAClass(S stage) {
    requireSame(stage);
    if (!stage.isSet(stage.thresholds()) && stage.isSet(stage.threshold())) {
      double one = (double) stage.getOrDefault(stage.threshold());
      return new double[] {1 - one, one};
    }
    return all(stage);
  }

  /**
   * Requires that threshold and thresholds, if both are set, say the same.
   *
   * @throws IllegalArgumentException naming both
   */
  public static <S extends Params & HasThreshold & HasThresholds> void requireSame(S stage) {
    if (!stage.isSet(stage.threshold()) || !stage.isSet(stage.thresholds())) {
      return;
    }
    double one = (double) stage.getOrDefault(stage.threshold());
    if (!(Math.abs(one - ofTwo(all(stage))) < EQUAL)) {
      throw new IllegalArgumentException(
          "threshold %s and thresholds %s differ; clear one of them"
              .formatted(one, Arrays.toString(all(stage))));
    }
  }

  private static double[] all(HasThresholds stage) {
    return stage.getOrDefault(stage.thresholds());
  }

  private static double ofTwo(double[] thresholds) {
    if (thresholds.length != 2) {
      throw new IllegalArgumentException(
          "threshold is that of two classes, but thresholds has length %d; clear one of them"
              .formatted(thresholds.length));
    }
    return 1 / (1 + thresholds[0] / thresholds[1]);
  }
}
