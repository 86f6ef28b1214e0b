package org.stepless.methods;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.stepless.optimizer.Method;
import org.stepless.optimizer.OptimizerState;

class ExampleRulesTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "sp",
        "sp(reg=0.01, max=4)",
        "taps(target=0.49)",
        "taps(target=-1, beta=0.5)",
        "motaps",
        "motaps(reg=0.01)",
        "motaps(gamma=0.3, gammaTau=0.05, tau=0.2, beta=0.5)"
      })
  void textRoundTrips(String text) {
    Method rule = Methods.method(text);
    assertEquals(text, Methods.print(rule));
    assertEquals(rule, Methods.method(Methods.print(rule)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "taps|taps(target=0.49); where it is not known use motaps",
        "taps(target=infinity)|target must be finite",
        "mechanic(sp)|unknown optimizer 'sp'",
        "sps|unknown optimizer 'sps'; known: dadaptsgd",
        "sp(gamma=0)|gamma must be positive and finite, was 0",
        "sp(max=NaN)|max must be positive (infinity allowed), was NaN",
        "sp(eps=0)|eps must be positive",
        "motaps(reg=-1)|reg must be at least 0",
        "motaps(beta=1)|beta must be in [0, 1), was 1",
        "motaps(gammaTau=1.1)|gammaTau must be in [0, 1], was 1.1",
        "motaps(tau=NaN)|tau must be finite",
      })
  void errorsSayWhatIsAllowed(String text, String part) {
    Exception e = assertThrows(IllegalArgumentException.class, () -> Methods.method(text));
    assertTrue(e.getMessage().contains(part), e.getMessage());
  }

  @Test
  void tapsWithoutTargetIsRefusedWhereItIsUsed() {
    assertThrows(
        IllegalArgumentException.class, () -> OptimizerState.start(new Taps(), new double[2]));
  }

  @Test
  void motapsDefaultsAreThePapers() {
    // Values of the recorded trajectory with reg 0.01.
    Motaps derived = new Motaps(0.01, Double.NaN, Double.NaN, 0, 0);
    Motaps explicit = new Motaps(0.01, 0.997481234780367, 0.003264369932450051, 0, 0);
    assertEquals(explicit.factor(1, 2, 0.5), derived.factor(1, 2, 0.5), 1e-15);
    assertEquals(explicit.shift(1, 0.5), derived.shift(1, 0.5), 1e-15);
    assertEquals(explicit.nextTau(1, 0.5, 240), derived.nextTau(1, 0.5, 240), 1e-15);
  }

  @Test
  void whereAnUpdateRuleIsNeededTheMessageSaysWherePerExampleRulesRun() {
    Exception e =
        assertThrows(IllegalArgumentException.class, () -> Methods.parse("motaps(tau=1)"));
    assertTrue(e.getMessage().contains("it runs in the estimators"), e.getMessage());
  }
}
