package org.stepless.optimizer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigDecimal;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CompensatedSumsTest {
  @Test
  void keepsWhatPlainAdditionLoses() {
    CompensatedSums sums = new CompensatedSums(1);
    for (double value : new double[] {1, 1e100, 1, -1e100}) {
      sums.add(new double[] {value}, 1);
    }
    assertEquals(2, get(sums, 1)[0]); // Neumaier's example; plain addition gives 0
  }

  @Test
  void sumsAreExactToTheLastDigitInAnyOrder() {
    Random random = new Random(3);
    double[] values = new double[1000];
    BigDecimal exact = BigDecimal.ZERO;
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextGaussian() * Math.pow(10, random.nextInt(12));
      exact = exact.add(new BigDecimal(values[i]));
    }
    CompensatedSums forward = new CompensatedSums(1);
    CompensatedSums backward = new CompensatedSums(1);
    for (int i = 0; i < values.length; i++) {
      forward.add(new double[] {values[i]}, 1);
      backward.add(new double[] {values[values.length - 1 - i]}, 1);
    }
    double expected = exact.doubleValue();
    assertEquals(expected, get(forward, 1)[0], Math.ulp(expected));
    assertEquals(expected, get(backward, 1)[0], Math.ulp(expected));
  }

  @Test
  void sumsAreSeparateAndClearedByCount() {
    CompensatedSums sums = new CompensatedSums(3);
    sums.add(new double[] {1, 2, 3}, 3);
    sums.add(new double[] {10, 20, 99}, 2);
    assertArrayEquals(new double[] {11, 22, 3}, get(sums, 3));
    sums.clear(2);
    assertArrayEquals(new double[] {0, 0, 3}, get(sums, 3));
  }

  @Test
  void infinityAndNanStay() {
    CompensatedSums sums = new CompensatedSums(2);
    sums.add(new double[] {Double.POSITIVE_INFINITY, Double.NaN}, 2);
    sums.add(new double[] {1, 1}, 2);
    assertArrayEquals(new double[] {Double.POSITIVE_INFINITY, Double.NaN}, get(sums, 2));
  }

  private static double[] get(CompensatedSums sums, int count) {
    double[] out = new double[count];
    sums.get(out, count);
    return out;
  }
}
