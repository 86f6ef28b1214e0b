package org.stepless.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OrderedMarginsTest {

  /** Even columns and odd columns from left to right, both sums, and a last column without pair. */
  private static double product(double[] row, double[] x) {
    double[] sums = new double[2];
    int paired = x.length - x.length % 2;
    for (int j = 0; j < paired; j++) {
      sums[j % 2] += row[j] * x[j];
    }
    double sum = sums[0] + sums[1];
    return paired < x.length ? sum + row[paired] * x[paired] : sum;
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 8, 17})
  void theOrderDependsOnTheRowAlone(int columns) {
    Random random = new Random(columns);
    List<DoubleRows> parts = new ArrayList<>();
    List<double[]> all = new ArrayList<>();
    for (int rows : new int[] {5, 1, 9}) {
      double[] values = random.doubles((long) rows * columns, -1, 1).toArray();
      parts.add(new DoubleRows(columns, values, rows));
      for (int r = 0; r < rows; r++) {
        all.add(Arrays.copyOfRange(values, r * columns, (r + 1) * columns));
      }
    }
    double[] x = random.doubles(columns, -1, 1).toArray();
    double[] expected = all.stream().mapToDouble(row -> product(row, x)).toArray();
    double[] margins = new double[15];
    OrderedMargins.margins(DoubleRows.join(parts), columns, null, 0, 15, x, margins);
    assertArrayEquals(expected, margins, 0.0);

    int[] order = {14, 0, 5, 6, 6, 3, 13, 2};
    double[] some = new double[order.length - 1];
    OrderedMargins.margins(DoubleRows.join(parts), columns, order, 1, order.length, x, some);
    double[] wanted = IntStream.range(1, 8).mapToDouble(i -> expected[order[i]]).toArray();
    assertArrayEquals(wanted, some, 0.0);
  }

  /** Enough calls for the compiler of any JVM. */
  @Test
  void marginsHaveTheSameBitsInTheirFirstCallAndLater() {
    RowBlockBuilder builder = new RowBlockBuilder(64, 40);
    Random random = new Random(7);
    for (int r = 0; r < 40; r++) {
      builder.addDense(random.doubles(64, -1, 1).toArray(), 0, 1);
    }
    RowBlock block = builder.build();
    double[] x = random.doubles(64, -1, 1).toArray();
    int[] scattered = IntStream.range(0, 40).map(r -> r * 7 % 40).toArray();
    double[] first = new double[40], firstScattered = new double[40];
    block.margins(null, 0, 40, x, 1, first);
    block.margins(scattered, 0, 40, x, 1, firstScattered);
    double[] later = new double[40];
    for (int call = 0; call < 20_000; call++) {
      block.margins(scattered, 0, 40, x, 1, later);
      assertArrayEquals(firstScattered, later, 0.0);
      block.margins(null, 0, 40, x, 1, later);
      assertArrayEquals(first, later, 0.0);
    }
    for (int r = 0; r < 40; r++) {
      later[r] = first[scattered[r]];
    }
    assertArrayEquals(firstScattered, later, 0.0);
  }
}
