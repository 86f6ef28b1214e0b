package org.stepless.spark;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.regression.LinearRegression;
import org.apache.spark.ml.regression.LinearRegressionModel;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SteplessLinearRegressionTest {
  private static final Dataset<Row> DATA = Samples.linear(3000, 5, 3);

  /** Spark's normal equations are the reference. */
  @ParameterizedTest
  @CsvSource({
    "0,true,true,false",
    "0,true,false,true",
    "0.3,true,true,false",
    "0.3,false,true,true",
    "0.3,true,false,false",
  })
  void reachesSparksSolution(
      double regParam, boolean standardization, boolean intercept, boolean weighted) {
    LinearRegression spark =
        new LinearRegression()
            .setSolver("normal")
            .setRegParam(regParam)
            .setStandardization(standardization)
            .setFitIntercept(intercept);
    SteplessLinearRegression stepless =
        new SteplessLinearRegression()
            .setMaxEpochs(intercept ? 60 : 150) // without one, columns cannot be centred
            .setBatchSize(32)
            .setRegParam(regParam)
            .setStandardization(standardization)
            .setFitIntercept(intercept);
    if (weighted) {
      spark.setWeightCol("weight");
      stepless.setWeightCol("weight");
    }
    LinearRegressionModel expected = spark.fit(DATA);
    LinearRegressionModel actual = stepless.fit(DATA);
    assertArrayEquals(expected.coefficients().toArray(), actual.coefficients().toArray(), 0.05);
    assertEquals(expected.intercept(), actual.intercept(), 0.05);
    if (regParam == 0) {
      double optimum = halfMeanSquare(expected, weighted);
      double reached = halfMeanSquare(actual, weighted);
      assertEquals(reached, stepless.summary().objective(), 1e-12 * reached);
      assertEquals(optimum, reached, 2e-3 * optimum);
      assertTrue(reached > optimum - 1e-9, "below the solution of the normal equations");
    }
  }

  private static double halfMeanSquare(LinearRegressionModel model, boolean weighted) {
    double sum = 0, weights = 0;
    for (Row row : DATA.collectAsList()) {
      double error = model.predict(row.<Vector>getAs("features")) - row.<Double>getAs("label");
      double weight = weighted ? row.<Double>getAs("weight") : 1;
      sum += weight * error * error / 2;
      weights += weight;
    }
    return sum / weights;
  }

  @Test
  void savedModelAndEstimatorLoad(@TempDir Path folder) throws Exception {
    SteplessLinearRegression estimator = new SteplessLinearRegression().setMaxEpochs(2);
    LinearRegressionModel model = estimator.fit(DATA);
    model.save(folder.resolve("model").toString());
    assertEquals(
        model.coefficients(),
        LinearRegressionModel.load(folder.resolve("model").toString()).coefficients());
    estimator.save(folder.resolve("estimator").toString());
    assertEquals(
        model.coefficients(),
        SteplessLinearRegression.load(folder.resolve("estimator").toString())
            .fit(DATA)
            .coefficients());
  }
}
