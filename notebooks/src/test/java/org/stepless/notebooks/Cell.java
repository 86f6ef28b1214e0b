package org.stepless.notebooks;

/**
 * One cell of a notebook.
 *
 * @param kind what its text is
 * @param text Markdown or Scala, without the marks of a format and without blank lines around it
 */
record Cell(Kind kind, String text) {
  enum Kind {
    PROSE,
    CODE
  }

  Cell {
    text = text.strip();
    if (text.isEmpty()) {
      throw new IllegalArgumentException("a cell of " + kind + " is empty; remove it");
    }
  }

  static Cell prose(String text) {
    return new Cell(Kind.PROSE, text);
  }

  static Cell code(String text) {
    return new Cell(Kind.CODE, text);
  }

  boolean isCode() {
    return kind == Kind.CODE;
  }
}
