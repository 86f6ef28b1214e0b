package org.stepless.spark.jobs;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GradientSumTest {

  @Test
  void theSmallerFormIsKept() {
    double[] gradient = new double[30];
    Arrays.fill(gradient, 0, 19, 1.5); // 19 * 12 bytes are fewer than 30 * 8
    assertNotNull(GradientSum.of(gradient, 0, 1, 0).indices());
    gradient[19] = -2;
    assertNull(GradientSum.of(gradient, 0, 1, 0).indices());
    assertEquals(0, GradientSum.of(new double[5], 0, 1, 0).values().length);
  }

  @Test
  void whatIsNotANumberIsNoZero() {
    double[] gradient = new double[10];
    gradient[3] = Double.NaN;
    gradient[7] = Double.NEGATIVE_INFINITY;
    GradientSum sum = GradientSum.sum(List.of(GradientSum.of(gradient, 0, 1, 0)));
    assertArrayEquals(bits(gradient), bits(copy(sum)));
  }

  /** Parts of both forms, of all magnitudes, with infinities and negative zeros among them. */
  @ParameterizedTest
  @ValueSource(doubles = {0, 0.01, 0.1, 0.5, 0.8, 1})
  void indexedPartsAddToTheSameBitsAsWholeOnes(double density) {
    int length = 500;
    Random random = new Random(Double.hashCode(density));
    List<GradientSum> kept = new ArrayList<>(), whole = new ArrayList<>();
    for (int p = 0; p < 12; p++) {
      double[] gradient = new double[length];
      for (int i = 0; i < length; i++) {
        gradient[i] = random.nextDouble() < density ? value(random) : -0.0 * random.nextInt(2);
      }
      kept.add(GradientSum.of(gradient, p * 0.1, p, 0));
      whole.add(new GradientSum(length, null, gradient, p * 0.1, p, 0));
    }
    assertEquals(density < 0.6, kept.get(0).indices() != null);
    GradientSum sum = GradientSum.sum(kept), expected = GradientSum.sum(whole);
    assertArrayEquals(bits(copy(expected)), bits(copy(sum)));
    assertEquals(expected.loss(), sum.loss(), 0.0);
    assertEquals(66, sum.rows());
    // Between two levels of a tree a sum takes the smaller form, too.
    assertArrayEquals(bits(copy(sum)), bits(copy(GradientSum.sum(List.of(sum)))));
  }

  private static double value(Random random) {
    return random.nextInt(200) == 0
        ? Double.POSITIVE_INFINITY
        : random.nextGaussian() * Math.pow(10, random.nextInt(40) - 20);
  }

  private static double[] copy(GradientSum sum) {
    double[] gradient = new double[sum.length()];
    Arrays.fill(gradient, 99); // what was there before must not show
    sum.copyGradient(gradient);
    return gradient;
  }

  private static long[] bits(double[] values) {
    return Arrays.stream(values).mapToLong(Double::doubleToLongBits).toArray();
  }
}
