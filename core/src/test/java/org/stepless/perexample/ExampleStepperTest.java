package org.stepless.perexample;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExampleStepperTest {
  private static final int ROWS = 30, COLUMNS = 5;
  private static final int[] ORDER = IntStream.range(0, ROWS).map(i -> 7 * i % ROWS).toArray();

  private final double[][] features = new double[ROWS][COLUMNS];
  private final double[] targets = new double[ROWS];

  ExampleStepperTest() {
    Random random = new Random(3);
    for (int i = 0; i < ROWS; i++) {
      Arrays.setAll(features[i], j -> random.nextGaussian());
      targets[i] = features[i][0] - 2 * features[i][1] + 0.5 * random.nextGaussian();
    }
  }

  private double squaredLoss(int row, double[] x, double weight, double[] gradient) {
    double error = -targets[row];
    for (int j = 0; j < x.length; j++) {
      error += features[row][j] * x[j];
    }
    for (int j = 0; j < x.length; j++) {
      gradient[j] += weight * error * features[row][j];
    }
    return error * error / 2;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sp",
        "sp(reg=0.1, gamma=0.5, beta=0.3, max=0.2)",
        "taps(target=0.1)",
        "taps(target=0.1, gamma=0.4, reg=0.05, beta=0.2)",
        "motaps",
        "motaps(gamma=0.3, gammaTau=0.05, tau=0.2, reg=0.1, beta=0.5)"
      })
  void passesEqualThePlainFormulas(String text) {
    ExampleRule rule = ExampleRules.parse(text);
    double[] x = {0.5, -0.2, 0.1, 0, 1};
    double[] z = x.clone();
    double[] alpha = new double[ROWS];
    double tau = rule.initialTau();
    ExampleState state = ExampleState.start(rule, x);
    double[] trackers = new double[rule.tracks() ? ROWS : 0];
    for (int pass = 0; pass < 6; pass++) {
      double losses = 0;
      for (int row : ORDER) {
        losses += plainStep(rule, row, x, z, alpha) / ROWS;
      }
      double mean = Arrays.stream(alpha).average().orElseThrow();
      tau = rule.nextTau(tau, mean, ROWS);
      double shift = rule.shift(tau, mean);
      if (rule.tracks()) {
        Arrays.setAll(alpha, i -> alpha[i] + shift);
      }
      ExampleStepper stepper = new ExampleStepper(rule, this::squaredLoss, state, trackers);
      assertEquals(losses, stepper.pass(ORDER, 1, 1), 1e-12);
      state.finishPass(rule, stepper.trackerSum(), ROWS);
      assertArrayEquals(x, state.x(), 1e-12);
      assertArrayEquals(z, state.z(), 1e-12);
      if (rule.tracks()) {
        assertEquals(tau, state.tau(), 1e-12);
        assertEquals(mean + shift, state.meanTracker(), 1e-12);
        double pending = state.shift();
        assertArrayEquals(alpha, Arrays.stream(trackers).map(t -> t + pending).toArray(), 1e-12);
      }
    }
  }

  private double plainStep(ExampleRule rule, int row, double[] x, double[] z, double[] alpha) {
    double[] g = new double[COLUMNS];
    double loss = squaredLoss(row, x, 1, g);
    double square = 0;
    for (int j = 0; j < COLUMNS; j++) {
      loss += rule.reg() / 2 * x[j] * x[j];
      g[j] += rule.reg() * x[j];
      square += g[j] * g[j];
    }
    double c = rule.factor(loss, square, alpha[row]);
    alpha[row] += rule.tracks() ? c : 0;
    for (int j = 0; j < COLUMNS; j++) {
      z[j] -= c * g[j];
      x[j] = rule.beta() * x[j] + (1 - rule.beta()) * z[j];
    }
    return loss;
  }

  @ParameterizedTest
  @ValueSource(strings = {"sp(reg=0.1)", "taps(target=0.3)", "motaps(reg=0.1, beta=0.3)"})
  void fixedBatchesAreTheMethodOnTheBatchLosses(String text) {
    ExampleRule rule = ExampleRules.parse(text);
    int size = 6;
    RowObjective batches =
        (batch, x, weight, gradient) -> {
          double loss = 0;
          for (int i = batch * size; i < (batch + 1) * size; i++) {
            loss += squaredLoss(ORDER[i], x, weight / size, gradient) / size;
          }
          return loss;
        };
    int[] batchOrder = IntStream.range(0, ROWS / size).toArray();
    ExampleState one = ExampleState.start(rule, new double[COLUMNS]);
    ExampleState other = one.copy();
    double[] rowTrackers = new double[rule.tracks() ? ROWS : 0];
    double[] batchTrackers = new double[rule.tracks() ? ROWS / size : 0];
    for (int pass = 0; pass < 5; pass++) {
      ExampleStepper a = new ExampleStepper(rule, this::squaredLoss, one, rowTrackers);
      ExampleStepper b = new ExampleStepper(rule, batches, other, batchTrackers);
      assertEquals(b.pass(batchOrder, 1, 1), a.pass(ORDER, size, 1), 1e-12);
      one.finishPass(rule, a.trackerSum(), ROWS);
      other.finishPass(rule, b.trackerSum() * size, ROWS);
      assertArrayEquals(other.x(), one.x(), 1e-12);
      assertEquals(other.tau(), one.tau(), 1e-12);
      assertEquals(other.meanTracker(), one.meanTracker(), 1e-12);
    }
  }

  @Test
  void aLastSmallBatchAndRepeatedRowsAreAllowed() {
    ExampleRule rule = new Motaps();
    ExampleState state = ExampleState.start(rule, new double[COLUMNS]);
    double[] trackers = new double[ROWS];
    ExampleStepper stepper = new ExampleStepper(rule, this::squaredLoss, state, trackers);
    stepper.pass(new int[] {3, 3, 4, 5, 5}, 2, 1);
    assertTrue(trackers[3] > 0 && trackers[4] > 0 && trackers[5] > 0);
    assertEquals(Arrays.stream(trackers).sum(), stepper.trackerSum(), 1e-15);
    assertEquals(0, stepper.pass(new int[0], 2, 1));
    assertThrows(IllegalArgumentException.class, () -> stepper.pass(ORDER, 0, 1));
  }

  @Test
  void trackersOfPartitionsAddUpToOneGlobalStep() {
    ExampleRule rule = new Motaps();
    ExampleState state = ExampleState.start(rule, new double[COLUMNS]);
    state.finishPass(rule, 3.0, 10);
    assertEquals(0.001 * 10 / 11 * 0.3, state.tau(), 1e-15);
    assertEquals(state.tau() - 0.3, state.shift(), 1e-15);
    double[] left = {1, 2}, right = {-3};
    new ExampleStepper(rule, this::squaredLoss, state.copy(), left);
    new ExampleStepper(rule, this::squaredLoss, state.copy(), right);
    assertEquals(1 + state.shift(), left[0]);
    assertEquals(-3 + state.shift(), right[0]);
    double tau = state.tau();
    state.finishPass(rule, 0, 0);
    assertEquals(tau, state.tau());
  }

  @Test
  void zeroMultiplierChangesNothing() {
    ExampleRule rule = new Taps(0, 0.1, 1, 0.5);
    ExampleState state = ExampleState.start(rule, new double[COLUMNS]);
    double[] trackers = new double[ROWS];
    ExampleStepper stepper = new ExampleStepper(rule, this::squaredLoss, state, trackers);
    stepper.pass(ORDER, 1, 0.5);
    double[] x = state.x().clone(), before = trackers.clone();
    stepper.pass(ORDER, 4, 0);
    assertArrayEquals(x, state.x());
    assertArrayEquals(before, trackers);
    assertEquals(0, stepper.stepSize());
    for (double bad : new double[] {-1, Double.NaN, Double.POSITIVE_INFINITY}) {
      assertThrows(ArithmeticException.class, () -> stepper.pass(ORDER, 1, bad));
    }
  }

  @Test
  void zeroGradientLeavesFiniteState() {
    for (String text : new String[] {"sp", "taps(target=1)", "motaps"}) {
      ExampleRule rule = ExampleRules.parse(text);
      ExampleState state = ExampleState.start(rule, new double[COLUMNS]);
      double[] trackers = new double[rule.tracks() ? 2 : 0];
      new ExampleStepper(rule, (row, x, weight, gradient) -> 0, state, trackers)
          .pass(new int[] {0, 1}, 1, 1);
      assertArrayEquals(new double[COLUMNS], state.x());
    }
  }

  @Test
  void valuesThatAreNotFiniteNameTheRow() {
    ExampleRule rule = new Motaps();
    ExampleState state = ExampleState.start(rule, new double[COLUMNS]);
    ExampleStepper stepper =
        new ExampleStepper(rule, (row, x, weight, g) -> 0.0 / (row - 4), state, new double[ROWS]);
    Exception e = assertThrows(ArithmeticException.class, () -> stepper.pass(ORDER, 1, 1));
    assertTrue(e.getMessage().contains("row 4 of its partition: loss NaN"), e.getMessage());
    assertArrayEquals(new double[COLUMNS], state.x());
    assertThrows(
        IllegalArgumentException.class,
        () -> new ExampleStepper(new Sp(), this::squaredLoss, state, new double[1]));
  }
}
