package org.stepless.cli.input;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.stepless.cli.input.Sample.BadRow;

/**
 * The first line of a CSV file, and how the other lines are divided.
 *
 * @param line as it stands, without a mark of the byte order
 * @param delimiter between fields
 * @param names of the columns; one without a name has its number
 * @param fields of every row: more than there are names where rows end in empty fields
 * @param longerRows whether rows have more fields than this line
 */
record CsvHeader(String line, char delimiter, List<String> names, int fields, boolean longerRows)
    implements Serializable {
  private static final String DELIMITERS = ",;\t";

  /**
   * Reads a header. Columns at its end that have no name there and no value in the first row come
   * of delimiters at the end of lines and do not count.
   *
   * @param row the first row, or null
   */
  static CsvHeader of(String line, String row) {
    char delimiter = delimiter(line);
    List<String> names = split(line, delimiter);
    int own = names.size(), named = own, fields = own;
    List<String> values = row == null ? List.of() : values(row, delimiter);
    if (values.size() >= own && isEmpty(values.subList(own, values.size()))) {
      fields = values.size();
      while (named > 0 && isEmpty(List.of(names.get(named - 1), values.get(named - 1)))) {
        named--;
      }
    }
    for (int i = 0; i < named; i++) {
      if (names.get(i).isEmpty()) {
        names.set(i, "column" + (i + 1));
      }
    }
    return new CsvHeader(
        line, delimiter, List.copyOf(names.subList(0, named)), fields, fields > own);
  }

  /** None of a row that is wrong: it is reported when all rows are read. */
  private static List<String> values(String row, char delimiter) {
    try {
      return split(row, delimiter);
    } catch (BadRow e) {
      return List.of();
    }
  }

  private static boolean isEmpty(List<String> fields) {
    return fields.stream().allMatch(String::isEmpty);
  }

  /** The most frequent of comma, semicolon and tab. */
  private static char delimiter(String header) {
    char best = ',';
    long most = 0;
    for (char candidate : DELIMITERS.toCharArray()) {
      long count = header.chars().filter(c -> c == candidate).count();
      if (count > most) {
        most = count;
        best = candidate;
      }
    }
    return best;
  }

  static List<String> split(String line, char delimiter) {
    List<String> fields = new ArrayList<>();
    StringBuilder field = new StringBuilder();
    boolean quoted = false;
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (c == '"') {
        boolean doubled = quoted && i + 1 < line.length() && line.charAt(i + 1) == '"';
        if (doubled) {
          field.append('"');
          i++;
        } else {
          quoted = !quoted;
        }
      } else if (c == delimiter && !quoted) {
        fields.add(field.toString().strip());
        field.setLength(0);
      } else {
        field.append(c);
      }
    }
    if (quoted) {
      throw new BadRow("a quote is not closed; a field cannot span lines");
    }
    fields.add(field.toString().strip());
    return fields;
  }
}
