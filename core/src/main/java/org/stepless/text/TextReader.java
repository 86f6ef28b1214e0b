package org.stepless.text;

/** Reads words, punctuation and values from left to right. */
final class TextReader {
  private final String text;
  private int at;

  TextReader(String text) {
    this.text = text;
  }

  boolean accept(char c) {
    skipSpace();
    if (at < text.length() && text.charAt(at) == c) {
      at++;
      return true;
    }
    return false;
  }

  void expect(char c) {
    if (!accept(c)) {
      throw new IllegalArgumentException("expected '" + c + "' " + position());
    }
  }

  void end() {
    skipSpace();
    if (at < text.length()) {
      throw new IllegalArgumentException("unexpected text " + position());
    }
  }

  String word(String what) {
    skipSpace();
    int start = at;
    while (at < text.length() && isNamePart(text.charAt(at))) {
      at++;
    }
    if (start == at) {
      throw new IllegalArgumentException("expected the " + what + " " + position());
    }
    return text.substring(start, at);
  }

  /** Letters and digits, and what else there is in the full name of a class. */
  private static boolean isNamePart(char c) {
    return c == '.' || Character.isJavaIdentifierPart(c);
  }

  /** The key before an equals sign, without moving on; null if there is none. */
  String peekKey() {
    skipSpace();
    int end = at;
    while (end < text.length() && Character.isLetterOrDigit(text.charAt(end))) {
      end++;
    }
    int equals = end;
    while (equals < text.length() && text.charAt(equals) == ' ') {
      equals++;
    }
    boolean isKey = end > at && equals < text.length() && text.charAt(equals) == '=';
    return isKey ? text.substring(at, end) : null;
  }

  void skipKey() {
    at = text.indexOf('=', at) + 1;
  }

  String value() {
    skipSpace();
    int start = at;
    while (at < text.length() && ",()".indexOf(text.charAt(at)) < 0) {
      at++;
    }
    String value = text.substring(start, at).strip();
    if (value.isEmpty()) {
      throw new IllegalArgumentException("expected a value " + position());
    }
    return value;
  }

  private void skipSpace() {
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
  }

  private String position() {
    return at >= text.length() ? "at the end" : "at '" + text.substring(at) + "'";
  }
}
