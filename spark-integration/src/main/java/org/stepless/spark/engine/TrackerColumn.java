package org.stepless.spark.engine;

import com.esotericsoftware.kryo.DefaultSerializer;
import com.esotericsoftware.kryo.serializers.JavaSerializer;
import java.io.Serializable;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.storage.StorageLevel;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.stepless.data.RowBlock;

/**
 * The trackers of all rows: one array beside each block, 8 bytes a row. Every round makes a new
 * persisted column from the one before, which is then released; lost partitions are computed anew
 * from the last cut, to the same bits.
 *
 * <p>A cut ends the lineage. Where the driver can hold the column, it is a copy there, which
 * survives the loss of any executor. Larger columns are cut in every round by a local checkpoint on
 * the executors; a run that then loses an executor ends with Spark's error.
 */
final class TrackerColumn implements AutoCloseable {
  /** A lost partition costs at most as many rounds; a cut costs a small job. */
  private static final int ROUNDS_BETWEEN_CUTS = 10;

  /** Half of what Spark sends in one message: a task of the round after a cut carries its array. */
  private static final long LARGEST_PARTITION = 64L << 20;

  private static final long LEAST_DRIVER_BYTES = 64L << 20;

  private static final Logger LOG = LoggerFactory.getLogger(TrackerColumn.class);

  /** What a task does with the rows of one partition in a round; it changes the trackers. */
  interface PartitionStep<R> extends Serializable {
    R run(int partition, RowBlock block, double[] trackers);
  }

  /** The trackers of one partition. */
  @DefaultSerializer(JavaSerializer.class) // as a Parcel
  record Tracked(int partition, double[] trackers) implements Serializable {}

  /** A partition after a round: the next round needs the trackers, the driver the rest. */
  @DefaultSerializer(JavaSerializer.class) // as a Parcel
  record Stepped<R>(Tracked tracked, R result) implements Serializable {}

  private final JavaSparkContext context;
  private final JavaRDD<RowBlock> blocks;
  private final boolean kept;
  private final boolean onDriver;
  private final Deque<JavaRDD<?>> persisted = new ArrayDeque<>();
  private final List<Shipped<?>> shipped = new ArrayList<>();
  private JavaRDD<Tracked> current;
  private int rounds;

  /**
   * @param kept whether there is anything to keep between rounds; the steps of a rule without
   *     trackers see empty arrays
   * @param onDriver whether cuts go to the driver, see {@link #fitsDriver}
   */
  TrackerColumn(
      JavaSparkContext context, JavaRDD<RowBlock> blocks, boolean kept, boolean onDriver) {
    this.context = context;
    this.blocks = blocks;
    this.kept = kept;
    this.onDriver = onDriver;
    if (kept && !onDriver) {
      LOG.warn(
          "the trackers are too many for the driver and stay on the executors: the loss of one"
              + " ends the run; more driver memory (spark.driver.memory) and more partitions help");
    }
  }

  /**
   * Whether the driver has room for the trackers.
   *
   * @param partitionRows rows of every partition that has some
   */
  static boolean fitsDriver(JavaSparkContext context, int[] partitionRows) {
    long bytes = 0, largest = 0;
    for (int rows : partitionRows) {
      bytes += (long) rows * Double.BYTES;
      largest = Math.max(largest, (long) rows * Double.BYTES);
    }
    long limit = DriverMemory.forResults(context.sc());
    return largest <= LARGEST_PARTITION && bytes <= Math.max(LEAST_DRIVER_BYTES, limit);
  }

  /**
   * Runs a round. Its first action computes the results; after it, call {@link #endRound}.
   *
   * @param start what the step reads; kept for as long as lost partitions may need it
   */
  <R> JavaRDD<R> advance(Shipped<?> start, PartitionStep<R> step) {
    shipped.add(start);
    JavaRDD<Stepped<R>> next = next(blocks, current, kept, step);
    if (kept) {
      next.setName(Engine.TRACKERS).persist(StorageLevel.MEMORY_AND_DISK());
      if (!onDriver) {
        next.rdd().localCheckpoint();
      }
      persisted.add(next);
      current = next.map(Stepped::tracked);
    }
    return next.map(Stepped::result);
  }

  private static <R> JavaRDD<Stepped<R>> next(
      JavaRDD<RowBlock> blocks, JavaRDD<Tracked> before, boolean kept, PartitionStep<R> step) {
    if (before == null) {
      return blocks.mapPartitionsWithIndex(
          (partition, rows) -> {
            if (!rows.hasNext()) {
              return Collections.emptyIterator();
            }
            RowBlock block = rows.next();
            return stepped(partition, block, new double[kept ? block.rows() : 0], step);
          },
          true);
    }
    return blocks.zipPartitions(
        before,
        (rows, column) -> {
          if (!rows.hasNext()) {
            return Collections.emptyIterator();
          }
          Tracked own = column.next();
          // A copy: a retried task must find the column before as it was.
          return stepped(own.partition(), rows.next(), own.trackers().clone(), step);
        });
  }

  private static <R> Iterator<Stepped<R>> stepped(
      int partition, RowBlock block, double[] trackers, PartitionStep<R> step) {
    R result = step.run(partition, block, trackers);
    return List.of(new Stepped<>(new Tracked(partition, trackers), result)).iterator();
  }

  /** Releases what is needed no more, and cuts the lineage when it has grown long. */
  void endRound() {
    rounds++;
    if (kept && onDriver && rounds % ROUNDS_BETWEEN_CUTS == 0) {
      restore(collect());
      release(0);
    } else if (!kept || !onDriver) {
      release(1);
    } else {
      unpersist(1);
    }
  }

  /**
   * The trackers of every partition, empty arrays for those without rows; one job. None if there
   * are none to keep.
   *
   * @throws IllegalStateException if they are too many for the driver
   */
  double[][] toDriver() {
    if (kept && !onDriver) {
      throw new IllegalStateException(
          "the trackers of a checkpoint pass through the driver, which has no room for them; raise"
              + " spark.driver.memory and spark.driver.maxResultSize, or train without checkpoints");
    }
    return kept ? collect() : new double[0][];
  }

  /**
   * The trackers after the last round; null if there are none to keep.
   *
   * @param shift added to all of them
   */
  Trackers result(double shift, Trackers.Rows rows) {
    if (!kept) {
      return null;
    }
    if (onDriver) {
      return Trackers.onDriver(context, shifted(collect(), shift), rows);
    }
    persisted.clear(); // Spark releases the last column when nobody refers to it any more
    return Trackers.onExecutors(inAllPartitions(current, shift), rows);
  }

  private static JavaRDD<double[]> inAllPartitions(JavaRDD<Tracked> column, double shift) {
    return column.mapPartitions(
        parts -> {
          double[] own = parts.hasNext() ? parts.next().trackers().clone() : new double[0];
          return Arrays.asList(shifted(new double[][] {own}, shift)).iterator();
        });
  }

  private static double[][] shifted(double[][] parts, double shift) {
    for (double[] part : parts) {
      for (int row = 0; row < part.length; row++) {
        part[row] += shift;
      }
    }
    return parts;
  }

  private double[][] collect() {
    double[][] parts = new double[blocks.getNumPartitions()][0];
    if (current != null) {
      for (Tracked tracked : current.collect()) {
        parts[tracked.partition()] = tracked.trackers();
      }
    }
    return parts;
  }

  /**
   * Sets the trackers of a run that goes on, as {@link #collect} gave them.
   *
   * @throws IllegalArgumentException if there is not one array a partition
   */
  void restore(double[][] parts) {
    if (!kept) {
      return;
    }
    if (parts.length != blocks.getNumPartitions()) {
      throw new IllegalArgumentException(
          "trackers of %d partitions do not fit rows in %d"
              .formatted(parts.length, blocks.getNumPartitions()));
    }
    List<Tracked> tracked = new ArrayList<>();
    for (int partition = 0; partition < parts.length; partition++) {
      tracked.add(new Tracked(partition, parts[partition]));
    }
    current = context.parallelize(tracked, parts.length);
  }

  /** Releases the columns but the last ones, and the states from which they were computed. */
  private void release(int columnsToKeep) {
    unpersist(columnsToKeep);
    shipped.forEach(Shipped::close);
    shipped.clear();
  }

  private void unpersist(int columnsToKeep) {
    while (persisted.size() > columnsToKeep) {
      Release.persisted(persisted.remove());
    }
  }

  @Override
  public void close() {
    release(0);
  }
}
