package org.stepless.models;

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
import org.stepless.losses.Objective;
import org.stepless.losses.SquaredError;

class ScaledHuberTest {

  private static ScaledHuber huber(int columns, boolean intercept, double epsilon, double unit) {
    return new ScaledHuber(
        new Objective(new SquaredError(), columns, intercept, null), epsilon, unit);
  }

  @Property(tries = 100)
  void equalsPlainLoops(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 600) int count,
      @ForAll @IntRange(min = 1, max = 6) int columns,
      @ForAll boolean intercept) {
    Random random = new Random(seed);
    RandomRows data = new RandomRows(seed, count, columns, 0.6, Values.DOUBLES, true, 5);
    double epsilon = 1.1 + random.nextDouble(), unit = 0.1 + random.nextDouble();
    ScaledHuber huber = huber(columns, intercept, epsilon, unit);
    double[] x = random.doubles(huber.dimension(), -1, 1).toArray();
    double sigma = unit * Math.log(1 + Math.exp(x[x.length - 1] / unit));
    assertEquals(sigma, huber.scale(x), 1e-8 * unit);
    int[] order = data.subset(seed);
    double expected = 0;
    for (int row : order) {
      double error = (intercept ? x[columns] : 0) - data.labels[row];
      for (int j = 0; j < columns; j++) {
        error += x[j] * data.rows[row][j];
      }
      double z = Math.abs(error / sigma);
      double h = z <= epsilon ? z * z : 2 * epsilon * z - epsilon * epsilon;
      expected += data.weights[row] * (sigma + h * sigma) / 2;
    }
    RowBlock block = data.block();
    double sum = huber.lossSum(block, order, 0, order.length, x, huber.workspace());
    assertEquals(expected, sum, 1e-7 * (1 + expected));
    double[] gradient = new double[x.length];
    assertEquals(
        sum,
        huber.addLossAndGradient(block, order, 0, order.length, x, gradient, huber.workspace()));
  }

  @Property(tries = 60)
  void gradientEqualsFiniteDifferences(@ForAll long seed, @ForAll boolean intercept) {
    Random random = new Random(seed);
    RandomRows data = new RandomRows(seed, 20, 4, 0.6, Values.DOUBLES, true, 3);
    double[] penalty = {0.1, 0.2, 0, 0.3};
    ScaledHuber huber =
        new ScaledHuber(new Objective(new SquaredError(), 4, intercept, penalty), 1.35, 0.7);
    FiniteDifferences.check(huber, data.block(), random, random.doubles());
  }

  @Test
  void everyCoordinateStandsForAPositiveScale() {
    ScaledHuber huber = huber(1, false, 1.35, 3);
    for (double s : new double[] {-1e5, -3, 0, 3, 1e5}) {
      double scale = huber.scale(new double[] {0, s});
      assertTrue(scale > 0 && scale < Double.POSITIVE_INFINITY, () -> s + " gives " + scale);
    }
    for (double scale : new double[] {1e-3, 1, 3, 1e5}) {
      assertEquals(scale, huber.scale(new double[] {0, huber.coordinate(scale)}), 1e-9 * scale);
    }
    assertTrue(Double.isFinite(huber.coordinate(0)));
  }

  @Test
  void refusesWhatItCannotDo() {
    assertThrows(IllegalArgumentException.class, () -> huber(1, true, 1, 1));
    assertThrows(IllegalArgumentException.class, () -> huber(1, true, Double.NaN, 1));
    assertThrows(IllegalArgumentException.class, () -> huber(1, true, 1.35, 0));
  }
}
