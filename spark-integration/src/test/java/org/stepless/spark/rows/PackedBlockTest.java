package org.stepless.spark.rows;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.stepless.data.RowBlock;
import org.stepless.data.RowBlockBuilder;
import org.stepless.spark.SharedSpark;

/**
 * Rows come back as they were, of every layout and size, and large ones are sent in fewer bytes.
 */
class PackedBlockTest {
  private static final int COLUMNS = 30;

  private static RowBlock block(int rows, double share, DoubleUnaryOperator value) {
    Random random = new Random(6);
    RowBlockBuilder builder = new RowBlockBuilder(COLUMNS, rows);
    for (int row = 0; row < rows; row++) {
      double[] values = new double[COLUMNS];
      for (int j = 0; j < COLUMNS; j++) {
        values[j] = random.nextDouble() < share ? value.applyAsDouble(random.nextInt(4)) : 0;
      }
      builder.addDense(values, row % 3, 1 + row % 2);
    }
    return builder.build();
  }

  @ParameterizedTest
  @CsvSource({
    "1, 1, 1",
    "100, 0.1, 1",
    "40000, 0.1, 1",
    "40000, 0.1, 0.5",
    "40000, 0.1, 0.1",
    "9000, 0.9, 0.5",
    "9000, 0.9, 0.1"
  })
  void rowsComeBackAsTheyWere(int rows, double share, double step) throws Exception {
    SharedSpark.session(); // whose compression is used
    RowBlock sent = block(rows, share, number -> step == 1 ? 1 : step * (1 + number));
    byte[] bytes = serialized(new PackedBlock(sent));
    assertTrue(bytes.length < 2000 + sent.bytes() * (rows > 1000 ? 0.7 : 2));
    RowBlock back;
    try (var in = new ObjectInputStream(new ByteArrayInputStream(bytes))) {
      back = ((PackedBlock) in.readObject()).unpack();
    }
    assertEquals(sent.getClass(), back.getClass());
    assertEquals(rows, back.rows());
    int[] expectedColumns = new int[COLUMNS], columns = new int[COLUMNS];
    double[] expected = new double[COLUMNS], values = new double[COLUMNS];
    for (int row = 0; row < rows; row++) {
      assertEquals(sent.label(row), back.label(row));
      assertEquals(sent.weight(row), back.weight(row));
      assertEquals(
          sent.copyRow(row, expectedColumns, expected), back.copyRow(row, columns, values));
      assertArrayEquals(expectedColumns, columns);
      assertArrayEquals(expected, values);
    }
  }

  private static byte[] serialized(PackedBlock block) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(block);
    }
    return bytes.toByteArray();
  }
}
