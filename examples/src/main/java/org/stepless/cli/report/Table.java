package org.stepless.cli.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Rows of text under a header; prints as Markdown with aligned columns, and as CSV. */
public final class Table {
  private final String title;
  private final List<String> header;
  private final List<List<String>> rows = new ArrayList<>();

  public Table(String title, String... header) {
    this(title, Arrays.asList(header));
  }

  public Table(String title, List<String> header) {
    this.title = title;
    this.header = List.copyOf(header);
  }

  /** Adds a row with one cell for every column. */
  public void add(String... cells) {
    add(Arrays.asList(cells));
  }

  /** Adds a row with one cell for every column. */
  public void add(List<String> cells) {
    if (cells.size() != header.size()) {
      throw new IllegalArgumentException(
          "row %s for the columns %s of table '%s'".formatted(cells, header, title));
    }
    rows.add(List.copyOf(cells));
  }

  public String title() {
    return title;
  }

  public List<String> header() {
    return header;
  }

  public List<List<String>> rows() {
    return List.copyOf(rows);
  }

  /** A table in Markdown that also reads well as it is: the first column left, others right. */
  public String markdown() {
    int[] widths = new int[header.size()];
    lines()
        .forEach(
            row -> {
              for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
              }
            });
    List<String> rule = new ArrayList<>();
    for (int i = 0; i < widths.length; i++) {
      rule.add("-".repeat(Math.max(1, widths[i] - 1)) + (i == 0 ? "-" : ":"));
    }
    List<List<String>> all = new ArrayList<>(lines());
    all.add(1, rule);
    return join(all, row -> line(row, widths));
  }

  private List<List<String>> lines() {
    List<List<String>> lines = new ArrayList<>();
    lines.add(header);
    lines.addAll(rows);
    return lines;
  }

  private static String line(List<String> row, int[] widths) {
    StringBuilder line = new StringBuilder("|");
    for (int i = 0; i < widths.length; i++) {
      String cell = row.get(i), gap = " ".repeat(Math.max(0, widths[i] - cell.length()));
      line.append(' ').append(i == 0 ? cell + gap : gap + cell).append(" |");
    }
    return line.toString();
  }

  /** Comma-separated values; cells that need it are quoted. */
  public String csv() {
    return join(lines(), row -> row.stream().map(Table::quoted).collect(Collectors.joining(",")));
  }

  private static String quoted(String cell) {
    return cell.matches("(?s).*[\",\n\r].*") ? '"' + cell.replace("\"", "\"\"") + '"' : cell;
  }

  private static String join(List<List<String>> rows, Function<List<String>, String> line) {
    return rows.stream().map(line).collect(Collectors.joining("\n", "", "\n"));
  }

  /** Writes {@link #csv} to a file. */
  public void save(Path file) throws IOException {
    Files.writeString(file, csv());
  }
}
