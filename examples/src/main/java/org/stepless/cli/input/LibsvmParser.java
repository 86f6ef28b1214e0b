package org.stepless.cli.input;

import java.util.OptionalDouble;
import org.stepless.cli.input.Sample.BadRow;

/** Lines of the LIBSVM format: {@code label index:value index:value ... # comment}. */
final class LibsvmParser implements Sample.Parser<String> {
  private static final long serialVersionUID = 1L;

  @Override
  public Sample parse(String line) {
    int comment = line.indexOf('#');
    int length = comment < 0 ? line.length() : comment;
    int at = skipSpace(line, 0, length);
    if (at == length) {
      return Sample.BLANK;
    }
    int end = wordEnd(line, at, length);
    double label = label(line.substring(at, end));
    int entries = entries(line, end, length);
    int[] indices = new int[entries];
    double[] values = new double[entries];
    int last = 0;
    int entry = 0;
    for (at = skipSpace(line, end, length); at < length; at = skipSpace(line, end, length)) {
      end = wordEnd(line, at, length);
      int colon = line.indexOf(':', at);
      if (colon < 0 || colon >= end) {
        throw new BadRow(
            "'%s' is not index:value; write label index:value index:value ...",
            Values.quote(line.substring(at, end)));
      }
      int index = index(line, at, colon);
      if (index <= last) {
        throw new BadRow(
            "feature index %d stands after %d; sort the indices of a line and give each once",
            index, last);
      }
      indices[entry] = index - 1;
      values[entry++] = Values.feature(line, colon + 1, end, "feature " + index);
      last = index;
    }
    return new Sample(label, null, last, indices, values, null);
  }

  private static double label(String text) {
    OptionalDouble number = Values.number(text);
    String comma = number.isPresent() ? null : Values.commaProblem(text);
    if (comma != null) {
      throw new BadRow("the label is %s", comma);
    }
    if (number.isEmpty()) {
      throw new BadRow(
          "the label '%s' is not a number; a LIBSVM line starts with a number", Values.quote(text));
    }
    return Values.label(number.getAsDouble());
  }

  private static int index(String line, int from, int to) {
    long index = 0;
    for (int i = from; i < to; i++) {
      int digit = line.charAt(i) - '0';
      index = digit < 0 || digit > 9 ? Long.MAX_VALUE : 10 * index + digit;
      if (index > Integer.MAX_VALUE) {
        index = 0;
        break;
      }
    }
    if (index == 0) {
      throw new BadRow(
          "feature index '%s' is not a whole number from 1 to %d; count features from 1",
          Values.quote(line.substring(from, to)), Integer.MAX_VALUE);
    }
    return (int) index;
  }

  private static int entries(String line, int from, int to) {
    int count = 0;
    for (int i = from; i < to; i++) {
      if (line.charAt(i) == ':') {
        count++;
      }
    }
    return count;
  }

  private static int skipSpace(String line, int from, int to) {
    int at = from;
    while (at < to && line.charAt(at) <= ' ') {
      at++;
    }
    return at;
  }

  private static int wordEnd(String line, int from, int to) {
    int at = from;
    while (at < to && line.charAt(at) > ' ') {
      at++;
    }
    return at;
  }
}
