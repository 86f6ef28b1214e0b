package org.stepless.cli;

import java.util.Arrays;
import java.util.List;
import org.stepless.schedules.ScheduleRefinement.Norm;

/**
 * Finds the gradient norms in the lines of a file: a single column with or without a header, or one
 * of these names in comma-separated values with a header.
 */
record NormColumn(String name, String shortName) {

  /** The column of a run's record that holds this norm. */
  static NormColumn of(Norm norm) {
    return new NormColumn(norm == Norm.L1 ? "gradientNorm1" : "gradientNorm2", norm.toString());
  }

  /**
   * @param file name of the file, for messages
   * @throws IllegalArgumentException naming file and line of what is not usable
   */
  double[] parse(String file, List<String> lines) {
    int count = lines.size();
    while (count > 0 && lines.get(count - 1).isBlank()) {
      count--;
    }
    if (count == 0) {
      throw new IllegalArgumentException(
          "file '%s' is empty; it must hold the gradient norms of a run".formatted(file));
    }
    String[] header = split(lines.get(0));
    boolean hasHeader = !isNumber(header[0]);
    int column = hasHeader ? column(file, header) : 0;
    if (!hasHeader && header.length > 1) {
      throw new IllegalArgumentException(
          "file '%s' has %d columns and no header; name the column %s in a first line"
              .formatted(file, header.length, name));
    }
    int first = hasHeader ? 1 : 0;
    double[] norms = new double[count - first];
    for (int i = first; i < count; i++) {
      String[] values = split(lines.get(i));
      if (values.length != header.length || !isNumber(values[column])) {
        throw new IllegalArgumentException(
            "file '%s', line %d is '%s'; column %d of %d must be a gradient norm"
                .formatted(file, i + 1, lines.get(i), column + 1, header.length));
      }
      norms[i - first] = Double.parseDouble(values[column]);
      if (!(norms[i - first] >= 0 && norms[i - first] < Double.POSITIVE_INFINITY)) {
        throw new IllegalArgumentException(
            "file '%s', line %d: a gradient norm must be finite and at least 0, was %s"
                .formatted(file, i + 1, values[column]));
      }
    }
    return norms;
  }

  private int column(String file, String[] header) {
    int column = Arrays.asList(header).indexOf(name);
    column = column < 0 ? Arrays.asList(header).indexOf(shortName) : column;
    if (column < 0) {
      throw new IllegalArgumentException(
          "file '%s' has no column %s or %s in its header: %s"
              .formatted(file, name, shortName, String.join(", ", header)));
    }
    return column;
  }

  private static String[] split(String line) {
    return Arrays.stream(line.split(",", -1)).map(String::strip).toArray(String[]::new);
  }

  private static boolean isNumber(String text) {
    try {
      Double.parseDouble(text);
      return true;
    } catch (NumberFormatException e) {
      return false;
    }
  }
}
