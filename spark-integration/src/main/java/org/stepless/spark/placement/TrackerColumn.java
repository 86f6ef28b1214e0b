package org.stepless.spark.placement;

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
import org.stepless.data.RowBlock;
import org.stepless.spark.jobs.Release;
import org.stepless.spark.jobs.Shipped;

/**
 * The trackers of all rows: one array beside each block, 8 bytes per row. Every round makes a new
 * persisted column from the one before, which is then released; lost partitions are computed anew
 * from the last cut of the lineage, to the same bits.
 */
final class TrackerColumn {
  /** The trackers of one partition. */
  @DefaultSerializer(JavaSerializer.class) // as a Parcel
  record Tracked(int partition, double[] trackers) implements Serializable {}

  /** A partition after a round: the next round needs the trackers, the driver the rest. */
  @DefaultSerializer(JavaSerializer.class) // as a Parcel
  record Stepped<R>(Tracked tracked, R result) implements Serializable {}

  private final JavaSparkContext context;
  private final JavaRDD<RowBlock> blocks;
  private final Deque<JavaRDD<?>> persisted = new ArrayDeque<>();
  private final List<Shipped<?>> inputs = new ArrayList<>();
  private JavaRDD<Tracked> current; // null: all 0

  TrackerColumn(JavaSparkContext context, JavaRDD<RowBlock> blocks) {
    this.context = context;
    this.blocks = blocks;
  }

  /**
   * The next column; computed, with the results of the task, by the first action on these.
   *
   * @param input kept for as long as lost partitions may need it
   * @param local whether the lineage is cut by a local checkpoint on the executors
   */
  <I, R> JavaRDD<R> advance(PartTask<I, R> task, Shipped<I> input, boolean local) {
    inputs.add(input);
    JavaRDD<Stepped<R>> next = next(blocks, current, task, input);
    next.setName(TrackedPartitions.NAME).persist(StorageLevel.MEMORY_AND_DISK());
    persisted.add(next);
    if (local) {
      next.rdd().localCheckpoint();
    }
    current = next.map(Stepped::tracked);
    return next.map(Stepped::result);
  }

  private static <I, R> JavaRDD<Stepped<R>> next(
      JavaRDD<RowBlock> blocks, JavaRDD<Tracked> before, PartTask<I, R> task, Shipped<I> input) {
    if (before == null) {
      return blocks.mapPartitionsWithIndex(
          (partition, rows) -> {
            if (!rows.hasNext()) {
              return Collections.emptyIterator();
            }
            RowBlock block = rows.next();
            return stepped(new Part(partition, block, new double[block.rows()]), task, input);
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
          return stepped(
              new Part(own.partition(), rows.next(), own.trackers().clone()), task, input);
        });
  }

  private static <I, R> Iterator<Stepped<R>> stepped(
      Part part, PartTask<I, R> task, Shipped<I> input) {
    R result = task.run(part, input.get());
    return List.of(new Stepped<>(new Tracked(part.number(), part.trackers()), result)).iterator();
  }

  /** The trackers by partition, empty arrays for those without rows; one job. */
  double[][] collect() {
    double[][] parts = new double[blocks.getNumPartitions()][0];
    if (current != null) {
      for (Tracked tracked : current.collect()) {
        parts[tracked.partition()] = tracked.trackers();
      }
    }
    return parts;
  }

  /**
   * Sets the trackers as {@link #collect} gave them, which cuts the lineage.
   *
   * @throws IllegalArgumentException if there is not one array per partition
   */
  void restore(double[][] parts) {
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

  /**
   * The trackers of every partition, where they are. Spark releases this column when nobody refers
   * to it any more.
   *
   * @param shift added to all of them
   */
  JavaRDD<double[]> leave(double shift) {
    persisted.clear();
    return current.mapPartitions(
        parts -> {
          double[] own = parts.hasNext() ? parts.next().trackers().clone() : new double[0];
          return Arrays.asList(shifted(new double[][] {own}, shift)).iterator();
        });
  }

  static double[][] shifted(double[][] parts, double shift) {
    for (double[] part : parts) {
      for (int row = 0; row < part.length; row++) {
        part[row] += shift;
      }
    }
    return parts;
  }

  /** Releases the columns but the last ones, and the inputs from which they were computed. */
  void release(int columnsToKeep) {
    unpersist(columnsToKeep);
    inputs.forEach(Shipped::close);
    inputs.clear();
  }

  /** Releases the columns but the last ones, which the inputs allow to compute again. */
  void unpersist(int columnsToKeep) {
    while (persisted.size() > columnsToKeep) {
      Release.persisted(persisted.remove());
    }
  }
}
