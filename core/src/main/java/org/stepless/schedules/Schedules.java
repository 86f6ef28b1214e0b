package org.stepless.schedules;

import org.stepless.text.Catalog;

/**
 * The catalog of schedules: the names used on the command line, in params and checkpoints. Besides
 * the names there is {@code file:PATH}, multipliers from a file.
 */
public final class Schedules {
  /** Schedules by name, without those of files; lists the names and reads and prints texts. */
  public static final Catalog<Schedule> CATALOG =
      new Catalog<>("schedule", Schedule.class)
          .add("constant", Constant.class)
          .add("linear", Linear.class)
          .add("cosine", Cosine.class)
          .add("polynomial", Polynomial.class)
          .add("inverse", Inverse.class)
          .add("invsqrt", InverseRoot.class)
          .add("step", StepDecay.class);

  private static final String FILE_PREFIX = "file:";

  private Schedules() {}

  /**
   * The schedule that a text such as {@code linear(warmup=0.05)} or {@code file:refined.csv}
   * describes. A file is read at once.
   *
   * @throws IllegalArgumentException naming what is wrong and what is allowed
   */
  public static Schedule parse(String text) {
    String stripped = text.strip();
    if (stripped.startsWith(FILE_PREFIX)) {
      return FileSchedule.read(stripped.substring(FILE_PREFIX.length()));
    }
    String name = stripped.split("[^\\w.$]", 2)[0];
    if (CATALOG.type(name) == null) {
      throw new IllegalArgumentException(
          "unknown schedule '%s'; known: %s, %sPATH"
              .formatted(stripped, String.join(", ", CATALOG.names()), FILE_PREFIX));
    }
    return CATALOG.parse(text);
  }

  /** The text form of a schedule; {@link #parse} turns it into an equal one. */
  public static String print(Schedule schedule) {
    return schedule instanceof FileSchedule file
        ? FILE_PREFIX + file.path()
        : CATALOG.print(schedule);
  }
}
