package org.stepless.docs;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The {@code bash} blocks of a page. */
final class Shell {
  private static final Pattern WORD = Pattern.compile("'([^']*)'|\"([^\"]*)\"|([^\\s'\"]+)");
  private static final Pattern PRINT = Pattern.compile("printf '([^']*)' > (\\S+)");

  private final Path folder;

  Shell(Path folder) {
    this.folder = folder;
  }

  /**
   * Runs what can be run here, and checks the rest.
   *
   * @param shown the output that the page shows, or null
   */
  void run(Page.Block block, Page.Block shown, String where) throws Exception {
    boolean refused = shown != null && shown.text().startsWith(Stepless.REFUSAL);
    String printed = null;
    for (String line : block.text().replace("\\\n", "").split("\n")) {
      printed = line.isBlank() ? printed : run(line, refused);
    }
    if (shown != null) {
      assertNotNull(printed, "the last command is not run here, so its output cannot be checked");
      ShownOutput.check(where, shown.lines(), printed);
    }
  }

  /** What the command printed; null if it was only checked. */
  private String run(String line, boolean refused) throws Exception {
    Matcher print = PRINT.matcher(line);
    if (print.matches()) {
      Files.writeString(folder.resolve(print.group(2)), print.group(1).translateEscapes());
      return null;
    }
    List<String> words = words(line);
    List<String> arguments = words.subList(1, words.size());
    if (words.get(0).equals("./stepless") && !Stepless.isOnlyParsed(arguments)) {
      return new Stepless(folder).run(arguments, refused);
    }
    check(line);
    return null;
  }

  /** Checks a command for what can be wrong in it. */
  static void check(String line) throws Exception {
    List<String> words = words(line);
    List<String> arguments = words.subList(1, words.size());
    switch (words.get(0)) {
      case "./stepless" -> Stepless.parse(arguments);
      case "mvn" -> Build.check(arguments);
      case "spark-submit", "spark-shell" -> Cluster.checkSubmission(arguments);
      default -> throw new AssertionError("unknown command: " + line);
    }
  }

  private static List<String> words(String line) {
    List<String> words = new ArrayList<>();
    Matcher matcher = WORD.matcher(line);
    boolean joined = false;
    for (int end = -1; matcher.find(); end = matcher.end()) {
      String word = matcher.group().replaceAll("['\"]", "");
      joined = end == matcher.start() && !words.isEmpty();
      if (joined) {
        words.set(words.size() - 1, words.get(words.size() - 1) + word);
      } else {
        words.add(word);
      }
    }
    assertFalse(words.isEmpty(), line);
    return words;
  }
}
