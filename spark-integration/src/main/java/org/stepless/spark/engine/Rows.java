package org.stepless.spark.engine;

import java.io.Serializable;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.ml.linalg.DenseVector;
import org.apache.spark.ml.linalg.SparseVector;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.stepless.data.RowBlock;
import org.stepless.data.RowBlockBuilder;
import org.stepless.losses.Loss;

/** Turns the rows of a data frame into blocks. */
public final class Rows {
  private static final int EXPECTED_ROWS = 1024;

  /** Checks a label before training; throws IllegalArgumentException. */
  @FunctionalInterface
  public interface LabelCheck extends Serializable {
    void check(double label);

    /** The check of a loss. */
    static LabelCheck of(Loss loss) {
      return loss::checkLabel;
    }
  }

  private Rows() {}

  /**
   * One block a partition, none where a partition has no rows; nothing is computed yet.
   *
   * @param features name of a column of vectors
   * @param label name of a numeric column
   * @param weight name of a numeric column, or null: all rows weigh 1
   */
  public static JavaRDD<RowBlock> blocks(
      Dataset<?> data, String features, String label, String weight, LabelCheck check) {
    Column weights =
        weight == null ? functions.lit(1.0) : functions.col(weight).cast(DataTypes.DoubleType);
    return data.select(
            functions.col(features), functions.col(label).cast(DataTypes.DoubleType), weights)
        .toDF()
        .javaRDD()
        .mapPartitions(
            rows ->
                rows.hasNext()
                    ? List.of(block(rows, features, label, weight, check)).iterator()
                    : Collections.emptyIterator());
  }

  private static RowBlock block(
      Iterator<Row> rows, String features, String label, String weight, LabelCheck check) {
    RowBlockBuilder builder = null;
    for (int number = 0; rows.hasNext(); number++) {
      Row row = rows.next();
      requireValue(row, 0, features, number);
      requireValue(row, 1, label, number);
      requireValue(row, 2, weight, number);
      Vector vector = row.getAs(0);
      if (builder == null) {
        builder = new RowBlockBuilder(vector.size(), EXPECTED_ROWS);
      }
      check.check(row.getDouble(1));
      if (vector instanceof SparseVector sparse) {
        builder.addSparse(
            sparse.indices(), sparse.values(), row.getDouble(1), row.getDouble(2));
      } else {
        builder.addDense(((DenseVector) vector).values(), row.getDouble(1), row.getDouble(2));
      }
    }
    return builder.build();
  }

  private static void requireValue(Row row, int index, String column, int number) {
    if (row.isNullAt(index)) {
      throw new IllegalArgumentException(
          "column '%s' is null in row %d of its partition; drop or fill such rows"
              .formatted(column, number));
    }
  }
}
