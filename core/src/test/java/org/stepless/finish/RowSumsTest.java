package org.stepless.finish;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.stepless.data.ColumnStatistics;
import org.stepless.data.RandomRows;
import org.stepless.data.RandomRows.Values;
import org.stepless.data.RowBlock;
import org.stepless.data.RowBlockBuilder;
import org.stepless.losses.BatchObjective;
import org.stepless.losses.Huber;
import org.stepless.losses.Logistic;
import org.stepless.losses.Loss;
import org.stepless.losses.Objective;
import org.stepless.losses.Poisson;
import org.stepless.losses.Softmax;
import org.stepless.losses.SquaredError;
import org.stepless.losses.SquaredHinge;
import org.stepless.models.ScaledHuber;
import org.stepless.training.Coordinates;
import org.stepless.training.Problem;

class RowSumsTest {
  private static final double STEP = 1e-5;

  private static Problem problem(BatchObjective objective, int outputs, RowBlock rows) {
    ColumnStatistics statistics = ColumnStatistics.of(rows);
    boolean intercept =
        (objective instanceof ScaledHuber huber ? huber.linear() : (Objective) objective)
            .fitIntercept();
    Coordinates coordinates =
        new Coordinates(
            outputs, statistics.standardDeviations(), intercept ? statistics.means() : null);
    return new Problem(objective, coordinates, 1);
  }

  private static Stream<Loss> losses() {
    return Stream.of(
        new Logistic(),
        new SquaredError(),
        new SquaredHinge(),
        new Poisson(),
        new Huber(0.7),
        new Softmax(2),
        new Softmax(3),
        new Softmax(9));
  }

  /** Every loss, on rows that are dense and sparse, weighted or not, with and without intercept. */
  @ParameterizedTest
  @MethodSource("losses")
  void hessiansAreTheDifferencesOfGradients(Loss loss) {
    for (double density : new double[] {1, 0.6, 0.1}) {
      for (int rows : new int[] {1, 7, 64, 131}) {
        boolean weighted = rows % 2 == 1;
        RowBlock block = rows(rows, density, weighted, loss.outputs());
        for (boolean intercept : new boolean[] {true, false}) {
          check(
              problem(new Objective(loss, 5, intercept, null), loss.outputs(), block),
              block,
              "%s density %s rows %d intercept %b".formatted(loss, density, rows, intercept));
        }
      }
    }
  }

  @Test
  void hessiansOfHubersScaleAreTheDifferencesOfGradients() {
    for (double density : new double[] {1, 0.1}) {
      for (boolean intercept : new boolean[] {true, false}) {
        RowBlock block = rows(131, density, true, 4);
        Objective linear = new Objective(new SquaredError(), 5, intercept, null);
        check(
            problem(new ScaledHuber(linear, 1.35, 0.8), 1, block),
            block,
            "density %s intercept %b".formatted(density, intercept));
      }
    }
  }

  private static RowBlock rows(int rows, double density, boolean weighted, int classes) {
    return new RandomRows(
            31 * rows + classes, rows, 5, density, Values.DOUBLES, weighted, Math.max(2, classes))
        .block();
  }

  private static void check(Problem problem, RowBlock block, String what) {
    int n = problem.dimension();
    double[] point = new Random(n).doubles(n, -0.9, 0.9).toArray();
    RowSums sums = RowSums.of(problem, block);
    double[] all = sums.evaluate(point, true);
    double[] model = problem.model(point, problem.modelBuffer());
    double loss = problem.objective().lossSum(block, model);
    assertEquals(loss, all[0], 1e-12 * (1 + Math.abs(loss)), what);
    assertArrayEquals(
        Arrays.copyOf(all, 1 + n), sums.evaluate(point, false), 0.0, "same pass, " + what);
    double[] gradient = new double[n];
    problem
        .objective()
        .addLossAndGradient(
            block, null, 0, block.rows(), model, gradient, problem.objective().workspace());
    problem.coordinates().toPointGradient(gradient);
    assertArrayEquals(gradient, Arrays.copyOfRange(all, 1, 1 + n), 1e-10, what);
    double[][] dense = new double[n][n];
    for (int i = 0; i < n; i++) {
      double[] above = point.clone(), below = point.clone();
      above[i] += STEP;
      below[i] -= STEP;
      double[] up = sums.evaluate(above, false), down = sums.evaluate(below, false);
      for (int j = 0; j < n; j++) {
        dense[i][j] = all[1 + n + (i >= j ? i * (i + 1) / 2 + j : j * (j + 1) / 2 + i)];
        double difference = (up[1 + j] - down[1 + j]) / (2 * STEP);
        assertEquals(
            difference, dense[i][j], 1e-5 * (1 + Math.abs(difference)), what + " " + i + "," + j);
      }
    }
    boolean linear = problem.objective() instanceof Objective;
    checkBlocks(sums, point, linear ? ((Objective) problem.objective()).outputs() : 1, dense);
    double[] direction = new Random(n + 1).doubles(n, -1, 1).toArray();
    double[] product = sums.times(point, direction);
    for (int i = 0; i < n; i++) {
      double expected = 0;
      for (int j = 0; j < n; j++) {
        expected += dense[i][j] * direction[j];
      }
      assertEquals(expected, product[i], 1e-10 * (1 + Math.abs(expected)), what);
    }
  }

  /** Entries of the Hessian of one output; of a Hessian of one output it is all. */
  private static void checkBlocks(RowSums sums, double[] point, int outputs, double[][] dense) {
    double[] blocks = sums.blocks(point);
    int each = point.length / outputs, at = 0;
    for (int k = 0; k < outputs; k++) {
      for (int i = 0; i < each; i++) {
        for (int j = 0; j <= i; j++, at++) {
          double expected = dense[i * outputs + k][j * outputs + k];
          assertEquals(expected, blocks[at], 1e-10 * (1 + Math.abs(expected)), k + ", " + i);
        }
      }
    }
    assertEquals(at, blocks.length);
  }

  /** A product at one point must not use what was kept of another. */
  @Test
  void productsFollowThePoint() {
    RowBlock block = rows(131, 1, true, 2);
    Problem problem = problem(new Objective(new Logistic(), 5, true, null), 1, block);
    double[] here = new double[6], there = {1, -1, 1, -1, 1, 0}, direction = {1, 2, 3, 4, 5, 6};
    RowSums sums = RowSums.of(problem, block);
    sums.times(here, direction);
    assertArrayEquals(
        RowSums.of(problem, block).times(there, direction), sums.times(there, direction), 0.0);
  }

  /** A column of mean 1e6 and deviation 1 has the Hessian of one of mean 0, by the point. */
  @Test
  void largeMeansCostNoDigits() {
    Random random = new Random(3);
    List<RowBlock> blocks = new ArrayList<>();
    for (double mean : new double[] {0, 1 << 20}) {
      random.setSeed(3);
      RowBlockBuilder builder = new RowBlockBuilder(2, 200);
      for (int r = 0; r < 200; r++) {
        double first = random.nextInt(64), second = random.nextInt(64);
        builder.addDense(new double[] {mean + first, second}, r % 2, 1);
      }
      blocks.add(builder.build());
    }
    Objective objective = new Objective(new Logistic(), 2, true, null);
    double[] point = {0.25, -0.5, 0.125};
    double[] plain =
        RowSums.of(problem(objective, 1, blocks.get(0)), blocks.get(0)).evaluate(point, true);
    double[] shifted =
        RowSums.of(problem(objective, 1, blocks.get(1)), blocks.get(1)).evaluate(point, true);
    for (int i = 4; i < plain.length; i++) {
      assertEquals(plain[i], shifted[i], 1e-9 * (1 + Math.abs(plain[i])));
    }
  }
}
