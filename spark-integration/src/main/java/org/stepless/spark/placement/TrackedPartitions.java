package org.stepless.spark.placement;

import java.util.List;
import java.util.function.Supplier;
import org.apache.spark.api.java.JavaSparkContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.stepless.spark.jobs.DriverMemory;
import org.stepless.spark.jobs.PartMerge;
import org.stepless.spark.jobs.Shipped;
import org.stepless.spark.rows.RowSignature;

/**
 * Rows in partitions with a tracker each, a {@link TrackerColumn}. Every reduction makes its next
 * column, whose lineage is cut from time to time. Where the driver can hold the column, a cut is a
 * copy there, which survives the loss of any executor. Larger columns are cut in every round by a
 * local checkpoint on the executors; a run that then loses an executor ends with Spark's error.
 */
public final class TrackedPartitions implements Placement {
  /** Name of the columns in Spark's storage page. */
  public static final String NAME = "Stepless trackers";

  /** A lost partition costs at most as many rounds; a cut costs a small job. */
  private static final int ROUNDS_BETWEEN_CUTS = 10;

  /** Half of what Spark sends in one message: a task of the round after a cut carries its array. */
  private static final long LARGEST_PARTITION = 64L << 20;

  private static final long LEAST_DRIVER_BYTES = 64L << 20;

  private static final Logger LOG = LoggerFactory.getLogger(TrackedPartitions.class);

  private final JavaSparkContext context;
  private final InPartitions rows;
  private final TrackerColumn column;
  private final boolean onDriver;
  private int rounds;

  /**
   * @param counts rows of every partition that has some, which tell whether cuts go to the driver
   */
  public TrackedPartitions(JavaSparkContext context, InPartitions rows, int[] counts) {
    this(context, rows, fitDriver(context, counts));
  }

  TrackedPartitions(JavaSparkContext context, InPartitions rows, boolean onDriver) {
    this.context = context;
    this.rows = rows;
    this.onDriver = onDriver;
    column = new TrackerColumn(context, rows.blocks());
    if (!onDriver) {
      LOG.warn(
          "the trackers are too many for the driver and stay on the executors: the loss of one"
              + " ends the run; more driver memory (spark.driver.memory) and more partitions help");
    }
  }

  private static boolean fitDriver(JavaSparkContext context, int[] counts) {
    long bytes = 0, largest = 0;
    for (int count : counts) {
      bytes += (long) count * Double.BYTES;
      largest = Math.max(largest, (long) count * Double.BYTES);
    }
    long limit = DriverMemory.forResults(context.sc());
    return largest <= LARGEST_PARTITION && bytes <= Math.max(LEAST_DRIVER_BYTES, limit);
  }

  @Override
  public <T> Shipped<T> share(T value, long doubles) {
    return rows.share(value, doubles);
  }

  @Override
  public <I, R> List<R> collect(PartTask<I, R> task, I input, long doubles) {
    return rows.collect(task, input, doubles);
  }

  @Override
  public <I, R> R reduce(PartTask<I, R> task, I input, PartMerge<R> merge, long doubles) {
    Shipped<I> shipped = rows.ship(input, doubles);
    R result = rows.reduce(column.advance(task, shipped, !onDriver), merge, doubles);
    endRound();
    return result;
  }

  /** Releases what is needed no more, and cuts the lineage when it has grown long. */
  private void endRound() {
    rounds++;
    if (!onDriver) {
      column.release(1);
    } else if (rounds % ROUNDS_BETWEEN_CUTS == 0) {
      column.restore(column.collect());
      column.release(0);
    } else {
      column.unpersist(1);
    }
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalStateException if they are too many for the driver
   */
  @Override
  public double[][] trackers() {
    if (!onDriver) {
      throw new IllegalStateException(
          "the trackers of a checkpoint pass through the driver, which has no room for them; raise"
              + " spark.driver.memory and spark.driver.maxResultSize, or train without checkpoints");
    }
    return column.collect();
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException if there is not one array per partition
   */
  @Override
  public void restoreTrackers(double[][] parts) {
    if (parts.length > 0) {
      column.restore(parts);
    }
  }

  @Override
  public Trackers result(double shift, Supplier<RowSignature> signature) {
    return onDriver
        ? Trackers.onDriver(
            context, TrackerColumn.shifted(column.collect(), shift), signature.get())
        : Trackers.onExecutors(column.leave(shift), signature.get());
  }

  @Override
  public void close() {
    column.release(0);
    rows.close();
  }
}
