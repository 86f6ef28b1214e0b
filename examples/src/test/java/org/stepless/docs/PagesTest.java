package org.stepless.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.stepless.methods.Methods;
import org.stepless.schedules.Schedules;

/** The pages beside their blocks: width, links, and the names that the prose mentions. */
class PagesTest {
  private static final int WIDTH = 100;

  /** A row of a table cannot be wrapped; only many columns are an excuse, not a long cell. */
  private static final int CELL = 40;

  /** Its entries are one line each, so that changes made side by side do not meet in a line. */
  private static final Path CHANGES = Path.of("CHANGELOG.md");

  private static final Pattern CLASS =
      Pattern.compile("org\\.stepless(?:\\.[a-z]\\w*)*\\.[A-Z]\\w*");
  private static final Pattern COMMAND = Pattern.compile("(\\./stepless|mvn|spark-submit) .*");
  private static final Pattern OPTION = Pattern.compile("--[a-z][a-z-]+");

  @Test
  void noLineIsWiderThanTheText() throws IOException {
    List<String> wide = new ArrayList<>();
    for (Page page : Page.all()) {
      for (int i = 0; i < page.lines().size() && !page.path().equals(CHANGES); i++) {
        String line = page.lines().get(i);
        if (line.length() > WIDTH && !isWideTable(line)) {
          wide.add(page.name() + " line " + (i + 1) + ": " + line.length() + " characters");
        }
      }
    }
    assertEquals(List.of(), wide);
  }

  private static boolean isWideTable(String line) {
    return line.startsWith("|")
        && Arrays.stream(line.split("\\|")).allMatch(cell -> cell.strip().length() <= CELL);
  }

  @Test
  void everyLinkLeadsSomewhere() throws IOException {
    List<Page> pages = Page.all();
    List<String> broken = new ArrayList<>();
    for (Page page : pages) {
      for (String link : page.links()) {
        if (!link.contains("://") && !leads(pages, page, link)) {
          broken.add(page.name() + ": " + link);
        }
      }
    }
    assertEquals(List.of(), broken);
  }

  private static boolean leads(List<Page> pages, Page from, String link) {
    String[] parts = link.split("#", 2);
    Path target =
        parts[0].isEmpty() ? from.path() : from.path().resolveSibling(parts[0]).normalize();
    return Files.exists(Page.ROOT.resolve(target))
        && (parts.length == 1
            || pages.stream()
                .anyMatch(page -> page.path().equals(target) && page.anchors().contains(parts[1])));
  }

  /** A page and a question that the index lacks would not be found. */
  @Test
  void theIndexHasEveryPageAndEveryQuestion() throws IOException {
    List<Page> pages = Page.all();
    Path docs = Path.of("docs"), index = docs.resolve("README.md");
    String text =
        String.join(
            "\n", pages.stream().filter(p -> p.path().equals(index)).findFirst().get().lines());
    List<String> missing = new ArrayList<>();
    for (Page page : pages) {
      if (page.path().startsWith(docs) && !page.path().equals(index)) {
        for (String line : page.lines()) {
          String question = line.replaceFirst("^## ", "");
          String name = page.path().getFileName().toString();
          String anchor = Page.anchor(question);
          if (line.startsWith("## ") && !text.contains("](" + name + "#" + anchor + ")")) {
            missing.add("- [%s](%s#%s)".formatted(question, name, anchor));
          }
        }
      }
    }
    assertEquals("", String.join("\n", missing), "put these into " + index);
  }

  @Test
  void namesInTheProseExist() throws Exception {
    String options = options();
    for (Page page : Page.all()) {
      Matcher classes = CLASS.matcher(String.join("\n", page.lines()));
      while (classes.find()) {
        Class.forName(classes.group());
      }
      for (String code : page.code()) {
        String where = page.name() + ": " + code;
        if (COMMAND.matcher(code).matches()) {
          Shell.check(code.replaceAll("\\.\\.\\.$", ""));
        } else if (code.startsWith("--")) {
          Matcher option = OPTION.matcher(code);
          assertTrue(option.find(), where);
          String name = option.group();
          assertTrue(Cluster.OPTIONS.contains(name) || options.contains(name), where);
        } else if (isPath(code)) {
          assertTrue(exists(code), where);
        }
        Cluster.checkVersions(code);
      }
    }
  }

  /** All that the commands say of their options, and the build of Java's. */
  private static String options() throws IOException {
    StringBuilder text = new StringBuilder(Files.readString(Page.ROOT.resolve("pom.xml")));
    text.append(Stepless.help("train"));
    for (String bench : List.of("spark", "suite", "schedules", "rounds")) {
      text.append(Stepless.help("bench", bench));
    }
    return text.toString();
  }

  /** A path begins with a folder of the project; what a build makes is not there yet. */
  private static boolean isPath(String code) {
    String first = code.contains("/") ? code.substring(0, code.indexOf('/')) : "";
    return first.matches("[a-z-]+")
        && Files.isDirectory(Page.ROOT.resolve(first))
        && !code.contains("/target/");
  }

  private static boolean exists(String path) throws IOException {
    if (!path.contains("*")) {
      return Files.exists(Page.ROOT.resolve(path));
    }
    Path folder = Page.ROOT.resolve(path.substring(0, path.lastIndexOf('/')));
    try (Stream<Path> files = Files.list(folder)) {
      String pattern = path.substring(path.lastIndexOf('/') + 1).replace(".", "\\.");
      return files.anyMatch(
          file -> file.getFileName().toString().matches(pattern.replace("*", ".*")));
    }
  }

  @Test
  void theReadmeNamesEveryRuleAndOnePageEverySchedule() throws IOException {
    String readme = Files.readString(Page.ROOT.resolve("README.md"));
    for (String rule : Methods.names()) {
      assertTrue(readme.contains("`" + rule + "`") || readme.contains("`" + rule + "("), rule);
    }
    String choosing = Files.readString(Page.ROOT.resolve("docs/choosing-a-rule.md"));
    for (String schedule : Schedules.CATALOG.names()) {
      assertTrue(choosing.contains("`" + schedule + "`"), schedule);
    }
  }

  /** The check itself: an output is taken only as it is printed, but for times. */
  @Test
  void shownOutputMustBeWhatIsPrinted() {
    String printed = "a 1.5\nb\nc 0.31 s, 7 rows\n";
    ShownOutput.check("page", List.of("a 1.5", "...", "c 9.99 s,", "    7 rows"), printed);
    for (List<String> wrong :
        List.of(
            List.of("a 1.6", "...", "c 0.31 s, 7 rows"),
            List.of("a 1.5", "c 0.31 s, 7 rows"),
            List.of("a 1.5", "b", "c 0.31 s, 8 rows"),
            List.of("a 1.5", "b"))) {
      AssertionError error =
          assertThrows(AssertionError.class, () -> ShownOutput.check("page", wrong, printed));
      assertTrue(error.getMessage().contains(printed.strip()), error::getMessage);
    }
  }
}
