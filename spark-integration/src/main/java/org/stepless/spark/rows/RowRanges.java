package org.stepless.spark.rows;

import com.esotericsoftware.kryo.DefaultSerializer;
import com.esotericsoftware.kryo.serializers.JavaSerializer;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.HashPartitioner;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.storage.StorageLevel;
import org.stepless.data.RowBlock;
import org.stepless.data.RowBlockBuilder;
import org.stepless.spark.jobs.Release;
import scala.Tuple2;

/**
 * Rows cut anew into blocks of equal size by their place among all rows. Blocks depend on the order
 * of the rows and the number of blocks alone, not on how the rows were cut before.
 */
public final class RowRanges implements AutoCloseable {

  /** Rows of one source partition that belong to the same new block. */
  @DefaultSerializer(JavaSerializer.class) // Kryo itself cannot make records
  private record Piece(int source, RowBlock rows) implements Serializable {}

  private final JavaRDD<RowBlock> source;
  private final JavaRDD<RowBlock> blocks;

  private RowRanges(JavaRDD<RowBlock> source, JavaRDD<RowBlock> blocks) {
    this.source = source;
    this.blocks = blocks;
  }

  /**
   * Counts the rows, in one job; the rest is computed when it is asked for.
   *
   * @param source one block per partition, none for a partition without rows; kept until closed
   * @param parts number of new blocks; some stay empty where there are fewer rows
   */
  public static RowRanges of(JavaRDD<RowBlock> source, int parts) {
    JavaRDD<RowBlock> kept = source.persist(StorageLevel.MEMORY_AND_DISK());
    try {
      return new RowRanges(kept, cut(kept, parts));
    } catch (Throwable e) { // jobs throw checked exceptions that Scala does not declare
      Release.persisted(kept);
      throw e;
    }
  }

  /** The new blocks, one per partition. */
  public JavaRDD<RowBlock> blocks() {
    return blocks;
  }

  @Override
  public void close() {
    Release.persisted(source);
  }

  private static JavaRDD<RowBlock> cut(JavaRDD<RowBlock> source, int parts) {
    List<Integer> counts = counts(source).collect();
    long[] starts = new long[counts.size() + 1];
    for (int p = 0; p < counts.size(); p++) {
      starts[p + 1] = starts[p] + counts.get(p);
    }
    // The hash of a whole number is the number, so that key k goes to partition k.
    return JavaPairRDD.fromJavaRDD(pieces(source, starts, parts))
        .partitionBy(new HashPartitioner(parts))
        .values()
        .mapPartitions(RowRanges::join);
  }

  private static JavaRDD<Integer> counts(JavaRDD<RowBlock> source) {
    return source.mapPartitions(
        blocks -> List.of(blocks.hasNext() ? blocks.next().rows() : 0).iterator());
  }

  private static JavaRDD<Tuple2<Integer, Piece>> pieces(
      JavaRDD<RowBlock> source, long[] starts, int parts) {
    return source.mapPartitionsWithIndex(
        (partition, blocks) -> {
          if (!blocks.hasNext()) {
            return Collections.emptyIterator();
          }
          RowBlock block = blocks.next();
          long total = starts[starts.length - 1], offset = starts[partition];
          List<Tuple2<Integer, Piece>> pieces = new ArrayList<>();
          for (int from = 0, to; from < block.rows(); from = to) {
            // Part k holds the rows from floor(k total / parts) on; this row's k, and its end.
            int part = (int) (((offset + from + 1) * parts - 1) / total);
            to = (int) Math.min(block.rows(), (part + 1) * total / parts - offset);
            pieces.add(new Tuple2<>(part, new Piece(partition, slice(block, from, to))));
          }
          return pieces.iterator();
        },
        true);
  }

  private static RowBlock slice(RowBlock block, int from, int to) {
    int[] indices = new int[block.columns()];
    double[] values = new double[block.columns()];
    RowBlockBuilder builder = new RowBlockBuilder(block.columns(), to - from);
    for (int row = from; row < to; row++) {
      int count = block.copyRow(row, indices, values);
      builder.setOffset(block.offset(row));
      builder.addSparse(indices, values, count, block.label(row), block.weight(row));
    }
    return builder.build();
  }

  private static Iterator<RowBlock> join(Iterator<Piece> pieces) {
    List<Piece> all = new ArrayList<>();
    pieces.forEachRemaining(all::add);
    if (all.isEmpty()) {
      return Collections.emptyIterator();
    }
    all.sort(Comparator.comparingInt(Piece::source)); // a shuffle delivers in any order
    return List.of(RowBlock.concat(all.stream().map(Piece::rows).toList())).iterator();
  }
}
