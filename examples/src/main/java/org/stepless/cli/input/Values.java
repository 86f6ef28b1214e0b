package org.stepless.cli.input;

import java.util.Locale;
import java.util.OptionalDouble;
import java.util.regex.Pattern;
import org.stepless.cli.input.Sample.BadRow;

/** Reading and quoting of single values. */
final class Values {
  private static final int LONGEST_QUOTE = 40;
  private static final int INTEGER_DIGITS = 9;

  private static final Pattern DECIMAL_COMMA =
      Pattern.compile("[+-]?(\\d*|\\d{1,3}(\\.\\d{3})+),\\d+([eE][+-]?\\d+)?");
  private static final Pattern GROUPED =
      Pattern.compile("[+-]?\\d{1,3}((,\\d{3}){2,}(\\.\\d*)?|(,\\d{3})+\\.\\d*)");

  private Values() {}

  /** The number that a text holds; empty if it holds none. NaN and infinity count as numbers. */
  static OptionalDouble number(String text) {
    switch (text.toLowerCase(Locale.ROOT)) {
      case "nan":
        return OptionalDouble.of(Double.NaN);
      case "inf", "+inf", "infinity", "+infinity":
        return OptionalDouble.of(Double.POSITIVE_INFINITY);
      case "-inf", "-infinity":
        return OptionalDouble.of(Double.NEGATIVE_INFINITY);
      default:
        try {
          return OptionalDouble.of(Double.parseDouble(text));
        } catch (NumberFormatException e) {
          return OptionalDouble.empty();
        }
    }
  }

  /** Whether a text is a number as someone may write it. */
  static boolean looksLikeNumber(String text) {
    return number(text).isPresent() || commaProblem(text) != null;
  }

  /** What is wrong with a number that is written with commas, and what helps; null for others. */
  static String commaProblem(String text) {
    if (DECIMAL_COMMA.matcher(text).matches()) {
      return "'%s', which looks like a number with a decimal comma; write it with a point: %s"
          .formatted(quote(text), quote(text.replace(".", "").replace(',', '.')));
    } else if (GROUPED.matcher(text).matches()) {
      return "'%s', which looks like a number with commas between thousands; leave them out: %s"
          .formatted(quote(text), quote(text.replace(",", "")));
    }
    return null;
  }

  /** A feature value between two positions; short whole numbers without a detour over strings. */
  static double feature(String line, int from, int to, String name) {
    if (to - from > 0 && to - from <= INTEGER_DIGITS) {
      int value = 0;
      int at = from;
      while (at < to && line.charAt(at) >= '0' && line.charAt(at) <= '9') {
        value = 10 * value + line.charAt(at++) - '0';
      }
      if (at == to) {
        return value;
      }
    }
    String text = line.substring(from, to);
    OptionalDouble value = number(text);
    String comma = value.isPresent() ? null : commaProblem(text);
    if (comma != null) {
      throw new BadRow("%s holds %s", name, comma);
    }
    if (value.isEmpty()) {
      throw new BadRow("%s holds '%s', which is no number", name, quote(text));
    }
    return finite(value.getAsDouble(), name);
  }

  /** Requires a finite feature value. */
  static double finite(double value, String name) {
    if (!Double.isFinite(value)) {
      throw new BadRow("%s is %s; remove the row or fill the value", name, value);
    }
    return value;
  }

  /** Requires a finite label. */
  static double label(double value) {
    if (!Double.isFinite(value)) {
      throw new BadRow("the label is %s; remove the row or correct the label", value);
    }
    return value;
  }

  /** A text fit for a message: short, and without control characters. */
  static String quote(String text) {
    String clean = text.replaceAll("\\p{Cntrl}|\\uFFFD", "?");
    return clean.length() <= LONGEST_QUOTE ? clean : clean.substring(0, LONGEST_QUOTE) + "...";
  }
}
