package org.stepless.cli.input;

import java.util.Locale;

/** What a model predicts. */
public enum Task {
  /** One of two classes. */
  BINARY,
  /** One of several classes. */
  MULTICLASS,
  /** A number. */
  REGRESSION;

  /** Whole-number labels with at most this many values are classes unless the user says no. */
  private static final int MOST_GUESSED_CLASSES = 100;

  /** How often a guessed class occurs at least, on average. */
  private static final int ROWS_PER_GUESSED_CLASS = 5;

  /**
   * The task that fits the labels.
   *
   * @throws UserError if there is only one label
   */
  public static Task guess(Samples samples) {
    Survey survey = samples.survey();
    int distinct = survey.distinctLabels();
    if (distinct == 2) {
      return BINARY;
    }
    boolean fewWholeNumbers =
        survey.wholeLabels()
            && distinct <= MOST_GUESSED_CLASSES
            && survey.rows() >= (long) ROWS_PER_GUESSED_CLASS * distinct;
    Task task = !survey.texts().isEmpty() || fewWholeNumbers ? MULTICLASS : REGRESSION;
    task.check(samples);
    return task;
  }

  /**
   * Requires labels that fit this task.
   *
   * @throws UserError naming the labels and the remedy
   */
  public void check(Samples samples) {
    Survey survey = samples.survey();
    int distinct = survey.distinctLabels();
    String input = samples.spec().describe();
    if (this == REGRESSION) {
      if (!survey.texts().isEmpty()) {
        throw new UserError(
            "%s: the label '%s' is not a number, as --task regression needs; use --task multiclass"
                .formatted(input, survey.texts().first()));
      }
      return;
    }
    if (distinct == 1) {
      throw new UserError(
          "%s: all labels are %s; a classifier needs at least two classes"
              .formatted(input, Labels.of(survey).names().get(0)));
    }
    if (this == BINARY && distinct > 2) {
      throw new UserError(
          "%s: %s distinct labels, but --task binary needs 2; use --task multiclass"
              .formatted(input, count(distinct)));
    }
    if (distinct > Survey.MOST_LABELS) {
      throw new UserError(
          "%s: %s distinct labels, but --task multiclass allows %d; use --task regression"
              .formatted(input, count(distinct), Survey.MOST_LABELS));
    }
  }

  /** The name on the command line. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  private static String count(int distinct) {
    return distinct > Survey.MOST_LABELS
        ? "more than " + Survey.MOST_LABELS
        : Integer.toString(distinct);
  }
}
