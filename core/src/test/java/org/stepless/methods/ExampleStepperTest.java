package org.stepless.methods;

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
import org.stepless.optimizer.ExampleRule;
import org.stepless.optimizer.ExampleStepper;
import org.stepless.optimizer.OptimizerState;

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

  /** Adds weight times the gradient and returns the loss of one row (or batch of rows). */
  private interface Losses {
    double addGradient(int row, double[] x, double weight, double[] gradient);
  }

  /** Steps with consecutive batches of the order; returns the mean loss without regularisation. */
  private static double pass(
      ExampleStepper stepper, Losses losses, int[] order, int batch, double multiplier) {
    double sum = 0;
    for (int from = 0; from < order.length; from += batch) {
      int[] rows = Arrays.copyOfRange(order, from, Math.min(order.length, from + batch));
      Arrays.fill(stepper.gradient(), 0);
      double loss = 0;
      for (int row : rows) {
        double weight = 1.0 / rows.length;
        loss += weight * losses.addGradient(row, stepper.state().x(), weight, stepper.gradient());
      }
      stepper.step(multiplier, loss, rows, 0, rows.length);
      sum += rows.length * loss;
    }
    return order.length == 0 ? 0 : sum / order.length;
  }

  private static double scalar(OptimizerState state, int index) {
    return state.scalars()[index];
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
    ExampleRule rule = (ExampleRule) Methods.method(text);
    double[] x = {0.5, -0.2, 0.1, 0, 1};
    double[] z = x.clone();
    double[] alpha = new double[ROWS];
    double tau = rule.initialTau();
    OptimizerState state = OptimizerState.start(rule, x);
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
      ExampleStepper stepper = new ExampleStepper(rule, state, trackers);
      assertEquals(losses, pass(stepper, this::squaredLoss, ORDER, 1, 1), 1e-12);
      rule.endPass(state.scalars(), stepper.trackerSum(), ROWS);
      assertArrayEquals(x, state.x(), 1e-12);
      if (rule.beta() > 0) {
        assertArrayEquals(z, state.vectors()[0], 1e-12);
      }
      if (rule.tracks()) {
        assertEquals(tau, scalar(state, ExampleRule.TAU), 1e-12);
        assertEquals(mean + shift, scalar(state, ExampleRule.MEAN_TRACKER), 1e-12);
        double pending = scalar(state, ExampleRule.SHIFT);
        assertArrayEquals(alpha, Arrays.stream(trackers).map(t -> t + pending).toArray(), 1e-12);
      }
    }
    assertEquals(6 * ROWS, state.step());
  }

  private double plainStep(ExampleRule rule, int row, double[] x, double[] z, double[] alpha) {
    double[] g = new double[COLUMNS];
    double plain = squaredLoss(row, x, 1, g);
    double loss = plain;
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
    return plain;
  }

  @ParameterizedTest
  @ValueSource(strings = {"sp(reg=0.1)", "taps(target=0.3)", "motaps(reg=0.1, beta=0.3)"})
  void fixedBatchesAreTheMethodOnTheBatchLosses(String text) {
    ExampleRule rule = (ExampleRule) Methods.method(text);
    int size = 6;
    Losses batches =
        (batch, x, weight, gradient) -> {
          double loss = 0;
          for (int i = batch * size; i < (batch + 1) * size; i++) {
            loss += squaredLoss(ORDER[i], x, weight / size, gradient) / size;
          }
          return loss;
        };
    int[] batchOrder = IntStream.range(0, ROWS / size).toArray();
    OptimizerState one = OptimizerState.start(rule, new double[COLUMNS]);
    OptimizerState other = one.copy();
    double[] rowTrackers = new double[rule.tracks() ? ROWS : 0];
    double[] batchTrackers = new double[rule.tracks() ? ROWS / size : 0];
    for (int pass = 0; pass < 5; pass++) {
      ExampleStepper a = new ExampleStepper(rule, one, rowTrackers);
      ExampleStepper b = new ExampleStepper(rule, other, batchTrackers);
      assertEquals(
          pass(b, batches, batchOrder, 1, 1), pass(a, this::squaredLoss, ORDER, size, 1), 1e-12);
      rule.endPass(one.scalars(), a.trackerSum(), ROWS);
      rule.endPass(other.scalars(), b.trackerSum() * size, ROWS);
      assertArrayEquals(other.x(), one.x(), 1e-12);
      assertArrayEquals(other.scalars(), one.scalars(), 1e-12);
    }
  }

  @Test
  void aLastSmallBatchAndRepeatedRowsAreAllowed() {
    ExampleRule rule = new Motaps();
    OptimizerState state = OptimizerState.start(rule, new double[COLUMNS]);
    double[] trackers = new double[ROWS];
    ExampleStepper stepper = new ExampleStepper(rule, state, trackers);
    pass(stepper, this::squaredLoss, new int[] {3, 3, 4, 5, 5}, 2, 1);
    assertTrue(trackers[3] > 0 && trackers[4] > 0 && trackers[5] > 0);
    assertEquals(Arrays.stream(trackers).sum(), stepper.trackerSum(), 1e-15);
    double[] x = state.x().clone();
    stepper.step(1, 0, null, 0, 0);
    assertArrayEquals(x, state.x());
    assertEquals(4, state.step(), "a step without rows counts");
  }

  @Test
  void aBatchOfAllRowsNeedsNoNumbers() {
    ExampleRule rule = new Motaps();
    OptimizerState one = OptimizerState.start(rule, new double[COLUMNS]);
    OptimizerState other = one.copy();
    int[] all = IntStream.range(0, ROWS).toArray();
    double[] trackers = new double[ROWS], others = new double[ROWS];
    pass(new ExampleStepper(rule, one, trackers), this::squaredLoss, all, ROWS, 1);
    ExampleStepper stepper = new ExampleStepper(rule, other, others);
    double loss = 0;
    for (int row : all) {
      loss += squaredLoss(row, other.x(), 1.0 / ROWS, stepper.gradient()) / ROWS;
    }
    stepper.step(1, loss, null, 0, ROWS);
    assertArrayEquals(one.x(), other.x(), 1e-15);
    assertArrayEquals(trackers, others, 1e-15);
  }

  @Test
  void trackersOfPartitionsAddUpToOneGlobalStep() {
    ExampleRule rule = new Motaps();
    OptimizerState state = OptimizerState.start(rule, new double[COLUMNS]);
    rule.endPass(state.scalars(), 3.0, 10);
    double tau = scalar(state, ExampleRule.TAU), shift = scalar(state, ExampleRule.SHIFT);
    assertEquals(0.001 * 10 / 11 * 0.3, tau, 1e-15);
    assertEquals(tau - 0.3, shift, 1e-15);
    double[] left = {1, 2}, right = {-3};
    new ExampleStepper(rule, state.copy(), left);
    new ExampleStepper(rule, state.copy(), right);
    assertEquals(1 + shift, left[0]);
    assertEquals(-3 + shift, right[0]);
    rule.endPass(state.scalars(), 0, 0);
    assertEquals(tau, scalar(state, ExampleRule.TAU));
  }

  @Test
  void zeroMultiplierChangesNothing() {
    ExampleRule rule = new Taps(0, 0.1, 1, 0.5);
    OptimizerState state = OptimizerState.start(rule, new double[COLUMNS]);
    double[] trackers = new double[ROWS];
    ExampleStepper stepper = new ExampleStepper(rule, state, trackers);
    pass(stepper, this::squaredLoss, ORDER, 1, 0.5);
    double[] x = state.x().clone(), before = trackers.clone();
    pass(stepper, this::squaredLoss, ORDER, 4, 0);
    assertArrayEquals(x, state.x());
    assertArrayEquals(before, trackers);
    assertEquals(0, rule.stepSize(state.scalars()));
    for (double bad : new double[] {-1, Double.NaN, Double.POSITIVE_INFINITY}) {
      assertThrows(ArithmeticException.class, () -> stepper.step(bad, 1, null, 0, 1));
    }
  }

  @Test
  void zeroGradientLeavesFiniteState() {
    for (String text : new String[] {"sp", "taps(target=1)", "motaps"}) {
      ExampleRule rule = (ExampleRule) Methods.method(text);
      OptimizerState state = OptimizerState.start(rule, new double[COLUMNS]);
      double[] trackers = new double[rule.tracks() ? 2 : 0];
      ExampleStepper stepper = new ExampleStepper(rule, state, trackers);
      pass(stepper, (row, x, weight, gradient) -> 0, new int[] {0, 1}, 1, 1);
      assertArrayEquals(new double[COLUMNS], state.x());
    }
  }

  @Test
  void valuesThatAreNotFiniteNameTheRow() {
    ExampleRule rule = new Motaps();
    OptimizerState state = OptimizerState.start(rule, new double[COLUMNS]);
    ExampleStepper stepper = new ExampleStepper(rule, state, new double[ROWS]);
    Losses losses = (row, x, weight, g) -> 0.0 / (row - 4);
    Exception e = assertThrows(ArithmeticException.class, () -> pass(stepper, losses, ORDER, 1, 1));
    assertTrue(e.getMessage().contains("row 4 of its partition: loss NaN"), e.getMessage());
    assertArrayEquals(new double[COLUMNS], state.x());
    assertThrows(
        IllegalArgumentException.class, () -> new ExampleStepper(new Sp(), state, new double[1]));
  }
}
