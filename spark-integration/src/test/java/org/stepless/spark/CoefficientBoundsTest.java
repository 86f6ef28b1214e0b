package org.stepless.spark;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.ml.classification.LogisticRegression;
import org.apache.spark.ml.classification.LogisticRegressionModel;
import org.apache.spark.ml.linalg.DenseMatrix;
import org.apache.spark.ml.linalg.Matrix;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Bounds of coefficients and intercepts, against Spark's L-BFGS-B. */
class CoefficientBoundsTest {
  private static final int COLUMNS = 4;

  private static Matrix matrix(int rows, double value) {
    double[] values = new double[rows * COLUMNS];
    Arrays.fill(values, value);
    return new DenseMatrix(rows, COLUMNS, values);
  }

  private static Vector vector(int size, double value) {
    double[] values = new double[size];
    Arrays.fill(values, value);
    return Vectors.dense(values);
  }

  @ParameterizedTest
  @CsvSource({
    "2, 0, true, newton, coefficients", "2, 0.1, false, newton, all", "2, 0.02, true, tron, all",
    "3, 0.05, true, newton, coefficients", "3, 0.02, false, tron, all", "3, 0, true, newton, all",
    "2, 0.02, true, newton, intercepts", "3, 0.1, true, tron, infinite",
  })
  void boundsAreSparks(
      int classes, double reg, boolean standardization, String finish, String which) {
    Dataset<Row> data = Samples.classes(400, COLUMNS, classes, 21).coalesce(1).cache();
    int rows = classes == 2 ? 1 : classes;
    SteplessLogisticRegression ours =
        new SteplessLogisticRegression()
            .setMaxEpochs(2)
            .setFinish(finish)
            .setTol(1e-10)
            .setRegParam(reg)
            .setStandardization(standardization)
            .setWeightCol("weight");
    LogisticRegression theirs =
        new LogisticRegression()
            .setTol(1e-12)
            .setMaxIter(300)
            .setRegParam(reg)
            .setStandardization(standardization)
            .setWeightCol("weight");
    if (!which.equals("intercepts")) {
      double lower = which.equals("infinite") ? Double.NEGATIVE_INFINITY : -0.1;
      ours.setLowerBoundsOnCoefficients(matrix(rows, lower));
      theirs.setLowerBoundsOnCoefficients(matrix(rows, lower));
      ours.setUpperBoundsOnCoefficients(matrix(rows, 0.15));
      theirs.setUpperBoundsOnCoefficients(matrix(rows, 0.15));
    }
    if (!which.equals("coefficients")) {
      double upper = which.equals("infinite") ? Double.POSITIVE_INFINITY : 0.2;
      ours.setUpperBoundsOnIntercepts(vector(rows, upper));
      theirs.setUpperBoundsOnIntercepts(vector(rows, upper));
      ours.setLowerBoundsOnIntercepts(vector(rows, -upper));
      theirs.setLowerBoundsOnIntercepts(vector(rows, -upper));
    }
    LogisticRegressionModel a = ours.fit(data), b = theirs.fit(data);
    assertTrue(ours.summary().finish().converged(), ours.summary().finish().describe());
    double[] history = b.summary().objectiveHistory();
    double optimum = history[history.length - 1];
    assertTrue(ours.summary().objective() <= optimum * (1 + 1e-9));
    boolean determined = classes == 2 || reg > 0;
    if (determined) {
      assertEquals(optimum, ours.summary().objective(), 1e-6 * optimum);
      assertArrayEquals(b.coefficientMatrix().toArray(), a.coefficientMatrix().toArray(), 1e-4);
    }
    double[] intercepts = a.interceptVector().toArray();
    double[] expected = b.interceptVector().toArray();
    for (int k = 0; k < rows && determined; k++) { // one number may be added to all of some classes
      double shift = which.equals("all") || rows == 1 ? 0 : expected[0] - intercepts[0];
      assertEquals(expected[k], intercepts[k] + shift, 1e-3);
    }
    for (double value : a.coefficientMatrix().toArray()) {
      assertTrue(which.equals("intercepts") || value <= 0.15);
      assertTrue(!which.equals("coefficients") && !which.equals("all") || value >= -0.1);
    }
  }

  /** One feature whose coefficient, the log odds ratio log 6, is too large for its bound. */
  @Test
  void theInterceptFollowsABound() {
    Dataset<Row> data =
        Samples.frame(
            List.of(
                RowFactory.create(Vectors.dense(0), 0.0, 3.0),
                RowFactory.create(Vectors.dense(0), 1.0, 1.0),
                RowFactory.create(Vectors.dense(1), 0.0, 1.0),
                RowFactory.create(Vectors.dense(1), 1.0, 2.0)));
    LogisticRegressionModel model =
        new SteplessLogisticRegression()
            .setWeightCol("weight")
            .setUpperBoundsOnCoefficients(new DenseMatrix(1, 1, new double[] {0}))
            .fit(data);
    assertArrayEquals(new double[] {0}, model.coefficientMatrix().toArray());
    assertEquals(Math.log(3.0 / 4), model.intercept(), 1e-7); // 3 of weight 7 are of class 1
  }

  @Test
  void boundsOfTheWrongShapeAreRefused(@TempDir Path folder) throws Exception {
    Dataset<Row> data = Samples.classes(60, COLUMNS, 2, 1);
    SteplessLogisticRegression bounded =
        new SteplessLogisticRegression().setLowerBoundsOnCoefficients(matrix(2, 0));
    assertMessage("lowerBoundsOnCoefficients must have 1 rows", bounded, data);
    bounded.setLowerBoundsOnCoefficients(matrix(1, 0.5)).setUpperBoundsOnCoefficients(matrix(1, 0));
    assertMessage("lowerBoundsOnCoefficients must be at most upperBounds", bounded, data);
    bounded.setUpperBoundsOnCoefficients(matrix(1, 1)).setLowerBoundsOnIntercepts(vector(2, 0));
    assertMessage("lowerBoundsOnIntercepts must have 1 values", bounded, data);
    bounded.setLowerBoundsOnIntercepts(vector(1, 0)).setElasticNetParam(0.5);
    assertMessage("elasticNetParam is 0.5", bounded, data);
    bounded.setElasticNetParam(0).setFitIntercept(false);
    assertMessage("fitIntercept is false", bounded, data);
    bounded.setFitIntercept(true).setFinish("none");
    assertMessage("finish is none", bounded, data);
    String path = folder.resolve("estimator").toString();
    bounded.write().save(path);
    SteplessLogisticRegression loaded = SteplessLogisticRegression.load(path);
    assertEquals(bounded.getLowerBoundsOnCoefficients(), loaded.getLowerBoundsOnCoefficients());
    assertEquals(bounded.getLowerBoundsOnIntercepts(), loaded.getLowerBoundsOnIntercepts());
  }

  private static void assertMessage(
      String part, SteplessLogisticRegression estimator, Dataset<Row> data) {
    String message =
        assertThrows(IllegalArgumentException.class, () -> estimator.fit(data)).getMessage();
    assertTrue(message.contains(part), message);
  }
}
