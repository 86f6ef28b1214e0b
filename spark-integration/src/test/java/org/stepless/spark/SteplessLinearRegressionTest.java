package org.stepless.spark;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.ml.regression.LinearRegression;
import org.apache.spark.ml.regression.LinearRegressionModel;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
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

  /** One column is nearly constant, and serves as the intercept that the model may not have. */
  @Test
  void farColumnsWithoutInterceptGiveSparksWeights() {
    Random random = new Random(1);
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      double x = random.nextGaussian();
      rows.add(RowFactory.create(Vectors.dense(x, 1e5 + random.nextGaussian()), 2 * x + 1, 1.0));
    }
    Dataset<Row> data = Samples.frame(rows);
    double[] spark =
        new LinearRegression().setFitIntercept(false).fit(data).coefficients().toArray();
    for (String coordinates : new String[] {"auto", "decorrelated", "standardized"}) {
      double[] actual =
          new SteplessLinearRegression()
              .setFitIntercept(false)
              .setCoordinates(coordinates)
              .setMaxEpochs(200)
              .fit(data)
              .coefficients()
              .toArray();
      assertEquals(spark[0], actual[0], 0.02, coordinates);
      assertEquals(spark[1], actual[1], 2e-7, coordinates);
    }
  }

  /** Seconds since 1970 in half an hour are all but constant. */
  @Test
  void secondsSince1970MayBeAColumn() {
    Random random = new Random(2);
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < 400; i++) {
      double x = random.nextGaussian(), seconds = 1.7e9 + random.nextInt(1800);
      double y = 3 * x + 3e-9 * seconds + 0.1 * random.nextGaussian();
      rows.add(RowFactory.create(Vectors.dense(x, seconds, seconds % 60), y, 1.0));
    }
    Dataset<Row> data = Samples.frame(rows);
    for (boolean intercept : new boolean[] {true, false}) {
      LinearRegressionModel spark = new LinearRegression().setFitIntercept(intercept).fit(data);
      LinearRegressionModel model =
          new SteplessLinearRegression().setFitIntercept(intercept).fit(data);
      double expected = spark.evaluate(data).rootMeanSquaredError();
      double actual = model.evaluate(data).rootMeanSquaredError();
      assertEquals(0.1, expected, 0.01);
      assertEquals(expected, actual, 0.02 * expected, "intercept " + intercept);
    }
  }

  @Test
  void cellsThatOverflowAreNamed() {
    Dataset<Row> data =
        Samples.frame(
            List.of(
                RowFactory.create(Vectors.dense(1, 2), 1.0, 1.0),
                RowFactory.create(Vectors.dense(2, 1e160), 2.0, 1.0)));
    Messages.assertMessage(
        "column 1: the feature is 1e160, whose square overflows; drop the row",
        () -> new SteplessLinearRegression().setRegParam(0.1).fit(data));
  }
}
