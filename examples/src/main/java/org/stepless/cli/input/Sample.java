package org.stepless.cli.input;

import com.esotericsoftware.kryo.DefaultSerializer;
import com.esotericsoftware.kryo.serializers.JavaSerializer;
import java.io.Serializable;

/**
 * What one line of a file holds: a row, nothing (blank, comment, header), or a problem.
 *
 * @param label the label as a number, NaN where it is text
 * @param text the label where it is not a number, otherwise null
 * @param width number of columns that the row has or needs
 * @param indices columns of the values, from 0 and ascending; null if all columns are there
 * @param values feature values; null if the line holds no row
 * @param problem what is wrong with the line, otherwise null
 */
@DefaultSerializer(JavaSerializer.class) // Kryo itself cannot make records
record Sample(double label, String text, int width, int[] indices, double[] values, String problem)
    implements Serializable {

  /** A line without a row. */
  static final Sample BLANK = new Sample(Double.NaN, null, 0, null, null, null);

  boolean isRow() {
    return values != null;
  }

  /** A row that has all columns. */
  static Sample dense(double label, String text, double[] values) {
    return new Sample(label, text, values.length, null, values, null);
  }

  /** A parser of one line or row. Throws {@link BadRow} where the line is wrong. */
  @FunctionalInterface
  interface Parser<T> extends Serializable {
    Sample parse(T line);

    /** As {@link #parse}, with the problem as a value. */
    default Sample read(T line) {
      try {
        return parse(line);
      } catch (BadRow e) {
        return new Sample(Double.NaN, null, 0, null, null, e.getMessage());
      }
    }
  }

  /** A line that is no row. The message says what is wrong and how to mend it. */
  static final class BadRow extends RuntimeException {
    private static final long serialVersionUID = 1L;

    BadRow(String message, Object... arguments) {
      super(message.formatted(arguments), null, false, false);
    }
  }
}
