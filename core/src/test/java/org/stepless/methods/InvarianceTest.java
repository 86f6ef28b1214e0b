package org.stepless.methods;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Multiplying the loss by a constant must not change the points, wherever theory says so. */
class InvarianceTest {
  private static final int N = 8, STEPS = 60;
  private static final double SCALE = 1000;

  /** Methods whose steps are proportional to some power of the gradient's scale. */
  private static final Set<String> NOT_INVARIANT =
      Set.of(
          "sgd",
          "mda",
          "spa",
          "schedulefreesgd", // the first power
          "madgrad",
          "mirrormadgrad"); // the third root

  // Each eps is an absolute size beside a gradient, so it is taken out; Mechanic's eps and its
  // first
  // largest h of 1e-6 cannot be, hence its tolerance and large problem.
  private static final String[] INVARIANT = {
    "dadaptsgd",
    "dadaptsgd(momentum=0.9)",
    "dadaptadam(eps=1e-30)",
    "dadaptadam(eps=1e-30, biasCorrection=true, growthRate=1.5)",
    "dadaptadagrad(eps=1e-30, initialAccumulator=0)",
    "dadaptlion",
    "dadaptadan(eps=1e-30)",
    "dadaptda",
    "resetting",
    "prodigy(eps=1e-30)",
    "prodigy(eps=1e-30, biasCorrection=true, safeguardWarmup=true)",
    "prodigygd",
    "prodigyda",
    "momo(lr=1e30)",
    "momo(lr=1e30, useFstar=true)",
    "momoadam(eps=1e-30)",
    "momoadam(eps=1e-30, useFstar=true)",
    "gradagrad",
    "gradagrad(diagonal=true)",
    "schedulefreeadamw(eps=1e-30, lr=0.1)",
    "schedulefreeradam(eps=1e-30, lr=0.1)",
    "adam(eps=1e-30, lr=0.1)",
    "adamw(eps=1e-30, lr=0.1)",
    "adagrad(eps=1e-30, lr=0.1)",
    "dog(eps=1e-30)",
    "ldog(eps=1e-30)",
    "ldog(eps=1e-30, groupSize=3, groups=2)",
    "dowg",
    "lion(lr=0.01)",
    "adan(eps=1e-30, lr=0.1)"
  };

  @ParameterizedTest
  @ValueSource(
      strings = {"mechanic(adam(eps=1e-30))", "mechanic(prodigy(eps=1e-30))", "mechanic(lion)"})
  void mechanicOverAnInvariantRuleIsNearlyInvariant(String text) {
    Problem problem = Problem.logistic(40, N, 5).times(1e6);
    double[] plain = Rules.minimise(Methods.parse(text), problem, Rules.start(N), STEPS);
    double[] scaled =
        Rules.minimise(Methods.parse(text), problem.times(SCALE), Rules.start(N), STEPS);
    for (int i = 0; i < N; i++) {
      assertEquals(plain[i], scaled[i], 1e-4);
    }
  }

  @ParameterizedTest
  @org.junit.jupiter.params.provider.MethodSource("invariant")
  void theScaleOfTheLossDoesNotMatter(String text) {
    Problem problem = Problem.logistic(40, N, 5);
    double[] plain = Rules.minimise(Methods.parse(text), problem, Rules.start(N), STEPS);
    double[] scaled =
        Rules.minimise(Methods.parse(text), problem.times(SCALE), Rules.start(N), STEPS);
    for (int i = 0; i < N; i++) {
      assertEquals(plain[i], scaled[i], 1e-9 * Math.max(1, Math.abs(plain[i])));
    }
  }

  static Stream<String> invariant() {
    return Stream.of(INVARIANT);
  }

  @Test
  void everyMethodIsListed() {
    Set<String> tested =
        Stream.of(INVARIANT).map(text -> text.replaceAll("\\(.*", "")).collect(Collectors.toSet());
    for (String name : Methods.CATALOG.names()) {
      assertTrue(
          tested.contains(name) != (NOT_INVARIANT.contains(name) || name.equals("mechanic")), name);
    }
  }
}
