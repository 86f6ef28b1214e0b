package org.stepless.finish;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.stepless.data.RowBlock;
import org.stepless.data.RowBlockBuilder;
import org.stepless.losses.BinomialLogit;
import org.stepless.losses.Objective;
import org.stepless.losses.SquaredError;
import org.stepless.training.Coordinates;
import org.stepless.training.Problem;

class InformationPenaltyTest {
  private static final int COLUMNS = 3;
  private static final double[] PENALTY = {0.2, 0, 1.5};

  /**
   * A plain loop of reweighted least squares with a ridge on the mean of the weighted products ends
   * at the same coefficients: every step solves (X'WX / sum W + P) b = X'Wz / sum W.
   */
  @ParameterizedTest
  @ValueSource(strings = {"NEWTON", "TRON"})
  void endsWhereReweightedLeastSquaresDo(String method) {
    Random random = new Random(5);
    double[][] x = new double[200][COLUMNS];
    double[] y = new double[200];
    RowBlockBuilder builder = new RowBlockBuilder(COLUMNS, 200);
    for (int i = 0; i < 200; i++) {
      for (int j = 0; j < COLUMNS; j++) {
        x[i][j] = random.nextGaussian() + 0.3;
      }
      y[i] = random.nextDouble() < 1 / (1 + Math.exp(-1.5 * x[i][0] + x[i][2])) ? 1 : 0;
      builder.addDense(x[i], y[i], 1);
    }
    RowBlock rows = builder.build();
    double[] expected = reweighted(x, y);
    Objective objective =
        new Objective(new BinomialLogit(), COLUMNS, false, PENALTY).penalizeByInformation();
    Problem problem = new Problem(objective, new Coordinates(1, new double[] {1, 1, 1}, null), 1);
    Finish finish =
        new Finish(FinishMethod.valueOf(method), problem, 200, COLUMNS, new double[COLUMNS], 1e-10);
    Finished finished = finish.run(RowSums.of(problem, rows), new double[COLUMNS]);
    assertTrue(finished.converged(), finished::describe);
    for (int j = 0; j < COLUMNS; j++) {
      assertEquals(expected[j], finished.model()[j], 1e-7);
    }
    assertTrue(finished.passes() > finished.steps());
  }

  private static double[] reweighted(double[][] x, double[] y) {
    double[] b = new double[COLUMNS];
    for (int step = 0; step < 200; step++) {
      double[] matrix = new double[Packed.length(COLUMNS)], right = new double[COLUMNS];
      double sum = 0;
      for (int i = 0; i < x.length; i++) {
        double m = Vectors.dot(x[i], b), mean = 1 / (1 + Math.exp(-m)), w = mean * (1 - mean);
        sum += w;
        for (int j = 0; j < COLUMNS; j++) {
          right[j] += x[i][j] * (w * m + y[i] - mean);
          for (int k = 0; k <= j; k++) {
            matrix[Packed.at(j, k)] += w * x[i][j] * x[i][k];
          }
        }
      }
      for (int j = 0; j < COLUMNS; j++) {
        matrix[Packed.at(j, j)] += sum * PENALTY[j];
      }
      b = Packed.solve(matrix, COLUMNS, 0, 0, right);
    }
    return b;
  }

  @Test
  void onlyALikelihoodHasInformation() {
    assertThrows(
        IllegalStateException.class,
        () -> new Objective(new SquaredError(), 3, true, PENALTY).penalizeByInformation());
  }
}
