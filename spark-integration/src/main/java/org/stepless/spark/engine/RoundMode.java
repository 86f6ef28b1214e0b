package org.stepless.spark.engine;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** How the steps of a run are spread over Spark jobs. */
public enum RoundMode {
  /** Chosen from size and layout of the data. */
  AUTO,
  /**
   * All rows on the driver; the steps of {@link #SINGLE} without a job, for data that are read and
   * learnt faster than Spark starts a task.
   */
  DRIVER,
  /** All rows in one partition; exact sequential mini-batch training at memory speed. */
  SINGLE,
  /** One job a step: the exact mini-batch gradient over all partitions. */
  SYNCHRONOUS,
  /** Every partition takes several steps, then their states are averaged. */
  LOCAL;

  /** The name used in params and on the command line. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * The mode of this name.
   *
   * @throws IllegalArgumentException naming the text and the modes there are
   */
  public static RoundMode parse(String text) {
    for (RoundMode mode : values()) {
      if (mode.text().equals(text)) {
        return mode;
      }
    }
    throw new IllegalArgumentException(
        "mode must be one of %s, was '%s'"
            .formatted(
                Arrays.stream(values()).map(RoundMode::text).collect(Collectors.joining(", ")),
                text));
  }
}
