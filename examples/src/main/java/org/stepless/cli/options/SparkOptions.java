package org.stepless.cli.options;

import org.stepless.cli.input.UserError;
import picocli.CommandLine.Option;

/** Where a command's Spark session runs. */
public final class SparkOptions {
  @Option(
      names = "--master",
      paramLabel = "URL",
      description = "Spark master (default: that of spark-submit, else local[*]).")
  private String master;

  public Sessions open(String command) {
    return Sessions.open("stepless " + command, master);
  }

  /** Requires a whole number of at least {@code least}. */
  public static void atLeast(String option, long value, long least) {
    if (value < least) {
      throw new UserError("%s must be at least %d, was %d".formatted(option, least, value));
    }
  }
}
