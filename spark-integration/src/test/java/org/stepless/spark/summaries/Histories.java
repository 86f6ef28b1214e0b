package org.stepless.spark.summaries;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;

/** What holds of every history of an objective. */
final class Histories {
  private Histories() {}

  /** No value is above the one before it. */
  static void assertFalls(double[] history) {
    for (int i = 1; i < history.length; i++) {
      assertTrue(history[i] <= history[i - 1], Arrays.toString(history));
    }
  }
}
