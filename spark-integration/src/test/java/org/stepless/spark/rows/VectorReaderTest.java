package org.stepless.spark.rows;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.SparseVector;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.expressions.UnsafeArrayData;
import org.apache.spark.sql.catalyst.expressions.UnsafeProjection;
import org.apache.spark.sql.catalyst.util.GenericArrayData;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.types.UserDefinedType;
import org.junit.jupiter.api.Test;

/** Vectors come back as they were, in whatever form Spark's internal rows hold them. */
class VectorReaderTest {
  private static final List<Vector> VECTORS =
      List.of(
          Vectors.dense(1.5, 0, -2),
          Vectors.sparse(9, new int[] {2, 3, 5, 8}, new double[] {1, -0.1, 3, 4}),
          Vectors.dense(-0.3),
          Vectors.sparse(1 << 20, new int[] {7}, new double[] {1e300}),
          Vectors.sparse(4, new int[0], new double[0]),
          Vectors.dense(new double[0]),
          Vectors.dense(0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7));

  @SuppressWarnings("unchecked")
  private static final UserDefinedType<Vector> TYPE =
      (UserDefinedType<Vector>) SQLDataTypes.VectorType();

  @Test
  void flatArraysInRowsOfObjects() {
    VectorReader reader = new VectorReader();
    for (Vector vector : VECTORS) {
      InternalRow row = (InternalRow) TYPE.serialize(vector);
      assertTrue(row.getArray(3) instanceof UnsafeArrayData);
      reader.read(row);
      assertSame(vector, reader);
    }
  }

  @Test
  void flatRows() {
    StructType schema = new StructType(new StructField[] {new StructField("v", TYPE, false, null)});
    UnsafeProjection flat = UnsafeProjection.create(schema);
    VectorReader reader = new VectorReader();
    for (Vector vector : VECTORS) {
      InternalRow row = flat.apply(new GenericInternalRow(new Object[] {TYPE.serialize(vector)}));
      reader.read(row.getStruct(0, VectorReader.FIELDS));
      assertSame(vector, reader);
    }
  }

  @Test
  void arraysOfObjects() {
    VectorReader reader = new VectorReader();
    for (Vector vector : VECTORS) {
      boolean sparse = vector instanceof SparseVector;
      Object[] fields = {
        (byte) (sparse ? 0 : 1),
        sparse ? vector.size() : null,
        sparse ? new GenericArrayData(((SparseVector) vector).indices()) : null,
        new GenericArrayData(values(vector))
      };
      reader.read(new GenericInternalRow(fields));
      assertSame(vector, reader);
    }
  }

  private static double[] values(Vector vector) {
    return vector instanceof SparseVector sparse ? sparse.values() : vector.toArray();
  }

  private static void assertSame(Vector vector, VectorReader reader) {
    assertEquals(vector.size(), reader.size());
    double[] values = values(vector);
    assertEquals(values.length, reader.count());
    assertEquals(vector instanceof SparseVector, reader.sparse());
    if (vector instanceof SparseVector sparse) {
      assertArrayEquals(sparse.indices(), Arrays.copyOf(reader.indices(), reader.count()));
      assertArrayEquals(values, Arrays.copyOf(reader.values(), reader.count()));
    } else {
      assertArrayEquals(values, reader.values());
    }
  }
}
