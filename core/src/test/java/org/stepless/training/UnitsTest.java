package org.stepless.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.stepless.data.RowBlock;
import org.stepless.data.RowBlockBuilder;
import org.stepless.losses.BatchObjective;
import org.stepless.losses.Objective;
import org.stepless.losses.SquaredError;
import org.stepless.methods.Methods;
import org.stepless.models.ScaledHuber;
import org.stepless.optimizer.OptimizerState;
import org.stepless.schedules.Schedules;

class UnitsTest {
  private static final int ROWS = 64;

  private static RowBlock rows(double unit) {
    Random random = new Random(3);
    RowBlockBuilder builder = new RowBlockBuilder(2, ROWS);
    for (int i = 0; i < ROWS; i++) {
      double a = random.nextGaussian(), b = random.nextGaussian(), e = random.nextGaussian();
      builder.addDense(new double[] {a, b}, (2 * a - b + 1 + 0.3 * e) * unit, 1 + i % 2);
    }
    return builder.build();
  }

  private record Fit(double[] model, double loss) {}

  private static Fit fit(double unit, BatchObjective objective, Units units, double tolerance) {
    Coordinates coordinates =
        new Coordinates(1, new double[] {0.9, 1.1}, new double[] {0.1, 0.2}, null);
    Problem problem = new Problem(objective, coordinates, 1.5, units);
    TrainingPlan plan =
        new TrainingPlan(Methods.parse("prodigy"), Schedules.parse("linear"), 40, 4, 7, tolerance)
            .withLossUnit(units.loss());
    OptimizerState state =
        OptimizerState.start(plan.rule(), problem.point(new double[problem.dimension()]));
    TrainingLoop loop =
        new TrainingLoop(rows(unit), 0, new double[0], problem, plan, new Progress(state));
    loop.run(Long.MAX_VALUE, Integer.MAX_VALUE);
    double[] model = problem.model(loop.progress().state().x(), problem.modelBuffer()).clone();
    return new Fit(model, loop.progress().lastEpochLoss());
  }

  private static BatchObjective objective(boolean huber, double unit) {
    Objective squares = new Objective(new SquaredError(), 2, true, new double[] {0.1, 0.2});
    Objective plain = new Objective(new SquaredError(), 2, true, null);
    return huber ? new ScaledHuber(plain, 1.35, unit) : squares;
  }

  /** Powers of two change no digit: models and losses are those of the unit 1, times the unit. */
  @ParameterizedTest
  @CsvSource({"-30,false", "-30,true", "20,false", "20,true"})
  void runsInAnotherUnitAreTheSameToTheBit(int exponent, boolean huber) {
    double unit = Math.scalb(1.0, exponent), loss = huber ? unit : unit * unit;
    Fit plain = fit(1, objective(huber, 1), Units.NONE, 0);
    Fit scaled = fit(unit, objective(huber, unit), new Units(unit, loss), 0);
    double[] expected = plain.model().clone();
    for (int i = 0; i < expected.length; i++) {
      expected[i] *= unit;
    }
    assertArrayEquals(expected, scaled.model());
    assertEquals(plain.loss() * loss, scaled.loss());
  }

  /** A tolerance is relative, in every unit: it ends both runs after the same epoch. */
  @Test
  void toleranceHasNoUnit() {
    double unit = Math.scalb(1.0, -30);
    Fit plain = fit(1, objective(false, 1), Units.NONE, 0.05);
    Fit scaled = fit(unit, objective(false, unit), new Units(unit, unit * unit), 0.05);
    assertEquals(plain.loss() * unit * unit, scaled.loss());
    assertFalse(plain.loss() == fit(1, objective(false, 1), Units.NONE, 0).loss(), "never stopped");
  }

  @ParameterizedTest
  @CsvSource({
    "1,1",
    "0.04,1",
    "31,1",
    "33,1024",
    "0.03,0.0009765625",
    "1e9,1073741824",
    "0,1",
    "NaN,1"
  })
  void unitsArePowersOf1024(double size, double unit) {
    assertEquals(unit, Units.near(size));
  }

  /** The square of a unit is one as well. */
  @ParameterizedTest
  @ValueSource(doubles = {1e-300, 1e300})
  void extremeSizesHaveUsableUnits(double size) {
    double unit = Units.near(size);
    new Units(unit, unit * unit);
    new Units(1 / unit, 1 / (unit * unit));
  }

  @Test
  void withoutUnitsAndCoordinatesPointsAreModels() {
    assertNull(new Problem(objective(false, 1), null, 1).modelBuffer());
    Problem problem = new Problem(objective(false, 1), null, 1, new Units(4, 16));
    double[] point = {1, 2, 3}, model = problem.model(point, problem.modelBuffer());
    assertArrayEquals(new double[] {4, 8, 12}, model);
    assertArrayEquals(point, problem.point(model));
  }
}
