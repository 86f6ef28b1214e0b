package org.stepless.spark.jobs;

import java.io.Serializable;
import org.stepless.data.RowBlock;

/** What a task does with the rows of its partition. */
@FunctionalInterface
public interface BlockTask<T> extends Serializable {
  /**
   * @param partition number of the partition
   * @return the partition's part of the result, not null
   */
  T run(int partition, RowBlock block);
}
