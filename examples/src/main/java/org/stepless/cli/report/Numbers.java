package org.stepless.cli.report;

import java.util.Locale;

/** Numbers as text, the same in every locale. */
public final class Numbers {
  private Numbers() {}

  /** A number in a format, such as {@code %.2f}. */
  public static String text(String format, double value) {
    return String.format(Locale.ROOT, format, value);
  }

  /** Four significant digits, such as {@code 29.87}. */
  public static String rounded(double value) {
    return text("%.4g", value);
  }
}
