package org.stepless.methods;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.stepless.optimizer.Block;
import org.stepless.optimizer.Layout;
import org.stepless.optimizer.OptimizerState;
import org.stepless.optimizer.Stepper;
import org.stepless.optimizer.UpdateRule;

/** What every rule owes, whatever its method. */
class RuleContractTest {
  private static final int N = 23;

  static Stream<String> rules() {
    return Rules.all();
  }

  @ParameterizedTest
  @MethodSource("rules")
  void zeroGradientsLeaveThePointAndFiniteState(String text) {
    UpdateRule rule = Rules.withoutDecay(text);
    double[] start = Rules.start(N);
    Stepper stepper = new Stepper(rule, OptimizerState.start(rule, start));
    for (int k = 0; k < 5; k++) {
      stepper.step(1, 0.5);
      assertArrayEquals(start, stepper.state().x(), "first steps");
      assertFinite(stepper.state());
    }
    Rules.run(stepper, 10);
    assertFalse(Arrays.equals(start, stepper.state().x()), "it must move once there are gradients");
    for (int k = 0; k < 5; k++) {
      Arrays.fill(stepper.gradient(), 0);
      stepper.step(1, 0.5);
      assertFinite(stepper.state());
    }
  }

  @ParameterizedTest
  @MethodSource("rules")
  void zeroGradientsWithDecayLeaveFiniteState(String text) {
    UpdateRule rule = Methods.parse(text);
    Stepper stepper = new Stepper(rule, OptimizerState.start(rule, Rules.start(N)));
    for (int k = 0; k < 5; k++) {
      stepper.step(1, 0);
      assertFinite(stepper.state());
    }
    assertFinite(Rules.run(stepper, 10).state());
  }

  @ParameterizedTest
  @MethodSource("rules")
  void gradientsOfOneCoordinateOnlyLeaveFiniteState(String text) {
    UpdateRule rule = Methods.parse(text);
    Stepper stepper = new Stepper(rule, OptimizerState.start(rule, new double[N]));
    for (int k = 0; k < 10; k++) {
      stepper.gradient()[k % 3] = k % 2 == 0 ? 1e-12 : 1e12;
      stepper.step(1, 1);
      assertFinite(stepper.state());
      stepper.gradient()[k % 3] = 0;
    }
  }

  @ParameterizedTest
  @MethodSource("rules")
  void zeroMultiplierChangesOnlyTheStepNumber(String text) {
    UpdateRule rule = Methods.parse(text);
    Stepper stepper = new Stepper(rule, OptimizerState.start(rule, Rules.start(N)));
    for (int k = 0; k < 3; k++) {
      OptimizerState before = stepper.state().copy();
      Rules.fill(stepper.gradient(), k);
      stepper.step(0, 1);
      assertEquals(before.step() + 1, stepper.state().step());
      assertSame(before, stepper.state());
      Rules.run(stepper, 2);
    }
  }

  @ParameterizedTest
  @MethodSource("rules")
  void emptyBlocksChangeNothing(String text) {
    UpdateRule rule = Methods.parse(text);
    Stepper none = new Stepper(rule, OptimizerState.start(rule, new double[0]));
    none.step(1, 0.5);
    none.step(1, 0.5);
    assertFinite(none.state());
    none.model(new double[0]);

    OptimizerState state = Rules.run(new Stepper(rule, start(rule)), 3).state();
    double[] gradient = new double[N];
    Rules.fill(gradient, 3);
    OptimizerState cut = state.copy();
    OptimizerState whole = state.copy();
    Steps.step(rule, cut, gradient, 1, 3, 0, 0, 9, 9, 9, N, N);
    Steps.step(rule, whole, gradient, 1, 3, 0, 9, N);
    assertSame(whole, cut);
  }

  @ParameterizedTest
  @MethodSource("rules")
  void notFiniteInputIsRefusedByStep(String text) {
    for (double bad : new double[] {Double.NaN, Double.POSITIVE_INFINITY}) {
      Stepper stepper = Rules.run(new Stepper(Methods.parse(text), start(text)), 2);
      Rules.fill(stepper.gradient(), 2);
      stepper.gradient()[5] = bad;
      Exception e = assertThrows(ArithmeticException.class, () -> stepper.step(1, 1));
      assertTrue(e.getMessage().contains("step 2"), e.getMessage());
      assertTrue(e.getMessage().contains("coordinate 5"), e.getMessage());
    }
    Stepper stepper = Rules.run(new Stepper(Methods.parse(text), start(text)), 2);
    Exception e =
        assertThrows(ArithmeticException.class, () -> stepper.step(1, Double.POSITIVE_INFINITY));
    assertTrue(e.getMessage().contains("step 2"), e.getMessage());
    if (stepper.rule().needsLoss()) {
      assertThrows(ArithmeticException.class, () -> stepper.step(1, Double.NaN));
    } else {
      stepper.step(1, Double.NaN);
    }
  }

  @ParameterizedTest
  @MethodSource("rules")
  void blocksOfAnyLengthGiveTheSame(String text) {
    UpdateRule rule = Methods.parse(text);
    OptimizerState whole = Rules.run(new Stepper(rule, start(rule)), 30).state();
    for (int blockLength : new int[] {1, 2, 5, 11}) {
      Stepper cut = Rules.run(new Stepper(rule, start(rule), blockLength), 30);
      assertClose(whole, cut.state(), 1e-11);
      double[] model = new double[N];
      double[] cutModel = new double[N];
      new Stepper(rule, whole).model(model);
      cut.model(cutModel);
      assertClose("model", model, cutModel, 1e-11);
    }
  }

  @ParameterizedTest
  @MethodSource("rules")
  void measureOnlyReads(String text) {
    UpdateRule rule = Methods.parse(text);
    OptimizerState checked = start(rule);
    OptimizerState plain = start(rule);
    double[] gradient = new double[N];
    for (int k = 0; k < 5; k++) {
      double loss = Rules.fill(gradient, k);
      Steps.checkedStep(rule, checked, gradient, loss, k);
      Steps.step(rule, plain, gradient, loss, k, 0, 9, N);
      assertSame(plain, checked);
    }
  }

  @Test
  void aMeasureThatWritesIsDetected() {
    UpdateRule writer =
        new UpdateRule() {
          private static final long serialVersionUID = 1L;

          @Override
          public Layout layout() {
            return new Layout(List.of("m"), List.of());
          }

          @Override
          public int[] reductions() {
            return new int[] {1};
          }

          @Override
          public void measure(int round, Block b, double[] scalars, double[] sums) {
            b.vector(0)[b.from()]++;
          }

          @Override
          public void apply(Block b, double[] scalars) {}

          @Override
          public double stepSize(double[] scalars) {
            return 0;
          }
        };
    assertThrows(
        AssertionError.class, () -> Steps.checkedStep(writer, start(writer), new double[N], 0, 0));
  }

  @ParameterizedTest
  @MethodSource("rules")
  void stateSurvivesSerialisationBetweenSteps(String text) throws Exception {
    UpdateRule rule = Methods.parse(text);
    OptimizerState straight = Rules.run(new Stepper(rule, start(rule)), 6).state();
    Stepper stepper = new Stepper(rule, start(rule));
    for (int k = 0; k < 6; k++) {
      double loss = Rules.fill(stepper.gradient(), k);
      stepper.step(1 - 0.01 * k, loss);
      stepper = new Stepper(copy(rule), copy(stepper.state()));
    }
    assertSame(straight, stepper.state());
    assertEquals(rule, stepper.rule());
  }

  @ParameterizedTest
  @MethodSource("rules")
  void permutedCoordinatesGivePermutedPoints(String text) {
    UpdateRule rule = Methods.parse(text);
    if (rule instanceof LDog groups && groups.groups() > 0) {
      return; // its groups are ranges of coordinates
    }
    OptimizerState straight = start(rule);
    double[] reversed = Rules.start(N);
    reverse(reversed);
    OptimizerState turned = OptimizerState.start(rule, reversed);
    double[] gradient = new double[N];
    for (int k = 0; k < 30; k++) {
      double loss = Rules.fill(gradient, k);
      Steps.step(rule, straight, gradient, loss, k, 0, N);
      reverse(gradient);
      Steps.step(rule, turned, gradient, loss, k, 0, N);
    }
    reverse(turned.x());
    for (double[] vector : turned.vectors()) {
      reverse(vector);
    }
    assertClose(straight, turned, 1e-11);
  }

  @ParameterizedTest
  @MethodSource("rules")
  void stepsAllocateNothing(String text) {
    com.sun.management.ThreadMXBean threads =
        (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    long thread = Thread.currentThread().getId();
    UpdateRule rule = Methods.parse(text);
    Stepper stepper = new Stepper(rule, OptimizerState.start(rule, Rules.start(128)));
    Rules.fill(stepper.gradient(), 0);
    int steps = 10_000;
    long least = Long.MAX_VALUE;
    for (int attempt = 0; attempt < 4 && least >= steps; attempt++) {
      long before = threads.getThreadAllocatedBytes(thread);
      for (int k = 0; k < steps; k++) {
        stepper.step(1e-3, 1);
      }
      least = Math.min(least, threads.getThreadAllocatedBytes(thread) - before);
    }
    assertTrue(least < steps, "%d bytes in %d steps".formatted(least, steps));
  }

  @ParameterizedTest
  @MethodSource("rules")
  void stepSizeIsFiniteAndNotNegative(String text) {
    Stepper stepper = new Stepper(Methods.parse(text), start(text));
    for (int k = 0; k < 20; k++) {
      Rules.run(stepper, 1);
      assertTrue(stepper.stepSize() >= 0 && stepper.stepSize() < 1e6, "" + stepper.stepSize());
    }
  }

  private static OptimizerState start(String text) {
    return start(Methods.parse(text));
  }

  private static OptimizerState start(UpdateRule rule) {
    return OptimizerState.start(rule, Rules.start(N));
  }

  private static void reverse(double[] values) {
    for (int i = 0, j = values.length - 1; i < j; i++, j--) {
      double value = values[i];
      values[i] = values[j];
      values[j] = value;
    }
  }

  @SuppressWarnings("unchecked")
  private static <T> T copy(T value) throws IOException, ClassNotFoundException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(value);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      return (T) in.readObject();
    }
  }

  private static void assertFinite(OptimizerState state) {
    assertTrue(Arrays.stream(state.x()).allMatch(Double::isFinite), "x");
    assertTrue(Arrays.stream(state.scalars()).allMatch(Double::isFinite), "scalars");
    for (double[] vector : state.vectors()) {
      assertTrue(Arrays.stream(vector).allMatch(Double::isFinite), "vectors");
    }
  }

  private static void assertSame(OptimizerState expected, OptimizerState actual) {
    assertArrayEquals(expected.x(), actual.x());
    assertArrayEquals(expected.scalars(), actual.scalars());
    assertArrayEquals(expected.vectors(), actual.vectors());
  }

  private static void assertClose(
      OptimizerState expected, OptimizerState actual, double tolerance) {
    assertClose("x", expected.x(), actual.x(), tolerance);
    assertClose("scalars", expected.scalars(), actual.scalars(), tolerance);
    for (int v = 0; v < expected.vectors().length; v++) {
      assertClose("vector " + v, expected.vectors()[v], actual.vectors()[v], tolerance);
    }
  }

  private static void assertClose(
      String what, double[] expected, double[] actual, double tolerance) {
    for (int i = 0; i < expected.length; i++) {
      double scale = Math.max(1, Math.abs(expected[i]));
      assertEquals(expected[i], actual[i], tolerance * scale, what + "[" + i + "]");
    }
  }
}
