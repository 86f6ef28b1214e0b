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

class HuberRegressionTest {
  /** A linear model of which every eighth label is far off. */
  private static final Dataset<Row> DATA =
      Samples.linear(2000, 4, 3)
          .selectExpr(
              "features",
              "if(weight = 3.5 and hash(label) % 2 = 0, label + 60, label) as label",
              "weight")
          .cache();

  private static SteplessLinearRegression huber() {
    return new SteplessLinearRegression()
        .setLoss("huber")
        .setSchedule("cosine")
        .setBatchSize(64)
        .setMaxEpochs(150);
  }

  /** Spark's solver is the reference, of coefficients, intercept and scale. */
  @ParameterizedTest
  @CsvSource({"0,true,1.35,false", "0,true,2,true", "0.3,true,1.35,false"})
  void reachesSparksSolution(
      double regParam, boolean standardization, double epsilon, boolean weighted) {
    LinearRegression spark =
        new LinearRegression()
            .setLoss("huber")
            .setEpsilon(epsilon)
            .setRegParam(regParam)
            .setStandardization(standardization)
            .setMaxIter(300)
            .setTol(1e-10);
    SteplessLinearRegression stepless =
        huber().setEpsilon(epsilon).setRegParam(regParam).setStandardization(standardization);
    if (weighted) {
      spark.setWeightCol("weight");
      stepless.setWeightCol("weight");
    }
    LinearRegressionModel expected = spark.fit(DATA), actual = stepless.fit(DATA);
    assertArrayEquals(expected.coefficients().toArray(), actual.coefficients().toArray(), 0.03);
    assertEquals(expected.intercept(), actual.intercept(), 0.05);
    assertEquals(expected.scale(), actual.scale(), 0.05 * expected.scale());
    if (regParam == 0) {
      double optimum = objective(expected, epsilon, weighted);
      double reached = objective(actual, epsilon, weighted);
      assertEquals(reached, stepless.summary().objective(), 1e-7 * reached);
      assertTrue(reached < 1.0002 * optimum, reached + " against Spark's " + optimum);
    }
  }

  private static double objective(LinearRegressionModel model, double epsilon, boolean weighted) {
    double sum = 0, weights = 0, sigma = model.scale();
    for (Row row : DATA.collectAsList()) {
      double error = model.predict(row.<Vector>getAs("features")) - row.<Double>getAs("label");
      double z = Math.abs(error / sigma);
      double h = z <= epsilon ? z * z : 2 * epsilon * z - epsilon * epsilon;
      double weight = weighted ? row.<Double>getAs("weight") : 1;
      sum += weight * (sigma + h * sigma) / 2;
      weights += weight;
    }
    return sum / weights;
  }

  @Test
  void warmStartKeepsTheScaleAndModelsLoad(@TempDir Path folder) throws Exception {
    LinearRegressionModel model = huber().setMaxEpochs(20).fit(DATA);
    model.save(folder.resolve("model").toString());
    LinearRegressionModel loaded = LinearRegressionModel.load(folder.resolve("model").toString());
    assertEquals(model.scale(), loaded.scale());
    assertEquals("huber", loaded.getLoss());
    SteplessLinearRegression more = huber().setMaxEpochs(1).setInitialModel(loaded);
    more.fit(DATA);
    double before = objective(model, 1.35, false);
    assertEquals(before, more.summary().objectiveHistory()[0], 0.02 * before);
  }

  @Test
  void equalLabelsTrainToThatLabel() {
    LinearRegressionModel model =
        huber().setMaxEpochs(5).fit(DATA.selectExpr("features", "5.0 as label"));
    assertEquals(5, model.predict(DATA.first().<Vector>getAs("features")), 0.1);
    assertTrue(model.scale() > 0 && model.scale() < 1, "scale " + model.scale());
  }

  @Test
  void wrongParamsAreRefused() {
    Messages.assertMessage(
        "loss must be one of squaredError, huber, was 'absolute'",
        () -> new SteplessLinearRegression().setLoss("absolute"));
    Messages.assertMessage("epsilon", () -> new SteplessLinearRegression().setEpsilon(1));
  }
}
