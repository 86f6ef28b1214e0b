package org.stepless.methods;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.stepless.optimizer.OptimizerState;
import org.stepless.optimizer.Stepper;
import org.stepless.optimizer.UpdateRule;

/** Mechanic over every other rule, whatever scratch that uses. */
class MechanicTest {
  private static final int N = 700; // more than a scratch block

  static Stream<String> bases() {
    return Methods.CATALOG.names().stream().filter(name -> !name.equals("mechanic"));
  }

  @ParameterizedTest
  @MethodSource("bases")
  void theFirstStepIsTheScaledStepOfTheBase(String base) {
    UpdateRule rule = Methods.parse("mechanic(" + base + ")");
    double[] start = Rules.start(N);
    Stepper scaled = new Stepper(rule, OptimizerState.start(rule, start));
    Stepper plain =
        new Stepper(Methods.parse(base), OptimizerState.start(Methods.parse(base), start));
    double loss = Rules.fill(scaled.gradient(), 0);
    Rules.fill(plain.gradient(), 0);
    scaled.step(1, loss);
    plain.step(1, loss);
    double scale = scaled.state().scalars()[rule.layout().scalarIndex("s")];
    assertTrue(scale > 0);
    for (int i = 0; i < N; i++) {
      double expected = start[i] + scale * (plain.state().x()[i] - start[i]);
      assertEquals(expected, scaled.state().x()[i], 1e-15 * Math.abs(start[i]) + 1e-300);
    }
    for (int v = 0; v < plain.state().vectors().length; v++) {
      for (int i = 0; i < N; i++) {
        assertEquals(plain.state().vectors()[v][i], scaled.state().vectors()[v][i]);
      }
    }
  }
}
