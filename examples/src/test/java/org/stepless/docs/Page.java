package org.stepless.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A page of Markdown.
 *
 * @param path from the project's folder
 * @param lines the text
 */
record Page(Path path, List<String> lines) {
  /** The project's folder; tests run in that of their module. */
  static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

  private static final Pattern CODE = Pattern.compile("`([^`]+)`");
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)|src=\"([^\"]+)\"");

  /**
   * A block of code or output.
   *
   * @param language the word behind the fence
   * @param line number of the fence's line, from 1
   * @param lines the content
   * @param under the block before it, if nothing but a paragraph is between them; or else null
   */
  record Block(String language, int line, List<String> lines, Block under) {
    String text() {
      return String.join("\n", lines);
    }
  }

  /** All pages of the project, found by walking; those that a template makes are left out. */
  static List<Page> all() throws IOException {
    List<Page> pages = new ArrayList<>();
    try (Stream<Path> files = Files.walk(ROOT)) {
      List<Path> found =
          files
              .filter(file -> file.toString().endsWith(".md"))
              .filter(Page::isSource)
              .filter(file -> !Files.exists(Path.of(file.toString().replace(".md", ".ftl"))))
              .sorted()
              .toList();
      for (Path file : found) {
        pages.add(new Page(ROOT.relativize(file), Files.readAllLines(file)));
      }
    }
    return pages;
  }

  private static boolean isSource(Path file) {
    for (Path part : ROOT.relativize(file)) {
      if (part.toString().equals("target") || part.toString().startsWith(".")) {
        return false;
      }
    }
    return true;
  }

  String name() {
    return path.toString();
  }

  /** The name as that of a Java class. */
  String className() {
    return "Page_" + name().replaceAll("\\W", "_");
  }

  List<Block> blocks() {
    List<Block> blocks = new ArrayList<>();
    List<String> open = null;
    Block before = null;
    int number = 0;
    for (String line : lines) {
      number++;
      if (!line.startsWith("```")) {
        if (open != null) {
          open.add(line);
        } else if (line.startsWith("#")) {
          before = null;
        }
      } else if (open == null) {
        open = new ArrayList<>();
        before = new Block(line.substring(3).strip(), number, open, before);
        blocks.add(before);
      } else {
        open = null;
      }
    }
    if (open != null) {
      throw new IllegalStateException(name() + ": the last block is not closed");
    }
    return blocks;
  }

  /** The text beside the blocks, lines joined by spaces. */
  String prose() {
    StringBuilder text = new StringBuilder();
    boolean inside = false;
    for (String line : lines) {
      boolean fence = line.startsWith("```");
      inside ^= fence;
      text.append(inside || fence ? "" : line.strip()).append(' ');
    }
    return text.toString();
  }

  /** What the prose sets in backquotes. */
  List<String> code() {
    return CODE.matcher(prose()).results().map(found -> found.group(1)).toList();
  }

  /** Targets of links and pictures. */
  List<String> links() {
    return LINK.matcher(prose()).results().map(Page::target).toList();
  }

  private static String target(MatchResult found) {
    return found.group(1) != null ? found.group(1) : found.group(2);
  }

  /** The names by which links reach the headings, as GitHub makes them. */
  List<String> anchors() {
    return lines.stream()
        .filter(line -> line.startsWith("#"))
        .map(line -> anchor(line.replaceFirst("#+ ", "")))
        .toList();
  }

  /** The name of a heading in links. */
  static String anchor(String heading) {
    return heading.toLowerCase(Locale.ROOT).replaceAll("[^\\p{Alnum} _-]", "").replace(' ', '-');
  }
}
