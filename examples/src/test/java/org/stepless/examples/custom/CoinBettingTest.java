package org.stepless.examples.custom;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.stepless.methods.Methods;
import org.stepless.optimizer.OptimizerState;
import org.stepless.optimizer.Stepper;
import org.stepless.optimizer.UpdateRule;

class CoinBettingTest {

  /**
   * By hand, with alpha = 2 and a gradient of -1 at every step: after n steps the wealth is L + r
   * and x = n (1 + r) / max(n + 1, 2).
   */
  @Test
  void betsAsTheAlgorithmHasIt() {
    Stepper stepper =
        new Stepper(
            new CoinBetting(2), OptimizerState.start(new CoinBetting(2), new double[] {0, 7}));
    double reward = 0, x = 0;
    for (int n = 1; n <= 10; n++) {
      stepper.gradient()[0] = -1;
      stepper.gradient()[1] = 0; // no gradient, no bet
      stepper.step(1, Double.NaN);
      reward += x;
      x = n * (1 + reward) / (n + 1.0);
      assertEquals(x, stepper.state().x()[0], 1e-12 * x);
      assertEquals(7, stepper.state().x()[1]);
    }
    assertTrue(x > 100, "wealth doubles and doubles, was " + x);
  }

  @Test
  void itsTextIsThatOfItsClass() {
    String text = Methods.print(new CoinBetting(50));
    assertEquals("org.stepless.examples.custom.CoinBetting(alpha=50)", text);
    UpdateRule parsed = Methods.parse(text);
    assertEquals(new CoinBetting(50), parsed);
    assertEquals(new CoinBetting(), Methods.method("org.stepless.examples.custom.CoinBetting"));
  }
}
