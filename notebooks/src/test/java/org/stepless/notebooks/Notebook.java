package org.stepless.notebooks;

import java.util.List;

/**
 * A notebook without its outputs.
 *
 * @param name of its file, without the ending
 * @param cells in their order; the first is prose that begins with a heading
 */
record Notebook(String name, List<Cell> cells) {
  private static final String HEADING = "# ";

  Notebook {
    cells = List.copyOf(cells);
    if (cells.isEmpty() || cells.get(0).isCode() || !cells.get(0).text().startsWith(HEADING)) {
      throw new IllegalArgumentException(
          "notebook '%s' must begin with a heading, '# TITLE' in a cell of prose".formatted(name));
    }
  }

  /** The text of the heading. */
  String title() {
    return cells.get(0).text().lines().findFirst().orElseThrow().substring(HEADING.length());
  }

  /** The code of all cells, in their order. */
  List<String> code() {
    return cells.stream().filter(Cell::isCode).map(Cell::text).toList();
  }

  /**
   * The notebook for another environment: the same cells but for the one that defines {@code show},
   * where there is one.
   *
   * @throws IllegalArgumentException if more than one cell is {@code from}'s definition
   */
  Notebook translated(Format from, Format to) {
    Cell before = Cell.code(from.show());
    if (cells.stream().filter(before::equals).count() > 1) {
      throw new IllegalArgumentException(
          "notebook '%s' has more than one cell of nothing but\n%s".formatted(name, from.show()));
    }
    Cell after = Cell.code(to.show());
    return new Notebook(
        name, cells.stream().map(cell -> cell.equals(before) ? after : cell).toList());
  }
}
