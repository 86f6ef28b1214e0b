package org.stepless.models;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.stepless.data.RandomRows;
import org.stepless.data.RandomRows.Values;
import org.stepless.data.RowBlock;
import org.stepless.losses.Logistic;
import org.stepless.losses.Loss;
import org.stepless.losses.Softmax;
import org.stepless.losses.SquaredError;
import org.stepless.losses.Workspace;

class FactorizationMachineTest {

  /** Dense or sparse, in any order: the sum over pairs of columns, written out. */
  @Property(tries = 200)
  void lossEqualsTheSumOverPairs(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 9) int columns,
      @ForAll @IntRange(min = 1, max = 5) int factors,
      @ForAll Values values,
      @ForAll boolean fitLinear,
      @ForAll boolean fitIntercept,
      @ForAll boolean logistic) {
    Random random = new Random(seed);
    double density = random.nextBoolean() ? 0.2 : 0.9;
    RandomRows data = new RandomRows(seed, 60, columns, density, values, true, 2);
    Loss loss = logistic ? new Logistic() : new SquaredError();
    FactorizationMachine machine =
        new FactorizationMachine(loss, columns, factors, fitLinear, fitIntercept, 0);
    double[] x = random.doubles(machine.dimension(), -0.5, 0.5).toArray();
    int[] order = data.subset(seed);
    double expected = 0;
    for (int row : order) {
      double[] v = data.rows[row];
      double margin = fitIntercept ? x[x.length - 1] : 0;
      for (int i = 0; i < columns; i++) {
        margin += fitLinear ? x[columns * factors + i] * v[i] : 0;
        for (int j = i + 1; j < columns; j++) {
          for (int f = 0; f < factors; f++) {
            margin += x[i * factors + f] * x[j * factors + f] * v[i] * v[j];
          }
        }
      }
      double y = data.labels[row];
      double value =
          logistic
              ? Math.log1p(Math.exp(y == 1 ? -margin : margin))
              : 0.5 * (margin - y) * (margin - y);
      expected += data.weights[row] * value;
    }
    RowBlock block = data.block();
    Workspace workspace = machine.workspace();
    double sum = machine.lossSum(block, order, 0, order.length, x, workspace);
    assertEquals(expected, sum, 1e-11 * (1 + expected));
    double[] gradient = new double[x.length];
    assertEquals(
        sum,
        machine.addLossAndGradient(block, order, 0, order.length, x, gradient, workspace),
        1e-12 * (1 + sum));
  }

  @Property(tries = 60)
  void gradientEqualsFiniteDifferences(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 6) int columns,
      @ForAll @IntRange(min = 1, max = 4) int factors,
      @ForAll boolean fitLinear,
      @ForAll boolean fitIntercept,
      @ForAll boolean logistic) {
    Random random = new Random(seed);
    double density = random.nextBoolean() ? 0.25 : 0.9;
    RandomRows data = new RandomRows(seed, 20, columns, density, Values.DOUBLES, true, 2);
    FactorizationMachine machine =
        new FactorizationMachine(
            logistic ? new Logistic() : new SquaredError(),
            columns,
            factors,
            fitLinear,
            fitIntercept,
            0.3);
    FiniteDifferences.check(machine, data.block(), random, random.doubles(machine.dimension()));
  }

  @Test
  void gradientAndPenaltyAreAddedAndTheInterceptIsFree() {
    RowBlock block = new RandomRows(1, 5, 3, 1, Values.DOUBLES, false, 2).block();
    FactorizationMachine machine =
        new FactorizationMachine(new SquaredError(), 3, 2, true, true, 2);
    double[] x = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10};
    double[] once = new double[10], twice = new double[10];
    Workspace workspace = machine.workspace();
    machine.addLossAndGradient(block, null, 0, 5, x, once, workspace);
    machine.addLossAndGradient(block, null, 0, 5, x, twice, workspace);
    machine.addLossAndGradient(block, null, 0, 5, x, twice, workspace);
    for (int i = 0; i < 10; i++) {
      assertEquals(2 * once[i], twice[i], 1e-9 * Math.abs(once[i]));
    }
    double[] gradient = {1, 1, 1, 1, 1, 1, 1, 1, 1, 1};
    assertEquals(285, machine.addPenaltyGradient(x, gradient));
    assertEquals(285, machine.penalty(x));
    assertArrayEquals(new double[] {3, 5, 7, 9, 11, 13, 15, 17, 19, 1}, gradient);
  }

  @Test
  void refusesWhatItCannotDo() {
    assertMessage("factors must be at least 1 and finite, was 0", new SquaredError(), 3, 0, 0);
    assertMessage("outputs of the loss must be 1, was 3", new Softmax(3), 3, 1, 0);
    assertMessage("regParam must be at least 0", new SquaredError(), 3, 1, -1);
    assertMessage("more than an array can hold", new SquaredError(), 1 << 30, 2, 0);
  }

  private static void assertMessage(
      String part, Loss loss, int columns, int factors, double regParam) {
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class,
            () -> new FactorizationMachine(loss, columns, factors, true, true, regParam));
    assertTrue(e.getMessage().contains(part), e::getMessage);
  }
}
