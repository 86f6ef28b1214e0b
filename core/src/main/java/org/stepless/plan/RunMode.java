package org.stepless.plan;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** How the steps of a run are spread over Spark jobs. */
public enum RunMode {
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
  public static RunMode parse(String text) {
    for (RunMode mode : values()) {
      if (mode.text().equals(text)) {
        return mode;
      }
    }
    throw new IllegalArgumentException("mode must be one of %s, was '%s'".formatted(names(), text));
  }

  /** The names of all modes, separated by commas. */
  public static String names() {
    return Arrays.stream(values()).map(RunMode::text).collect(Collectors.joining(", "));
  }
}
