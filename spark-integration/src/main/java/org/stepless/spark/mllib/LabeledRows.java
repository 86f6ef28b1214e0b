package org.stepless.spark.mllib;

import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.mllib.linalg.SparseVector;
import org.apache.spark.mllib.linalg.Vector;
import org.stepless.data.RowBlock;
import org.stepless.data.RowBlockBuilder;
import org.stepless.spark.rows.MemoryNeed;
import org.stepless.spark.rows.RowSignature;
import scala.Tuple2;

/** Turns MLlib's pairs of label and features into blocks. */
final class LabeledRows {
  private static final int EXPECTED_ROWS = 1024;

  private LabeledRows() {}

  /** One block per partition, none where a partition has no rows; nothing is computed yet. */
  static JavaRDD<RowBlock> blocks(JavaRDD<Tuple2<Object, Vector>> data) {
    return data.mapPartitionsWithIndex(
        (partition, rows) ->
            rows.hasNext()
                ? List.of(block(partition, rows)).iterator()
                : Collections.emptyIterator(),
        false);
  }

  /** The rows of every partition, counted with their labels; one job. */
  static List<RowSignature> counted(JavaRDD<Tuple2<Object, Vector>> data) {
    return data.mapPartitions(
            rows -> {
              RowSignature found = new RowSignature();
              rows.forEachRemaining(row -> found.add((Double) row._1()));
              return List.of(found).iterator();
            })
        .collect();
  }

  private static RowBlock block(int partition, Iterator<Tuple2<Object, Vector>> rows) {
    RowBlockBuilder builder = null;
    try {
      while (rows.hasNext()) {
        Tuple2<Object, Vector> row = rows.next();
        Vector features = row._2();
        if (features == null) {
          int number = builder == null ? 0 : builder.rows();
          throw new IllegalArgumentException(
              "row %d has null for features; drop such rows".formatted(number));
        }
        if (builder == null) {
          MemoryNeed.requireStatistics(features.size());
          builder = new RowBlockBuilder(features.size(), EXPECTED_ROWS);
        }
        add(builder, features, (Double) row._1());
      }
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "training data, partition %d, %s".formatted(partition, e.getMessage()), e);
    }
    return builder.build();
  }

  private static void add(RowBlockBuilder builder, Vector features, double label) {
    if (features instanceof SparseVector sparse) {
      builder.addSparse(sparse.indices(), sparse.values(), label, 1);
    } else {
      builder.addDense(features.toArray(), label, 1);
    }
  }
}
