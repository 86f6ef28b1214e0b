package org.stepless.spark.rows;

import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.UnsafeArrayData;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.unsafe.Platform;

/**
 * Reads Spark's vectors out of internal rows, one after another, into the same arrays: what would
 * become garbage costs more memory traffic than the rows themselves.
 */
final class VectorReader {
  /** Fields of a vector. */
  static final int FIELDS = 4;

  // How Spark's VectorUDT stores a vector, unchanged since Spark 2.0.
  private static final int TYPE = 0, SIZE = 1, INDICES = 2, VALUES = 3;
  private static final byte SPARSE = 0;

  private boolean sparse;
  private int size;
  private int count;
  private int[] indices = new int[0];
  private double[] values = new double[0];

  /** Reads a vector; what was read before is gone. */
  void read(InternalRow vector) {
    ArrayData stored = vector.getArray(VALUES);
    count = stored.numElements();
    sparse = vector.getByte(TYPE) == SPARSE;
    size = sparse ? vector.getInt(SIZE) : count;
    // Dense rows are handed on whole, so their array is as long as they are.
    if (sparse ? values.length < count : values.length != count) {
      values = new double[count];
    }
    if (stored instanceof UnsafeArrayData flat) {
      copy(flat, values, Platform.DOUBLE_ARRAY_OFFSET, (long) count * Double.BYTES);
    } else {
      System.arraycopy(stored.toDoubleArray(), 0, values, 0, count);
    }
    if (sparse) {
      readIndices(vector.getArray(INDICES));
    }
  }

  private void readIndices(ArrayData stored) {
    if (stored.numElements() != count) {
      throw new IllegalArgumentException(
          "a sparse vector has %d column numbers but %d values"
              .formatted(stored.numElements(), count));
    }
    if (indices.length < count) {
      indices = new int[count];
    }
    if (stored instanceof UnsafeArrayData flat) {
      copy(flat, indices, Platform.INT_ARRAY_OFFSET, (long) count * Integer.BYTES);
    } else {
      System.arraycopy(stored.toIntArray(), 0, indices, 0, count);
    }
  }

  private static void copy(UnsafeArrayData from, Object to, long offset, long bytes) {
    long header = UnsafeArrayData.calculateHeaderPortionInBytes(from.numElements());
    Platform.copyMemory(from.getBaseObject(), from.getBaseOffset() + header, to, offset, bytes);
  }

  /** Whether the vector names the columns of its values. */
  boolean sparse() {
    return sparse;
  }

  /** Number of features. */
  int size() {
    return size;
  }

  /** Number of stored values. */
  int count() {
    return count;
  }

  /** Columns of the stored values of a sparse vector; {@link #count} of them count. */
  int[] indices() {
    return indices;
  }

  /** The stored values; exactly these for a dense vector, else {@link #count} of them count. */
  double[] values() {
    return values;
  }
}
