package org.stepless.spark.jobs;

import java.io.Serializable;
import java.util.List;

/** Makes one of several parts. */
@FunctionalInterface
public interface PartMerge<T> extends Serializable {
  /**
   * @param parts in the order of their partitions; at least one
   */
  T merge(List<T> parts);
}
