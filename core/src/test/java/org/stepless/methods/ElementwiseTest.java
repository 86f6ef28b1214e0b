package org.stepless.methods;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Random;
import org.junit.jupiter.api.Test;

/** Loops' own functions beside those of java.lang.Math. */
class ElementwiseTest {
  @Test
  void inverseCubeRootsAreThoseOfMath() {
    Random random = new Random(1);
    double[] values = new double[10_000], inverses = new double[values.length];
    for (int j = 0; j < values.length; j++) {
      values[j] = Math.scalb(1 + random.nextDouble(), random.nextInt(2000) - 990);
      inverses[j] = CubeRoots.guess(values[j]);
      assertEquals(1, inverses[j] * Math.cbrt(values[j]), 0.04);
    }
    CubeRoots.invert(values, values.length, 0, inverses);
    for (int j = 0; j < values.length; j++) {
      assertEquals(1, inverses[j] * Math.cbrt(values[j]), 2e-15, "of " + values[j]);
    }
  }

  @Test
  void epsIsAddedToCubeRoots() {
    double[] values = {8, 0, 5e-324}, inverses = new double[3];
    for (int j = 0; j < 3; j++) {
      inverses[j] = CubeRoots.guess(values[j]);
    }
    CubeRoots.invert(values, 3, 0.5, inverses);
    assertEquals(0.4, inverses[0], 1e-15);
    assertEquals(2, inverses[1]);
    assertEquals(2, inverses[2], 1e-15);
  }

  @Test
  void cubeRootsOfAlmostNothingStayFinite() {
    double[] values = {0, 5e-324, 1e-310}, inverses = new double[3];
    for (int j = 0; j < 3; j++) {
      inverses[j] = CubeRoots.guess(values[j]);
    }
    CubeRoots.invert(values, 3, 0, inverses);
    for (double inverse : inverses) {
      assertEquals(1e100, inverse, 1e85);
    }
  }

  @Test
  void signsAreThoseOfMath() {
    double[] values = {
      0, -0.0, 1, -1, 5e-324, -5e-324, 1e-300, -3e300, Double.MAX_VALUE, -Double.MIN_NORMAL, 0.1
    };
    for (double value : values) {
      assertEquals(Math.signum(value), Signs.of(value), "of " + value);
    }
  }
}
