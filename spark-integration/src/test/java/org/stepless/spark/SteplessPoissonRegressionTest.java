package org.stepless.spark;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.regression.GeneralizedLinearRegression;
import org.apache.spark.ml.regression.GeneralizedLinearRegressionModel;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SteplessPoissonRegressionTest {
  private static final Dataset<Row> DATA = Samples.counts(3000, 4, 5);

  /** Spark's reweighted least squares are the reference. */
  @ParameterizedTest
  @CsvSource({"0,true,false", "0,true,true", "0.2,true,false", "0,false,false"})
  void reachesSparksSolution(double regParam, boolean intercept, boolean weighted) {
    GeneralizedLinearRegression spark =
        new GeneralizedLinearRegression()
            .setFamily("poisson")
            .setLink("log")
            .setRegParam(regParam)
            .setFitIntercept(intercept);
    double meanLabel = DATA.agg(functions.avg("label")).first().getDouble(0);
    SteplessPoissonRegression stepless =
        new SteplessPoissonRegression()
            .setMaxEpochs(intercept ? 40 : 80)
            .setBatchSize(32)
            .setRegParam(regParam * meanLabel)
            .setStandardization(false)
            .setFitIntercept(intercept);
    if (weighted) {
      spark.setWeightCol("weight");
      stepless.setWeightCol("weight");
    }
    GeneralizedLinearRegressionModel expected = spark.fit(DATA);
    GeneralizedLinearRegressionModel actual = stepless.fit(DATA);
    assertArrayEquals(expected.coefficients().toArray(), actual.coefficients().toArray(), 0.02);
    assertEquals(expected.intercept(), actual.intercept(), 0.03);
    double deviance = expected.evaluate(DATA).deviance();
    assertEquals(deviance, actual.evaluate(DATA).deviance(), 0.005 * deviance);
    assertEquals(
        meanLoss(actual, weighted, regParam * meanLabel), stepless.summary().objective(), 1e-9);
  }

  private static double meanLoss(
      GeneralizedLinearRegressionModel model, boolean weighted, double regParam) {
    double[] w = model.coefficients().toArray();
    double sum = 0, weights = 0;
    for (Row row : DATA.collectAsList()) {
      double[] v = row.<Vector>getAs("features").toArray();
      double margin = model.intercept();
      for (int j = 0; j < w.length; j++) {
        margin += w[j] * v[j];
      }
      double weight = weighted ? row.<Double>getAs("weight") : 1;
      sum += weight * (Math.exp(margin) - row.<Double>getAs("label") * margin);
      weights += weight;
    }
    double squares = 0;
    for (double coefficient : w) {
      squares += coefficient * coefficient;
    }
    return sum / weights + regParam / 2 * squares;
  }

  @Test
  void theModelIsAPoissonModelAlsoWhenLoaded(@TempDir Path folder) throws Exception {
    SteplessPoissonRegression estimator = new SteplessPoissonRegression().setMaxEpochs(3);
    Pipeline pipeline = new Pipeline().setStages(new PipelineStage[] {estimator});
    PipelineModel fitted = pipeline.fit(DATA);
    fitted.save(folder.resolve("model").toString());
    PipelineModel loaded = PipelineModel.load(folder.resolve("model").toString());
    GeneralizedLinearRegressionModel model = (GeneralizedLinearRegressionModel) loaded.stages()[0];
    assertEquals("poisson", model.getFamily());
    assertEquals("log", model.getLink());
    Vector v = Vectors.dense(0.5, 1, 2, 3);
    double margin = model.intercept() + v.dot(model.coefficients());
    assertEquals(Math.exp(margin), model.predict(v), 1e-12 * Math.exp(margin));
    Row first = loaded.transform(DATA).first();
    assertEquals(
        model.predict(first.<Vector>getAs("features")), first.<Double>getAs("prediction"), 0.0);
    assertEquals("poisson", model.copy(new ParamMap()).getFamily());

    estimator.save(folder.resolve("estimator").toString());
    assertEquals(
        model.coefficients(),
        SteplessPoissonRegression.load(folder.resolve("estimator").toString())
            .fit(DATA)
            .coefficients());
  }

  @Test
  void negativeLabelsAreRefusedAndZerosAreNot() {
    Messages.assertMessage(
        "label must be at least 0",
        () -> new SteplessPoissonRegression().fit(DATA.selectExpr("features", "-1.0 as label")));
    GeneralizedLinearRegressionModel zeros =
        new SteplessPoissonRegression()
            .setMaxEpochs(2)
            .fit(DATA.selectExpr("features", "0.0 as label"));
    assertEquals(0, zeros.predict(Vectors.dense(0.5, 1, 2, 3)), 0.01);
  }
}
