package org.stepless.cli.input;

import java.util.List;
import java.util.OptionalDouble;
import org.stepless.cli.input.Sample.BadRow;

/** Lines of a CSV file whose header names the columns. A quoted field may hold the delimiter. */
final class CsvParser implements Sample.Parser<String> {
  private static final long serialVersionUID = 1L;

  private final CsvHeader header;
  private final Columns columns;

  CsvParser(CsvHeader header, Columns columns) {
    this.header = header;
    this.columns = columns;
  }

  @Override
  public Sample parse(String line) {
    if (line.isBlank() || line.equals(header.line())) {
      return Sample.BLANK;
    }
    List<String> fields = CsvHeader.split(line, header.delimiter());
    if (fields.size() != header.fields()) {
      throw new BadRow(
          "%d fields where the %s has %d; quote fields that hold '%s'",
          fields.size(),
          header.longerRows() ? "first row" : "header",
          header.fields(),
          header.delimiter());
    }
    requireEmpty(fields.subList(columns.count(), fields.size()));
    String label = fields.get(columns.label());
    if (isMissing(label)) {
      throw new BadRow(
          "column '%s', the label, is empty; remove the row or fill it", columns.labelName());
    }
    OptionalDouble number = Values.number(label);
    String comma = number.isPresent() ? null : Values.commaProblem(label);
    if (comma != null) {
      throw new BadRow("column '%s', the label, holds %s", columns.labelName(), comma);
    }
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
    String comma = value.isPresent() ? null : Values.commaProblem(text);
    if (comma != null) {
      throw new BadRow("%s holds %s", name, comma);
    }
    if (value.isEmpty()) {
      throw new BadRow(
          "%s holds '%s', which is no number; encode it, leave the column out with --ignore-cols,"
              + " or name it as the label with --label-col",
          name, Values.quote(text));
    }
    return Values.finite(value.getAsDouble(), name);
  }

  /** Beyond the last name, where the first row is empty. */
  private static void requireEmpty(List<String> beyond) {
    for (String text : beyond) {
      if (!text.isEmpty()) {
        throw new BadRow(
            "'%s' stands in a column without a name, which is empty in the first row;"
                + " name it in the header",
            Values.quote(text));
      }
    }
  }

  private static boolean isMissing(String text) {
    return text.isEmpty() || text.equals("?") || text.equals("NA") || text.equals("null");
  }
}
