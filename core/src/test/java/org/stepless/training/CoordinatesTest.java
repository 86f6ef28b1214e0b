package org.stepless.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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
