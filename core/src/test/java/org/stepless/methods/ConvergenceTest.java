package org.stepless.methods;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every method minimises four small problems from 0 with linear decay: learning-rate-free methods
 * with default parameters, the others with a plain learning rate. The figures are the share of the
 * first gap to the minimum that may be left after 3000 steps.
 */
class ConvergenceTest {
  private static final int N = 10, STEPS = 3000;
  private static final Problem ROUND = Problem.quadratic(N, 1);
  private static final Problem LONG = Problem.quadratic(N, 1000);
  private static final Problem LOGISTIC = Problem.logistic(60, N, 1);
  private static final Problem ABSOLUTE = Problem.absolute(40, N, 2);
  private static final double LOGISTIC_LEAST = LOGISTIC.descend(N, 20_000);

  static Stream<Arguments> rules() {
    return Stream.of(
        // round quadratic, condition 1000, logistic, non-smooth
        Arguments.of("dadaptsgd", 1e-9, 1e-4, 1e-9, 2e-3),
        Arguments.of("dadaptsgd(momentum=0.9)", 1e-9, 1e-4, 1e-9, 1e-2),
        Arguments.of("dadaptadam", 1e-9, 1e-9, 1e-9, 1e-2),
        Arguments.of("dadaptadagrad", 1e-9, 1e-9, 1e-9, 0.1),
        Arguments.of("dadaptlion", 1e-5, 1e-5, 1e-5, 1e-3),
        Arguments.of("dadaptadan", 1e-9, 1e-9, 1e-9, 1e-3),
        Arguments.of("dadaptda", 1e-2, 0.1, 2e-2, 0.1),
        Arguments.of("resetting", 1e-9, 1e-3, 1e-9, 5e-3),
        Arguments.of("prodigy", 1e-9, 1e-9, 1e-9, 1e-3),
        Arguments.of("prodigygd", 1e-9, 1e-4, 1e-9, 1e-4),
        Arguments.of("prodigyda", 1e-9, 1e-4, 1e-9, 1e-4),
        Arguments.of("mechanic", 1e-3, 5e-2, 1e-4, 5e-2),
        Arguments.of("mechanic(adamw)", 1e-4, 1e-3, 1e-4, 0.1),
        Arguments.of("mechanic(prodigy)", 1e-4, 1e-3, 1e-4, 0.1),
        Arguments.of("mechanic(momo)", 1e-5, 5e-2, 1e-5, 1e-2),
        Arguments.of("momo", 1e-9, 1e-3, 1e-9, 1e-9),
        Arguments.of("momoadam(lr=1)", 1e-9, 1e-9, 1e-9, 1e-9),
        Arguments.of("momoadam", 1e-9, 1e-9, 1e-9, 1e-9),
        Arguments.of("gradagrad", 1e-9, 5e-3, 1e-9, 1e-5),
        Arguments.of("gradagrad(diagonal=true)", 1e-9, 1e-9, 1e-9, 1e-5),
        Arguments.of("madgrad(lr=0.1)", 1e-9, 1e-9, 1e-9, 5e-3),
        Arguments.of("mirrormadgrad(lr=0.1)", 1e-9, 1e-9, 1e-9, 1e-3),
        Arguments.of("mda(lr=1)", 1e-3, 2e-2, 2e-2, 5e-3),
        Arguments.of("spa(lr=1)", 1e-9, 1e-9, 1e-9, 0.1),
        Arguments.of("schedulefreesgd", 1e-9, 2e-3, 1e-4, 5e-3),
        Arguments.of("schedulefreeadamw(lr=0.1)", 1e-9, 1e-9, 1e-9, 1e-3),
        Arguments.of("schedulefreeradam(lr=0.1)", 1e-9, 1e-9, 2e-6, 1e-3),
        Arguments.of("sgd(lr=0.5)", 1e-9, 4e-3, 1e-9, 1e-3),
        Arguments.of("sgd(lr=0.5, momentum=0.9)", 1e-9, 1e-8, 1e-9, 2e-3),
        Arguments.of("sgd(lr=0.5, momentum=0.9, nesterov=true)", 1e-9, 1e-8, 1e-9, 5e-4),
        Arguments.of("adam(lr=0.1)", 1e-9, 1e-9, 1e-9, 2e-4),
        Arguments.of("adamw(lr=0.1)", 1e-9, 1e-9, 1e-9, 2e-4),
        Arguments.of("adagrad(lr=1)", 1e-9, 1e-9, 1e-9, 1e-4),
        Arguments.of("dog", 1e-4, 2e-2, 3e-4, 5e-2),
        Arguments.of("ldog", 1e-4, 1e-4, 3e-4, 3e-2),
        Arguments.of("ldog(groupSize=5, groups=2)", 1e-4, 1e-3, 3e-4, 5e-2),
        Arguments.of("dowg", 1e-7, 1e-3, 3e-6, 5e-2),
        Arguments.of("lion(lr=0.02)", 1e-8, 1e-8, 1e-8, 1e-4),
        Arguments.of("adan(lr=0.05)", 1e-9, 1e-9, 1e-9, 1e-5));
  }

  @ParameterizedTest
  @MethodSource("rules")
  void minimises(String text, double round, double longRange, double logistic, double absolute) {
    assertGap("round quadratic", text, ROUND, 0, round);
    assertGap("quadratic of condition 1000", text, LONG, 0, longRange);
    assertGap("logistic", text, LOGISTIC, LOGISTIC_LEAST, logistic);
    assertGap("absolute", text, ABSOLUTE, 0, absolute);
  }

  private static void assertGap(
      String what, String text, Problem problem, double least, double share) {
    double[] gradient = new double[N];
    double first = problem.evaluate(new double[N], gradient) - least;
    double[] model = Rules.minimise(Rules.withoutDecay(text), problem, new double[N], STEPS);
    double left = problem.evaluate(model, gradient) - least;
    assertTrue(
        left <= share * first + 1e-12, "%s: %.2g of the gap is left".formatted(what, left / first));
  }

  @Test
  void everyMethodIsTested() {
    List<String> texts = rules().map(row -> (String) row.get()[0]).toList();
    Set<String> tested =
        texts.stream().map(text -> text.replaceAll("\\(.*", "")).collect(Collectors.toSet());
    assertTrue(new HashSet<>(tested).containsAll(Methods.CATALOG.names()), "" + tested);
  }
}
