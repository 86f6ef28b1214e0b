package org.stepless.text;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;

class CheckTest {
  private static final double INFINITY = Double.POSITIVE_INFINITY, NAN = Double.NaN;

  @Test
  void acceptsAndRefusesAtTheEdges() {
    check(Check::positive, new double[] {1e-300, 1e300}, 0, -1, INFINITY, NAN);
    check(Check::positiveOrInfinite, new double[] {1e-300, INFINITY}, 0, -1, NAN);
    check(Check::notNegative, new double[] {0, 1e300}, -1e-300, INFINITY, NAN);
    check(Check::finite, new double[] {0, -1e300}, INFINITY, -INFINITY, NAN);
    check(Check::fraction, new double[] {0, Math.nextDown(1)}, -1e-300, 1, NAN);
    check((n, v) -> Check.atLeast(n, v, 2), new double[] {2, 3}, Math.nextDown(2), INFINITY, NAN);
    check((n, v) -> Check.atLeastOrInfinite(n, v, 1), new double[] {1, INFINITY}, 0.5, -1, NAN);
  }

  @Test
  void messagesHoldNameRangeAndValue() {
    assertEquals(
        "lr must be positive and finite, was -0.5", message(() -> Check.positive("lr", -0.5)));
    assertEquals("beta must be in [0, 1), was NaN", message(() -> Check.fraction("beta", NAN)));
    assertEquals("n must be at least 2 and finite, was 1", message(() -> Check.atLeast("n", 1, 2)));
    assertEquals(
        "g must be at least 1 (infinity allowed), was 0.5",
        message(() -> Check.atLeastOrInfinite("g", 0.5, 1)));
    assertEquals("x must be finite, was infinity", message(() -> Check.finite("x", INFINITY)));
  }

  private static void check(BiConsumer<String, Double> check, double[] allowed, double... refused) {
    for (double value : allowed) {
      assertDoesNotThrow(() -> check.accept("v", value), "" + value);
    }
    for (double value : refused) {
      assertThrows(IllegalArgumentException.class, () -> check.accept("v", value), "" + value);
    }
  }

  private static String message(Runnable check) {
    return assertThrows(IllegalArgumentException.class, check::run).getMessage();
  }
}
