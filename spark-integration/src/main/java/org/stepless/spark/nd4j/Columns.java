package org.stepless.spark.nd4j;

import org.apache.spark.ml.functions;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StructType;

/** Columns of vectors or arrays of numbers. */
final class Columns {
  private Columns() {}

  /**
   * @throws IllegalArgumentException if there is no such column or it holds something else
   */
  static void require(String param, String name, StructType schema) {
    DataType type = type(name, schema);
    boolean array = type instanceof ArrayType a && a.elementType() instanceof NumericType;
    if (!array && !type.equals(SQLDataTypes.VectorType())) {
      throw new IllegalArgumentException(
          "%s '%s' must hold vectors or arrays of numbers, was %s"
              .formatted(param, name, type.simpleString()));
    }
  }

  /** The column as vectors. */
  static Column vectors(String name, StructType schema) {
    Column column = org.apache.spark.sql.functions.col(name);
    return type(name, schema) instanceof ArrayType
        ? functions.array_to_vector(column.cast("array<double>"))
        : column;
  }

  private static DataType type(String name, StructType schema) {
    if (!java.util.Arrays.asList(schema.fieldNames()).contains(name)) {
      throw new IllegalArgumentException(
          "there is no column '%s'; there are %s"
              .formatted(name, String.join(", ", schema.fieldNames())));
    }
    return schema.apply(name).dataType();
  }

  /** The schema with a further column. */
  static StructType with(StructType schema, String param, String name, DataType type) {
    if (java.util.Arrays.asList(schema.fieldNames()).contains(name)) {
      throw new IllegalArgumentException(
          "column '%s' exists already; choose another %s".formatted(name, param));
    }
    return schema.add(name, type);
  }
}
