package org.stepless.notebooks;

/** A cell did not compile, was incomplete, gave a warning, or threw an exception. */
final class CellFailedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  CellFailedException(String cell, String messages) {
    super("this cell failed:\n" + cell + "\n\n" + messages);
  }
}
