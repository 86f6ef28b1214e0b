package org.stepless.spark.placement;

import java.util.List;
import java.util.function.Supplier;
import org.stepless.spark.jobs.PartMerge;
import org.stepless.spark.jobs.Shipped;
import org.stepless.spark.rows.RowSignature;

/**
 * Where the rows of a run are, and how work is done on them. Results depend on the parts and their
 * order alone, never on which task ended first, was retried or ran where.
 *
 * <p>There are three forms: rows on the driver ({@link OnDriver}), in one task or in partitions
 * (both {@link InPartitions}); and partitions whose rows have trackers ({@link TrackedPartitions}).
 */
public interface Placement extends AutoCloseable {
  /**
   * A value that tasks read throughout the run; released when this placement is closed.
   *
   * @param doubles about how many numbers it holds
   */
  <T> Shipped<T> share(T value, long doubles);

  /**
   * Runs a task on each part and gives the results in the order of the parts; trackers are out of
   * its reach. One job, or none on the driver.
   *
   * @param doubles about how many numbers the input holds
   */
  <I, R> List<R> collect(PartTask<I, R> task, I input, long doubles);

  /**
   * Runs a task on each part and merges the results by a tree in the order of the parts. One job,
   * or none on the driver.
   *
   * @param doubles about how many numbers the input holds, and each result
   * @throws IllegalArgumentException if there are no rows
   */
  <I, R> R reduce(PartTask<I, R> task, I input, PartMerge<R> merge, long doubles);

  /** The trackers of every part, for a checkpoint; none if none are kept. One job. */
  default double[][] trackers() {
    return new double[0][];
  }

  /** Sets the trackers of a run that goes on, as {@link #trackers} gave them; none begins anew. */
  default void restoreTrackers(double[][] parts) {}

  /**
   * The trackers at the end of a run; null if none are kept.
   *
   * @param shift added to all of them
   * @param rows tells the rows, if there are trackers
   */
  default Trackers result(double shift, Supplier<RowSignature> rows) {
    return null;
  }

  /** Releases what the tasks of all rounds share; the rows are their owner's. */
  @Override
  void close();
}
