package org.stepless.examples.custom;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.apache.spark.ml.feature.VectorAssembler;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.regression.LinearRegression;
import org.apache.spark.ml.regression.LinearRegressionModel;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.stepless.cli.Commands;

class ExpectileTest {
  private static Dataset<Row> iris() {
    Dataset<Row> rows =
        Commands.spark()
            .read()
            .option("header", true)
            .option("inferSchema", true)
            .csv("data/iris.csv");
    return new VectorAssembler()
        .setInputCols(new String[] {"sepal_width", "petal_width"})
        .setOutputCol("features")
        .transform(rows)
        .cache();
  }

  @Test
  void theHalfIsLeastSquares() {
    double[] model =
        ExpectileRegression.fit(iris(), "features", "petal_length", new Expectile(0.5));
    LinearRegressionModel spark =
        new LinearRegression().setSolver("normal").setLabelCol("petal_length").fit(iris());
    double squares = 0;
    for (Row row : iris().select("features", "petal_length").collectAsList()) {
      squares += Math.pow(error(model, row), 2) / 150;
    }
    double least = Math.pow(spark.summary().rootMeanSquaredError(), 2);
    assertEquals(least, squares, 1e-3 * least);
  }

  private static double error(double[] model, Row row) {
    Vector x = row.getAs(0);
    return row.getDouble(1) - model[0] * x.apply(0) - model[1] * x.apply(1) - model[2];
  }

  /** At the optimum of the intercept, tau times what lies above is 1 - tau times what is below. */
  @Test
  void rowsAboveAndBelowBalance() {
    double[] model =
        ExpectileRegression.fit(iris(), "features", "petal_length", new Expectile(0.9));
    double above = 0, below = 0;
    for (Row row : iris().select("features", "petal_length").collectAsList()) {
      above += Math.max(error(model, row), 0);
      below += Math.max(-error(model, row), 0);
    }
    assertEquals(1, 0.9 * above / (0.1 * below), 0.05);
  }
}
