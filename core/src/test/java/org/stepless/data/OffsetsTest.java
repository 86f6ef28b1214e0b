package org.stepless.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OffsetsTest {
  /** Rows with a value that makes the block dense or sparse, of ones, floats or doubles. */
  private static RowBlock rows(int count, double value, int columns, boolean shifted) {
    RowBlockBuilder builder = new RowBlockBuilder(columns, 4);
    for (int i = 0; i < count; i++) {
      if (shifted) {
        builder.setOffset(i % 3 - 0.5 * i);
      }
      double[] row = new double[columns];
      row[i % columns] = value;
      builder.addDense(row, i, 1);
    }
    return builder.build();
  }

  /** Enough rows for the builder to pack several parts. */
  @ParameterizedTest
  @ValueSource(doubles = {1, 0.5, 0.1})
  void offsetsStayWithTheirRows(double value) {
    for (int columns : new int[] {1, 10}) {
      RowBlock block = rows(20_000, value, columns, true);
      assertTrue(block.shifted());
      RowBlock plain = rows(20_000, value, columns, false);
      assertFalse(plain.shifted());
      assertEquals(8 * 20_000, block.bytes() - plain.bytes());
      RowBlock all = RowBlock.concat(List.of(plain, block));
      for (int i = 0; i < 20_000; i++) {
        assertEquals(i % 3 - 0.5 * i, block.offset(i));
        assertEquals(0, plain.offset(i));
        assertEquals(0, all.offset(i));
        assertEquals(block.offset(i), all.offset(20_000 + i));
        assertEquals(i, all.label(20_000 + i));
      }
    }
  }

  @Test
  void offsetsMustBeFinite() {
    RowBlockBuilder builder = new RowBlockBuilder(1, 1);
    builder.addDense(new double[1], 0, 1);
    for (double bad : new double[] {Double.NaN, Double.POSITIVE_INFINITY}) {
      String message =
          assertThrows(IllegalArgumentException.class, () -> builder.setOffset(bad)).getMessage();
      assertTrue(message.startsWith("row 1 has the offset "), message);
    }
    assertFalse(builder.build().shifted());
  }
}
