package org.stepless.spark.engine;

import java.io.Serializable;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.stepless.data.RowBlock;
import org.stepless.data.RowBlockBuilder;
import org.stepless.losses.Loss;

/** Turns the rows of a data frame into blocks. */
public final class Rows {
  private static final int EXPECTED_ROWS = 1024;

  private static final int FEATURES = 0, LABEL = 1, WEIGHT = 2;

  // How Spark's VectorUDT stores a vector, unchanged since Spark 2.0.
  private static final int VECTOR_TYPE = 0, VECTOR_SIZE = 1, VECTOR_INDICES = 2, VECTOR_VALUES = 3;
  private static final int VECTOR_FIELDS = 4;
  private static final byte SPARSE = 0;

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
   * <p>Reads Spark's internal rows: a vector's arrays are copied once, into the block, instead of
   * becoming a Row and a Vector first.
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
        .queryExecution()
        .toRdd()
        .toJavaRDD()
        .mapPartitions(
            rows ->
                rows.hasNext()
                    ? List.of(block(rows, features, label, weight, check)).iterator()
                    : Collections.emptyIterator());
  }

  private static RowBlock block(
      Iterator<InternalRow> rows, String features, String label, String weight, LabelCheck check) {
    RowBlockBuilder builder = null;
    int columns = 0;
    for (int number = 0; rows.hasNext(); number++) {
      InternalRow row = rows.next();
      requireValue(row, FEATURES, features, number);
      requireValue(row, LABEL, label, number);
      requireValue(row, WEIGHT, weight, number);
      InternalRow vector = row.getStruct(FEATURES, VECTOR_FIELDS);
      double[] values = vector.getArray(VECTOR_VALUES).toDoubleArray();
      boolean sparse = vector.getByte(VECTOR_TYPE) == SPARSE;
      int size = sparse ? vector.getInt(VECTOR_SIZE) : values.length;
      if (builder == null) {
        columns = size;
        builder = new RowBlockBuilder(columns, EXPECTED_ROWS);
      } else if (size != columns) {
        throw new IllegalArgumentException(
            "column '%s' holds vectors of %d and of %d features; all rows must have the same number"
                .formatted(features, columns, size));
      }
      double y = row.getDouble(LABEL), w = row.getDouble(WEIGHT);
      check.check(y);
      if (sparse) {
        builder.addSparse(vector.getArray(VECTOR_INDICES).toIntArray(), values, y, w);
      } else {
        builder.addDense(values, y, w);
      }
    }
    return builder.build();
  }

  private static void requireValue(InternalRow row, int index, String column, int number) {
    if (row.isNullAt(index)) {
      throw new IllegalArgumentException(
          "column '%s' is null in row %d of its partition; drop or fill such rows"
              .formatted(column, number));
    }
  }
}
