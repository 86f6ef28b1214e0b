package org.stepless.text;

import java.util.Arrays;
import java.util.Locale;

/**
 * An enum whose constants users choose by name, in params and on the command line: the constant's
 * own name in lower case. Upper and lower case are read as the same.
 */
public interface Choice {
  /** The constant's name in Java; every enum has it. */
  String name();

  /** The name that users write. */
  default String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The names of all constants of an enum, in their order. */
  static <E extends Enum<E> & Choice> String[] names(Class<E> type) {
    return Arrays.stream(type.getEnumConstants()).map(Choice::text).toArray(String[]::new);
  }

  /**
   * The constant of a name.
   *
   * @param what is chosen, for the message
   * @throws IllegalArgumentException naming the text and the names there are
   */
  static <E extends Enum<E> & Choice> E parse(Class<E> type, String what, String text) {
    return type.getEnumConstants()[index(what, text, names(type))];
  }

  /**
   * Which of some names a text is, whatever its case.
   *
   * @param what is chosen, for the message
   * @throws IllegalArgumentException naming the text and the names there are
   */
  static int index(String what, String text, String... names) {
    for (int i = 0; i < names.length; i++) {
      if (names[i].equalsIgnoreCase(text)) {
        return i;
      }
    }
    throw new IllegalArgumentException(
        "%s must be one of %s, was %s"
            .formatted(what, String.join(", ", names), text == null ? "null" : "'" + text + "'"));
  }
}
