package org.stepless.nd4j;

import java.io.Serializable;
import java.util.List;

/**
 * The placeholders of a graph that rows fill.
 *
 * @param features in the order of their columns
 * @param target of the labels; null for a graph without any
 * @param weights placeholder of one weight per row; null if there is none: then all must be 1
 */
public record RowLayout(List<Input> features, Target target, String weights)
    implements Serializable {
  public RowLayout {
    features = List.copyOf(features);
  }

  /** Columns of a row. */
  public int columns() {
    return features.stream().mapToInt(Input::size).sum() + (target == null ? 0 : target.columns());
  }
}
