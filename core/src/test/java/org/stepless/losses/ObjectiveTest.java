package org.stepless.losses;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.stepless.data.RandomRows;
import org.stepless.data.RandomRows.Values;
import org.stepless.data.RowBlock;

class ObjectiveTest {
  private static final Loss[] LOSSES = {
    new Logistic(),
    new Softmax(2),
    new Softmax(5),
    new SquaredError(),
    new Huber(0.7),
    new SquaredHinge(),
    new Poisson()
  };

  /** Sum and gradient equal plain loops with textbook formulas, for all losses and layouts. */
  @Property(tries = 300)
  void equalsPlainLoops(
      @ForAll long seed,
      @ForAll @IntRange(max = 6) int lossIndex,
      @ForAll @IntRange(min = 1, max = 700) int count,
      @ForAll @IntRange(min = 1, max = 12) int columns,
      @ForAll Values values,
      @ForAll boolean fitIntercept,
      @ForAll boolean weighted) {
    Loss loss = LOSSES[lossIndex];
    Random random = new Random(seed);
    double density = random.nextBoolean() ? 0.2 : 0.9;
    RandomRows data =
        new RandomRows(
            seed, count, columns, density, values, weighted, Math.max(2, loss.outputs()));
    RowBlock block = data.block();
    Objective objective = new Objective(loss, columns, fitIntercept, null);
    Workspace workspace = objective.workspace();
    double[] x = random.doubles(objective.dimension(), -0.3, 0.3).toArray();
    for (int[] order : new int[][] {null, data.subset(seed)}) {
      int to = order == null ? count : order.length, from = to / 5;
      double[] expected = new double[x.length];
      double expectedSum = 0;
      for (int r = from; r < to; r++) {
        expectedSum += plainRow(loss, data, order == null ? r : order[r], x, expected);
      }
      double[] gradient = new double[x.length];
      double sum = objective.addLossAndGradient(block, order, from, to, x, gradient, workspace);
      double tolerance = 1e-13 * (1 + expectedSum) * columns;
      assertEquals(expectedSum, sum, tolerance);
      assertArrayEquals(expected, gradient, tolerance);
      assertEquals(expectedSum, objective.lossSum(block, order, from, to, x, workspace), tolerance);
      objective.addLossAndGradient(block, order, from, to, x, gradient, workspace);
      for (int i = 0; i < expected.length; i++) {
        assertEquals(2 * expected[i], gradient[i], 2 * tolerance, "the gradient is added");
      }
    }
  }

  private static double plainRow(
      Loss loss, RandomRows data, int row, double[] x, double[] gradient) {
    int outputs = loss.outputs(), columns = data.columns();
    boolean intercept = x.length > columns * outputs;
    double[] margins = new double[outputs], derivatives = new double[outputs];
    for (int k = 0; k < outputs; k++) {
      margins[k] = intercept ? x[columns * outputs + k] : 0;
      for (int j = 0; j < columns; j++) {
        margins[k] += data.rows[row][j] * x[j * outputs + k];
      }
    }
    double value = textbook(loss, margins, data.labels[row], derivatives);
    for (int k = 0; k < outputs; k++) {
      for (int j = 0; j < columns; j++) {
        gradient[j * outputs + k] += data.weights[row] * derivatives[k] * data.rows[row][j];
      }
      if (intercept) {
        gradient[columns * outputs + k] += data.weights[row] * derivatives[k];
      }
    }
    return data.weights[row] * value;
  }

  private static double textbook(Loss loss, double[] margins, double y, double[] derivatives) {
    double m = margins[0];
    if (loss instanceof Softmax) {
      double total = Arrays.stream(margins).map(Math::exp).sum();
      for (int k = 0; k < margins.length; k++) {
        derivatives[k] = Math.exp(margins[k]) / total - (k == y ? 1 : 0);
      }
      return -Math.log(Math.exp(margins[(int) y]) / total);
    } else if (loss instanceof Logistic) {
      double p = 1 / (1 + Math.exp(-m));
      derivatives[0] = p - y;
      return -(y * Math.log(p) + (1 - y) * Math.log(1 - p));
    } else if (loss instanceof SquaredError) {
      derivatives[0] = m - y;
      return (m - y) * (m - y) / 2;
    } else if (loss instanceof Huber h) {
      boolean inside = Math.abs(m - y) <= h.delta();
      derivatives[0] = inside ? m - y : h.delta() * Math.signum(m - y);
      return inside ? (m - y) * (m - y) / 2 : h.delta() * (Math.abs(m - y) - h.delta() / 2);
    } else if (loss instanceof SquaredHinge) {
      double sign = y == 1 ? 1 : -1;
      derivatives[0] = sign * m < 1 ? -2 * sign * (1 - sign * m) : 0;
      return sign * m < 1 ? Math.pow(1 - sign * m, 2) : 0;
    }
    derivatives[0] = Math.exp(m) - y;
    return Math.exp(m) - y * m;
  }

  /** Central differences in x of the mean loss plus penalty, which is what the engine minimises. */
  @Property(tries = 100)
  void gradientEqualsDifferences(
      @ForAll long seed,
      @ForAll @IntRange(max = 6) int lossIndex,
      @ForAll boolean fitIntercept,
      @ForAll boolean standardization) {
    Loss loss = LOSSES[lossIndex];
    RandomRows data =
        new RandomRows(seed, 25, 4, 0.6, Values.DOUBLES, true, Math.max(2, loss.outputs()));
    double[] sigma = {0.5, 2, 0, 1.5};
    Objective objective =
        new Objective(loss, 4, fitIntercept, Objective.l2(0.1, sigma, standardization));
    RowBlock block = data.block();
    double[] x = new Random(seed).doubles(objective.dimension(), -1, 1).toArray();
    double[] gradient = new double[x.length];
    double weight = block.weightSum(null, 0, 25) + 1;
    objective.addLossAndGradient(block, null, 0, 25, x, gradient, objective.workspace());
    for (int i = 0; i < gradient.length; i++) {
      gradient[i] /= weight;
    }
    double penalty = objective.addPenaltyGradient(x, gradient);
    assertEquals(penalty, objective.penalty(x));
    double step = 1e-5;
    for (int i = 0; i < x.length; i++) {
      double middle = x[i];
      x[i] = middle + step;
      double above = value(objective, block, x, weight);
      x[i] = middle - step;
      double below = value(objective, block, x, weight);
      x[i] = middle;
      double size = 1 + Math.abs(gradient[i]);
      assertEquals((above - below) / (2 * step), gradient[i], 2e-5 * size);
    }
  }

  private static double value(Objective objective, RowBlock block, double[] x, double weight) {
    double sum = objective.lossSum(block, null, 0, block.rows(), x, objective.workspace());
    return sum / weight + objective.penalty(x);
  }

  @Test
  void penaltyHasSparksMeaning() {
    double[] sigma = {2, 0.5};
    double[] x = {1, 2, 3, 4, 100, 200}; // columns 0 and 1 of 2 outputs, then intercepts
    Objective standardised = new Objective(new Softmax(2), 2, true, Objective.l2(0.3, sigma, true));
    // 1/2 0.3 (2^2 (1 + 4) + 0.5^2 (9 + 16))
    assertEquals(0.15 * (4 * 5 + 0.25 * 25), standardised.penalty(x), 1e-15);
    double[] gradient = new double[6];
    standardised.addPenaltyGradient(x, gradient);
    assertArrayEquals(new double[] {1.2, 2.4, 0.225, 0.3, 0, 0}, gradient, 1e-15);
    Objective plain = new Objective(new Softmax(2), 2, true, Objective.l2(0.3, sigma, false));
    assertEquals(0.15 * 30, plain.penalty(x), 1e-15);
    assertNull(Objective.l2(0, sigma, true));
    assertEquals(0, new Objective(new Logistic(), 2, true, null).penalty(x));
  }

  @Test
  void badPenaltiesAreNamed() {
    refused(
        "regParam must be at least 0 and finite, was -1",
        () -> Objective.l2(-1, new double[2], true));
    refused(
        "penalty must have one factor for each of 3 columns, had 2",
        () -> new Objective(new Logistic(), 3, true, new double[2]));
    refused(
        "penalty of column 1 must be at least 0 and finite, was NaN",
        () -> new Objective(new Logistic(), 2, true, new double[] {0, Double.NaN}));
    String message =
        assertThrows(
                IllegalArgumentException.class,
                () -> new Objective(new Softmax(1000), 3_000_000, true, null).dimension())
            .getMessage();
    assertTrue(message.contains("a model of 3000001000 coefficients"), message);
  }

  private static void refused(String message, org.junit.jupiter.api.function.Executable action) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, action).getMessage());
  }
}
