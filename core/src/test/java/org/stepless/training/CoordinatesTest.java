package org.stepless.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.stepless.data.ColumnStatistics;
import org.stepless.data.Correlations;
import org.stepless.data.RowBlock;
import org.stepless.data.RowBlockBuilder;

class CoordinatesTest {
  private static final int COLUMNS = 4;
  private static final double[] SCALE = {2, 0.5, 3, 1};
  private static final double[] CENTRE = {1, -2, 0, 5};

  private static double[] random(int n, long seed) {
    return new Random(seed).doubles(n, -1, 1).toArray();
  }

  /** The definition: margins of the model on raw rows are those of the point on scaled rows. */
  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void modelOfPointHasTheMarginsOfStandardizedRows(int outputs) {
    double[] z = random((COLUMNS + 1) * outputs, 1), row = random(COLUMNS, 2);
    double[] model = new double[z.length];
    new Coordinates(outputs, SCALE, CENTRE).toModel(z, model);
    for (int k = 0; k < outputs; k++) {
      double scaled = z[COLUMNS * outputs + k], raw = model[COLUMNS * outputs + k];
      for (int j = 0; j < COLUMNS; j++) {
        scaled += (row[j] - CENTRE[j]) / SCALE[j] * z[j * outputs + k];
        raw += row[j] * model[j * outputs + k];
      }
      assertEquals(scaled, raw, 1e-14);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void pointOfModelIsTheInverse(int outputs) {
    for (double[] centre : new double[][] {null, CENTRE}) {
      Coordinates coordinates = new Coordinates(outputs, SCALE, centre);
      double[] z = random((COLUMNS + 1) * outputs, 3), model = new double[z.length];
      coordinates.toModel(z, model);
      assertArrayEquals(z, coordinates.toPoint(model), 1e-14);
    }
  }

  /** For a linear function of the model the gradient by the point is the chain rule's. */
  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void gradientByPointIsThatOfFiniteDifferences(int outputs) {
    for (double[] centre : new double[][] {null, CENTRE}) {
      Coordinates coordinates = new Coordinates(outputs, SCALE, centre);
      double[] slope = random((COLUMNS + 1) * outputs, 4), z = random(slope.length, 5);
      double[] gradient = slope.clone();
      coordinates.toPointGradient(gradient);
      for (int i = 0; i < z.length; i++) {
        double before = z[i];
        z[i] = before + 0.5;
        double up = value(coordinates, slope, z);
        z[i] = before - 0.5;
        assertEquals(up - value(coordinates, slope, z), gradient[i], 1e-13);
        z[i] = before;
      }
    }
  }

  private static double value(Coordinates coordinates, double[] slope, double[] z) {
    double[] model = new double[z.length];
    coordinates.toModel(z, model);
    double sum = 0;
    for (int i = 0; i < z.length; i++) {
      sum += slope[i] * model[i];
    }
    return sum;
  }

  /** Rows whose columns depend on each other, the last one a constant. */
  private static double[][] dependentRows() {
    Random random = new Random(7);
    double[][] rows = new double[200][];
    for (int r = 0; r < rows.length; r++) {
      double a = random.nextGaussian(), b = random.nextGaussian(), c = random.nextGaussian();
      rows[r] = new double[] {5 + a, 100 * (a + b), a - b + 2 * c, 4};
    }
    return rows;
  }

  private static Coordinates decorrelated(int outputs) {
    RowBlockBuilder builder = new RowBlockBuilder(COLUMNS, 200);
    for (double[] row : dependentRows()) {
      builder.addDense(row, 0, 1);
    }
    RowBlock block = builder.build();
    ColumnStatistics statistics = ColumnStatistics.of(block);
    return new Coordinates(
        outputs, statistics.standardDeviations(), statistics.means(), Correlations.of(block));
  }

  /** The margins of unit points are the columns in which steps are taken. */
  @Test
  void decorrelatedColumnsHaveVarianceOneAndNoCorrelation() {
    double[][] rows = dependentRows(), columns = new double[3][rows.length];
    for (int i = 0; i < 3; i++) {
      double[] point = new double[COLUMNS + 1], model = new double[COLUMNS + 1];
      point[i] = 1;
      decorrelated(1).toModel(point, model);
      for (int r = 0; r < rows.length; r++) {
        columns[i][r] = model[COLUMNS];
        for (int j = 0; j < COLUMNS; j++) {
          columns[i][r] += rows[r][j] * model[j];
        }
      }
    }
    for (int i = 0; i < 3; i++) {
      for (int j = 0; j < 3; j++) {
        double product = 0;
        for (int r = 0; r < rows.length; r++) {
          product += columns[i][r] * columns[j][r] / (rows.length - 1);
        }
        // Before, correlations are up to 0.7; shrinkage leaves a little of them.
        assertEquals(i == j ? 1 : 0, product, 0.02, i + "," + j);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void decorrelatedPointsAndGradientsFitTogether(int outputs) {
    Coordinates coordinates = decorrelated(outputs);
    double[] z = random((COLUMNS + 1) * outputs, 3), model = new double[z.length];
    for (int k = 0; k < outputs; k++) {
      z[3 * outputs + k] = 0; // that of the constant column
    }
    coordinates.toModel(z, model);
    assertArrayEquals(z, coordinates.toPoint(model), 1e-10);
    double[] slope = random(z.length, 4), gradient = slope.clone();
    coordinates.toPointGradient(gradient);
    for (int i = 0; i < z.length; i++) {
      double before = z[i];
      z[i] = before + 0.5;
      double up = value(coordinates, slope, z);
      z[i] = before - 0.5;
      assertEquals(up - value(coordinates, slope, z), gradient[i], 1e-9 * (1 + Math.abs(up)));
      z[i] = before;
    }
  }

  /** Rows of means up to a million deviations, both signs, the last column a constant. */
  private static double[][] farRows() {
    Random random = new Random(8);
    double[][] rows = new double[200][];
    for (int r = 0; r < rows.length; r++) {
      double a = random.nextGaussian(), b = random.nextGaussian(), c = random.nextGaussian();
      rows[r] = new double[] {a, 1e5 + a + b, -3e-2 + 3e-8 * c, 4};
    }
    return rows;
  }

  private static Coordinates withoutIntercept(int outputs, boolean decorrelated) {
    RowBlockBuilder builder = new RowBlockBuilder(COLUMNS, 200);
    for (double[] row : farRows()) {
      builder.addDense(row, 0, 1);
    }
    RowBlock block = builder.build();
    ColumnStatistics statistics = ColumnStatistics.of(block);
    return Coordinates.withoutIntercept(
        outputs,
        statistics.standardDeviations(),
        statistics.means(),
        decorrelated ? Correlations.of(block) : null);
  }

  /** The curvature of a squared error in the point: the unit matrix, however far the means are. */
  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void withoutInterceptColumnsHaveUnitSecondMoments(int outputs) {
    double[][] rows = farRows(), columns = new double[3][rows.length];
    Coordinates coordinates = withoutIntercept(outputs, true);
    int last = outputs - 1;
    for (int i = 0; i < 3; i++) {
      double[] point = new double[COLUMNS * outputs], model = new double[point.length];
      point[i * outputs + last] = 1;
      coordinates.toModel(point, model);
      for (int r = 0; r < rows.length; r++) {
        for (int j = 0; j < COLUMNS; j++) {
          columns[i][r] += rows[r][j] * model[j * outputs + last];
        }
      }
    }
    for (int i = 0; i < 3; i++) {
      for (int j = 0; j < 3; j++) {
        double product = 0;
        for (int r = 0; r < rows.length; r++) {
          product += columns[i][r] * columns[j][r] / rows.length;
        }
        assertEquals(i == j ? 1 : 0, product, 0.02, i + "," + j);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"1,false", "1,true", "3,false", "3,true"})
  void withoutInterceptPointsAndGradientsFitTogether(int outputs, boolean decorrelated) {
    Coordinates coordinates = withoutIntercept(outputs, decorrelated);
    double[] z = random(COLUMNS * outputs, 3), model = new double[z.length];
    for (int k = 0; k < outputs; k++) {
      z[3 * outputs + k] = 0; // that of the constant column
    }
    coordinates.toModel(z, model);
    assertArrayEquals(z, coordinates.toPoint(model), 1e-9);
    double[] slope = random(z.length, 4), gradient = slope.clone();
    for (int i = 0; i < slope.length; i++) {
      slope[i] = gradient[i] = i / outputs == 2 ? 1e-8 * slope[i] : slope[i]; // in its unit
    }
    coordinates.toPointGradient(gradient);
    for (int i = 0; i < z.length; i++) {
      double before = z[i];
      z[i] = before + 0.5;
      double up = value(coordinates, slope, z);
      z[i] = before - 0.5;
      assertEquals(up - value(coordinates, slope, z), gradient[i], 1e-12);
      z[i] = before;
    }
  }

  /** Columns whose means are small keep the map without means, to the bit. */
  @Test
  void smallMeansChangeNothing() {
    double[] z = random(COLUMNS, 1), with = new double[COLUMNS], without = new double[COLUMNS];
    double[] means = {0.5, 0.1, -1, 0.2};
    Coordinates.withoutIntercept(1, SCALE, means, null).toModel(z, with);
    new Coordinates(1, SCALE, null).toModel(z, without);
    assertArrayEquals(without, with);
  }

  @Test
  void constantColumnsKeepCoefficientZero() {
    Coordinates coordinates = new Coordinates(1, new double[] {0, 1}, new double[] {3, 0});
    double[] model = new double[3];
    coordinates.toModel(new double[] {9, 2, 1}, model);
    assertArrayEquals(new double[] {0, 2, 1}, model);
    double[] gradient = {7, 2, 1};
    coordinates.toPointGradient(gradient);
    assertArrayEquals(new double[] {0, 2, 1}, gradient);
  }
}
