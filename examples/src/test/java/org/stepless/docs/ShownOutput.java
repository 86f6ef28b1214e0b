package org.stepless.docs;

import static org.junit.jupiter.api.Assertions.fail;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Compares the output that a page shows with what was printed, line by line.
 *
 * <ul>
 *   <li>A line {@code ...} stands for any number of lines.
 *   <li>A line that begins with four spaces goes on with the line before it.
 *   <li>A number of seconds, milliseconds, or rows or bytes per second may be any number.
 *   <li>Paths are those from the project's folder, or from the folder the command runs in.
 * </ul>
 */
final class ShownOutput {
  private static final String REST = "...";
  private static final Pattern MEASURED =
      Pattern.compile("[0-9][0-9,.]*(?:[eE]-?[0-9]+)? (s|ms|rows/s|rows per second|GB/s)\\b");

  private ShownOutput() {}

  /** Fails with the text to put there if the page shows something else. */
  static void check(String where, List<String> shown, String printed) {
    String pattern =
        lines(String.join("\n", shown)).stream()
            .map(line -> line.equals(REST) ? "(?:.*\n)*?" : Pattern.quote(line) + "\n")
            .collect(Collectors.joining());
    String text = lines(printed).stream().map(line -> line + "\n").collect(Collectors.joining());
    if (!text.matches(pattern)) {
      fail(
          where
              + ": what is printed now is no longer what the page shows. Put it there ("
              + REST
              + " may stand for lines):\n\n"
              + printed.stripTrailing()
              + "\n");
    }
  }

  private static List<String> lines(String text) {
    return MEASURED
        .matcher(text.replaceAll("\n {4,}", " "))
        .replaceAll("# $1")
        .lines()
        .map(String::stripTrailing)
        .filter(line -> !line.isEmpty())
        .toList();
  }
}
