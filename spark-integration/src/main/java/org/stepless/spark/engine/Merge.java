package org.stepless.spark.engine;

import java.io.Serializable;
import java.util.List;

/** Makes one of several parts. */
@FunctionalInterface
interface Merge<T> extends Serializable {
  /**
   * @param parts in the order of their partitions; at least one
   */
  T merge(List<T> parts);
}
