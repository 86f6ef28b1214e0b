package org.stepless.losses;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;

class ExponentialTest {
  private static void check(double x) {
    double expected = StrictMath.exp(x),
        ulps = (Exponential.exp(x) - expected) / Math.ulp(expected);
    assertTrue(Math.abs(ulps) <= 2, "exp(" + x + ") is off by " + ulps + " ulps");
  }

  @Test
  void isThatOfStrictMathWithinTwoUnits() {
    Random random = new Random(1);
    for (int i = 0; i < 1_000_000; i++) {
      check(-708 * random.nextDouble());
      check(-random.nextDouble());
      check(-StrictMath.pow(10, -20 * random.nextDouble()));
    }
  }

  /** Where the reduced argument changes its sign or its part of the table. */
  @Test
  void edgesOfTheTable() {
    for (int i = 0; i < 700 * 64 * 2; i++) {
      double x = -i * StrictMath.log(2) / 128;
      check(x);
      check(Math.nextUp(x) > 0 ? 0 : Math.nextUp(x));
      check(Math.nextDown(x));
    }
  }

  @Test
  void ends() {
    assertEquals(1, Exponential.exp(0.0));
    assertEquals(1, Exponential.exp(-0.0));
    assertEquals(1, Exponential.exp(-Double.MIN_VALUE));
    check(-708);
    assertEquals(0, Exponential.exp(Math.nextDown(-708.0)));
    assertEquals(0, Exponential.exp(-1e300));
    assertEquals(0, Exponential.exp(Double.NEGATIVE_INFINITY));
    assertTrue(Double.isNaN(Exponential.exp(Double.NaN)));
  }
}
