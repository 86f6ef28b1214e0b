package org.stepless.notebooks;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Source files of Scala notebooks as Databricks imports and exports them. */
final class DatabricksSource {
  private static final String FIRST_LINE = "// Databricks notebook source";
  private static final String SEPARATOR = "// COMMAND ----------";
  private static final String MAGIC = "// MAGIC";
  private static final String PROSE = "%md";

  private DatabricksSource() {}

  static Notebook parse(String name, String text) {
    List<String> lines = text.lines().toList();
    if (lines.isEmpty() || !lines.get(0).equals(FIRST_LINE)) {
      throw new IllegalArgumentException(
          "'%s' must begin with the line '%s'".formatted(name, FIRST_LINE));
    }
    List<Cell> cells = new ArrayList<>();
    List<String> cell = new ArrayList<>();
    for (String line : lines.subList(1, lines.size())) {
      if (line.equals(SEPARATOR)) {
        cells.add(cell(name, cell));
        cell.clear();
      } else {
        cell.add(line);
      }
    }
    cells.add(cell(name, cell));
    return new Notebook(name, cells);
  }

  private static Cell cell(String name, List<String> lines) {
    String text = String.join("\n", lines).strip();
    if (!text.startsWith(MAGIC)) {
      if (text.contains(MAGIC)) {
        throw new IllegalArgumentException(
            "'%s' mixes code and '%s' in one cell:\n%s".formatted(name, MAGIC, text));
      }
      return Cell.code(text);
    }
    String prose = text.lines().map(line -> unmarked(name, line)).collect(Collectors.joining("\n"));
    if (!prose.startsWith(PROSE)) {
      throw new IllegalArgumentException(
          "'%s' has a magic cell that is not %s:\n%s".formatted(name, PROSE, text));
    }
    return Cell.prose(prose.substring(PROSE.length()));
  }

  private static String unmarked(String name, String line) {
    if (line.equals(MAGIC)) {
      return "";
    }
    if (!line.startsWith(MAGIC + " ")) {
      throw new IllegalArgumentException(
          "'%s' has a line of prose without '%s ': %s".formatted(name, MAGIC, line));
    }
    return line.substring(MAGIC.length() + 1);
  }

  static String print(Notebook notebook) {
    return notebook.cells().stream()
        .map(cell -> cell.isCode() ? cell.text() : marked(cell.text()))
        .collect(Collectors.joining("\n\n" + SEPARATOR + "\n\n", FIRST_LINE + "\n", "\n"));
  }

  private static String marked(String prose) {
    return (PROSE + "\n" + prose)
        .lines()
        .map(line -> line.isEmpty() ? MAGIC : MAGIC + " " + line)
        .collect(Collectors.joining("\n"));
  }
}
