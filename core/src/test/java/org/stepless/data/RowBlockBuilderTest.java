package org.stepless.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class RowBlockBuilderTest {
  @Test
  void layoutAndPrecisionFollowTheValues() {
    // 2 rows of 10 columns; bytes = features + 16 for the labels
    assertEquals(20 * 8 + 16, built(10, 0.1).bytes(), "dense double");
    assertEquals(20 * 4 + 16, built(10, 0.5).bytes(), "dense float");
    assertEquals(3 * 4 + 4 * 12 + 16, built(2, 0.1).bytes(), "CSR double");
    assertEquals(3 * 4 + 4 * 8 + 16, built(2, 0.5).bytes(), "CSR float");
    assertEquals(3 * 4 + 4 * 4 + 16, built(2, 1).bytes(), "CSR of ones");
    assertEquals(4, built(2, 1).storedValues());
    assertEquals(20, built(10, 1).storedValues());
    assertEquals(20 * 8 + 16, built(10, 1e300).bytes(), "too large for a float");
  }

  /** Two rows of ten columns, the first {@code filled} of them with {@code value}. */
  private static RowBlock built(int filled, double value) {
    RowBlockBuilder builder = new RowBlockBuilder(10, 2);
    double[] row = new double[10];
    java.util.Arrays.fill(row, 0, filled, value);
    builder.addDense(row, 0, 1);
    builder.addSparse(new int[] {0, filled - 1}, new double[] {value, value}, 1, 1);
    return filled == 2 ? builder.build() : builtDense(row);
  }

  private static RowBlock builtDense(double[] row) {
    RowBlockBuilder builder = new RowBlockBuilder(10, 2);
    builder.addDense(row, 0, 1);
    builder.addDense(row, 1, 1);
    return builder.build();
  }

  @Test
  void manyRowsPassThroughSeveralParts() {
    int count = 30_000, columns = 9;
    RowBlockBuilder builder = new RowBlockBuilder(columns, 10);
    Random random = new Random(4);
    double[][] rows = new double[count][columns];
    for (int r = 0; r < count; r++) {
      java.util.Arrays.setAll(rows[r], j -> random.nextGaussian());
      assertEquals(r, builder.rows());
      builder.addDense(rows[r], r, r == 20_000 ? 3 : 1);
    }
    RowBlock block = builder.build();
    assertEquals(count, block.rows());
    assertEquals(3, block.weight(20_000));
    assertEquals(1, block.weight(3));
    double[] values = new double[columns];
    for (int r = 0; r < count; r++) {
      block.copyRow(r, new int[columns], values);
      assertArrayEquals(rows[r], values);
      assertEquals(r, block.label(r));
    }
    builder.addDense(new double[columns], -1, 1);
    assertEquals(count + 1, builder.build().rows());
    assertEquals(count, block.rows());
  }

  @Test
  void nothingAtAll() {
    RowBlock block = new RowBlockBuilder(3, 100).build();
    assertEquals(0, block.rows());
    assertEquals(3, block.columns());
    assertFalse(block.weighted());
    RowBlockBuilder bare = new RowBlockBuilder(0, 1);
    bare.addDense(new double[0], 1, 1);
    assertEquals(1, bare.build().rows());
  }

  @Test
  void badRowsAreNamed() {
    RowBlockBuilder builder = new RowBlockBuilder(3, 4);
    builder.addDense(new double[3], 0, 1);
    refused(
        "row 1, column 2: the feature is NaN; features must be finite, drop or impute such values",
        () -> builder.addDense(new double[] {1, 2, Double.NaN}, 0, 1));
    refused(
        "row 1, column 1: the feature is -infinity; features must be finite, drop or impute such values",
        () -> builder.addSparse(new int[] {1}, new double[] {Double.NEGATIVE_INFINITY}, 0, 1));
    refused(
        "row 1 has the label NaN; labels must be finite",
        () -> builder.addDense(new double[3], Double.NaN, 1));
    refused(
        "row 1 has the weight -0.5; weights must be at least 0 and finite",
        () -> builder.addDense(new double[3], 0, -0.5));
    refused(
        "row 1 has the weight NaN; weights must be at least 0 and finite",
        () -> builder.addSparse(new int[0], new double[0], 0, Double.NaN));
    refused(
        "row 1 has 2 features where 3 are expected", () -> builder.addDense(new double[2], 0, 1));
    refused(
        "row 1 has 2 column numbers but 1 values",
        () -> builder.addSparse(new int[2], new double[1], 0, 1));
    refused(
        "row 1 is said to have 3 values, but there are 2 column numbers and 4 values",
        () -> builder.addSparse(new int[2], new double[4], 3, 0, 1));
    refused(
        "row 1 is said to have -1 values, but there are 2 column numbers and 4 values",
        () -> builder.addSparse(new int[2], new double[4], -1, 0, 1));
    refused(
        "row 1 names column 3; columns are numbered 0 to 2",
        () -> builder.addSparse(new int[] {3}, new double[1], 0, 1));
    refused(
        "row 1 names column -1; columns are numbered 0 to 2",
        () -> builder.addSparse(new int[] {-1}, new double[1], 0, 1));
    refused(
        "row 1 names column 1 after column 1; columns must ascend without repetition",
        () -> builder.addSparse(new int[] {1, 1}, new double[2], 0, 1));
    refused("columns must be at least 0, was -1", () -> new RowBlockBuilder(-1, 0));
    assertEquals(1, builder.build().rows(), "refused rows leave nothing behind");
  }

  private static void refused(String message, Executable action) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, action).getMessage());
  }
}
