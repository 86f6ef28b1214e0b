package org.stepless.cli.input;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.stepless.cli.input.Sample.BadRow;

/** Lines of a CSV file whose header names the columns. A quoted field may hold the delimiter. */
final class CsvParser implements Sample.Parser<String> {
  private static final long serialVersionUID = 1L;
  private static final String DELIMITERS = ",;\t";

  private final String header;
  private final char delimiter;
  private final Columns columns;

  CsvParser(String header, Columns columns) {
    this.header = header;
    this.delimiter = delimiter(header);
    this.columns = columns;
  }

  @Override
  public Sample parse(String line) {
    if (line.isBlank() || line.equals(header)) {
      return Sample.BLANK;
    }
    List<String> fields = split(line, delimiter);
    if (fields.size() != columns.count()) {
      throw new BadRow(
          "%d fields where the header has %d; quote fields that hold '%s'",
          fields.size(), columns.count(), delimiter);
    }
    String label = fields.get(columns.label());
    if (isMissing(label)) {
      throw new BadRow(
          "column '%s', the label, is empty; remove the row or fill it", columns.labelName());
    }
    OptionalDouble number = Values.number(label);
    double[] values = new double[columns.features().length];
    for (int i = 0; i < values.length; i++) {
      String text = fields.get(columns.features()[i]);
      String name = "column '" + columns.featureNames().get(i) + "'";
      if (isMissing(text)) {
        throw new BadRow("%s is empty; remove the row or fill the value", name);
      }
      values[i] = feature(text, name);
    }
    return number.isPresent()
        ? Sample.dense(Values.label(number.getAsDouble()), null, values)
        : Sample.dense(Double.NaN, label, values);
  }

  private static double feature(String text, String name) {
    OptionalDouble value = Values.number(text);
    if (value.isEmpty()) {
      throw new BadRow(
          "%s holds '%s', which is no number; encode it, leave the column out with --ignore-cols,"
              + " or name it as the label with --label-col",
          name, Values.quote(text));
    }
    return Values.finite(value.getAsDouble(), name);
  }

  private static boolean isMissing(String text) {
    return text.isEmpty() || text.equals("?") || text.equals("NA") || text.equals("null");
  }

  /** The names in a header line; a column without a name gets its number. */
  static List<String> names(String header) {
    String line = header.startsWith("\uFEFF") ? header.substring(1) : header;
    List<String> names = split(line, delimiter(line));
    for (int i = 0; i < names.size(); i++) {
      if (names.get(i).isEmpty()) {
        names.set(i, "column" + (i + 1));
      }
    }
    return names;
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

  private static List<String> split(String line, char delimiter) {
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
