package org.stepless.nd4j;

import java.io.Serializable;
import java.util.List;
import org.stepless.text.Check;

/**
 * A placeholder of a graph and the part of a row that fills it.
 *
 * @param placeholder its name
 * @param shape of one row's part, in row-major order; the batch's dimension comes before it. Empty
 *     for one number per row
 */
public record Input(String placeholder, List<Integer> shape) implements Serializable {
  public Input {
    shape = List.copyOf(shape);
    for (int length : shape) {
      Check.atLeast("shape of placeholder '" + placeholder + "'", length, 1);
    }
  }

  /**
   * A placeholder and the shape of one row's part; no lengths for one number per row.
   *
   * @throws IllegalArgumentException naming the placeholder if a length is below 1
   */
  public static Input of(String placeholder, Integer... shape) {
    return new Input(placeholder, List.of(shape));
  }

  /** How many columns of a row it takes. */
  public int size() {
    return shape.stream().reduce(1, Math::multiplyExact);
  }

  /** Its shape for {@code rows} rows. */
  long[] shape(int rows) {
    long[] full = new long[shape.size() + 1];
    full[0] = rows;
    for (int i = 0; i < shape.size(); i++) {
      full[i + 1] = shape.get(i);
    }
    return full;
  }
}
