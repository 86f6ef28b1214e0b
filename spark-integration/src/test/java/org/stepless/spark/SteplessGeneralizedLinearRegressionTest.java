package org.stepless.spark;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
import org.junit.jupiter.params.provider.ValueSource;

class SteplessGeneralizedLinearRegressionTest {
  private static final Dataset<Row> COUNTS = FamilyRows.of("poisson", 90);
  private static final Dataset<Row> CLAIMS = FamilyRows.of("tweedie", 90);

  private static SteplessGeneralizedLinearRegression family(String family) {
    return new SteplessGeneralizedLinearRegression().setFamily(family);
  }

  /** The defaults are Spark's: the gaussian family, whose penalty is that of its regression. */
  @Test
  void theDefaultIsLeastSquares() {
    Dataset<Row> rows = FamilyRows.of("gaussian", 90);
    GeneralizedLinearRegressionModel expected =
        new GeneralizedLinearRegression().setRegParam(0.3).setWeightCol("weight").fit(rows);
    GeneralizedLinearRegressionModel actual =
        new SteplessGeneralizedLinearRegression().setRegParam(0.3).setWeightCol("weight").fit(rows);
    assertArrayEquals(expected.coefficients().toArray(), actual.coefficients().toArray(), 1e-9);
    assertEquals(expected.intercept(), actual.intercept(), 1e-9);
    assertEquals("gaussian", actual.getFamily());
    assertEquals("identity", actual.getLink());
  }

  /**
   * Passes alone come near Spark's model: the meaning of regParam does not depend on the finish.
   */
  @ParameterizedTest
  @CsvSource({"poisson, 0, true", "poisson, 0.2, true", "poisson, 0, false", "binomial, 0, true"})
  void passesAloneComeNear(String family, double regParam, boolean intercept) {
    Dataset<Row> rows = FamilyRows.of(family, 600);
    GeneralizedLinearRegressionModel expected =
        new GeneralizedLinearRegression()
            .setFamily(family)
            .setRegParam(regParam)
            .setFitIntercept(intercept)
            .fit(rows);
    SteplessGeneralizedLinearRegression estimator =
        family(family)
            .setRegParam(regParam)
            .setFitIntercept(intercept)
            .setFinish("none")
            .setMaxEpochs(80)
            .setBatchSize(32);
    GeneralizedLinearRegressionModel actual = estimator.fit(rows);
    assertEquals(80, estimator.summary().epochs());
    double deviance = expected.evaluate(rows).deviance();
    assertEquals(deviance, actual.evaluate(rows).deviance(), 0.005 * deviance);
    assertArrayEquals(expected.coefficients().toArray(), actual.coefficients().toArray(), 0.05);
  }

  /** Where there are no passes, layouts and modes change nothing but rounding. */
  @ParameterizedTest
  @ValueSource(strings = {"driver", "single", "synchronous", "local"})
  void everyPlacementFindsTheSameModel(String mode) {
    SteplessGeneralizedLinearRegression estimator =
        family("tweedie")
            .setVariancePower(1.4)
            .setLinkPower(0.5)
            .setFitIntercept(false)
            .setRegParam(0.05)
            .setOffsetCol("offset")
            .setWeightCol("weight")
            .setTol(1e-10);
    double[] expected = estimator.fit(CLAIMS).coefficients().toArray();
    assertEquals(0, estimator.summary().epochs());
    assertEquals(0, estimator.summary().steps());
    assertTrue(estimator.summary().finish().steps() > 0);
    estimator.setMode(mode).setNumPartitions(3);
    assertArrayEquals(expected, estimator.fit(CLAIMS).coefficients().toArray(), 1e-8);
    if (mode.equals("driver")) { // elsewhere each of its many products is a job
      estimator.setFinish("tron");
      assertArrayEquals(expected, estimator.fit(CLAIMS).coefficients().toArray(), 1e-6);
    }
  }

  /**
   * Spark's reweighted least squares give up here: with a label of 0 the link has no start. The
   * gradient of the likelihood, by a plain loop, is 0.
   */
  @Test
  void claimsWithTheirOwnLinkAreFitted() {
    SteplessGeneralizedLinearRegression estimator =
        family("tweedie").setVariancePower(1.6).setTol(1e-10);
    GeneralizedLinearRegressionModel model = estimator.fit(CLAIMS);
    assertTrue(estimator.summary().finish().converged());
    double[] gradient = new double[4];
    for (Row row : CLAIMS.collectAsList()) {
      double[] x = row.<Vector>getAs("features").toArray();
      double mean = model.predict(row.<Vector>getAs("features"));
      // With the link's power 1 - p the gradient is that of canonical links: (mu - y) / (1 - p).
      for (int j = 0; j < 4; j++) {
        gradient[j] += (mean - row.<Double>getAs("label")) * (j < 3 ? x[j] : 1) / -0.6 / 90;
      }
    }
    assertArrayEquals(new double[4], gradient, 1e-7);
  }

  @Test
  void theModelKeepsItsFamilyAlsoWhenLoaded(@TempDir Path folder) throws Exception {
    SteplessGeneralizedLinearRegression estimator =
        family("Poisson").setOffsetCol("offset").setLinkPredictionCol("eta").setMaxEpochs(3);
    Pipeline pipeline = new Pipeline().setStages(new PipelineStage[] {estimator});
    assertEquals("eta", pipeline.transformSchema(COUNTS.schema()).fieldNames()[5]);
    PipelineModel fitted = pipeline.fit(COUNTS);
    fitted.save(folder.resolve("model").toString());
    PipelineModel loaded = PipelineModel.load(folder.resolve("model").toString());
    GeneralizedLinearRegressionModel model = (GeneralizedLinearRegressionModel) loaded.stages()[0];
    assertEquals("Poisson", model.getFamily());
    assertEquals("log", model.getLink());
    assertEquals("offset", model.getOffsetCol());
    Row first = loaded.transform(COUNTS).first();
    Vector v = first.getAs("features");
    double eta = model.intercept() + v.dot(model.coefficients()) + first.<Double>getAs("offset");
    assertEquals(eta, first.<Double>getAs("eta"), 1e-12);
    assertEquals(Math.exp(eta), first.<Double>getAs("prediction"), 1e-11);
    assertEquals("Poisson", model.copy(new ParamMap()).getFamily());
    assertTrue(model.toString().contains("link=log"), model::toString);

    estimator.save(folder.resolve("estimator").toString());
    assertEquals(
        model.coefficients(),
        SteplessGeneralizedLinearRegression.load(folder.resolve("estimator").toString())
            .fit(COUNTS)
            .coefficients());
  }

  /** Spark's summary asks the estimator for the model without features where there are offsets. */
  @ParameterizedTest
  @CsvSource({"poisson, log", "poisson, identity", "gamma, inverse"})
  void evaluationFindsTheNullDeviance(String family, String link) {
    Dataset<Row> rows = FamilyRows.of(family, 90);
    GeneralizedLinearRegressionModel expected =
        new GeneralizedLinearRegression()
            .setFamily(family)
            .setLink(link)
            .setOffsetCol("offset")
            .setTol(1e-10)
            .fit(rows);
    GeneralizedLinearRegressionModel actual =
        family(family).setLink(link).setOffsetCol("offset").fit(rows);
    double nullDeviance = expected.summary().nullDeviance();
    assertEquals(nullDeviance, actual.evaluate(rows).nullDeviance(), 1e-8 * nullDeviance);
    assertEquals(
        expected.summary().deviance(), actual.evaluate(rows).deviance(), 1e-8 * nullDeviance);
  }

  /** Without features the intercept is the link of the mean label. */
  @Test
  void anInterceptAloneIsFitted() {
    GeneralizedLinearRegressionModel model =
        family("gamma")
            .setLink("log")
            .fit(
                FamilyRows.of("gamma", 50)
                    .selectExpr("label", "weight")
                    .withColumn(
                        "features",
                        org.apache.spark.ml.functions.array_to_vector(
                            functions.array().cast("array<double>"))));
    double mean = FamilyRows.of("gamma", 50).agg(functions.avg("label")).first().getDouble(0);
    assertEquals(Math.log(mean), model.intercept(), 1e-9);
    assertEquals(0, model.coefficients().size());
  }

  @Test
  void powersReachTheModel() {
    GeneralizedLinearRegressionModel model =
        family("tweedie").setVariancePower(1.5).setLinkPower(0).fit(CLAIMS);
    assertEquals(1.5, model.getVariancePower());
    assertEquals(0, model.getLinkPower());
    Vector v = Vectors.dense(1, 0.5, 0.5);
    assertEquals(
        Math.exp(model.intercept() + v.dot(model.coefficients())), model.predict(v), 1e-12);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "poisson; -1.0; label must be at least 0 and finite for the Poisson loss, was -1",
        "gamma; 0.0; label must be above 0 and finite for the gamma family, was 0",
        "binomial; 1.5; label must be from 0 to 1 for the binomial family, was 1.5",
        "tweedie; -1.0; label must be at least 0 and finite for the tweedie family"
      })
  void labelsThatTheFamilyHasNotAreRefused(String family, double label, String message) {
    SteplessGeneralizedLinearRegression estimator = family(family).setVariancePower(1.5);
    Messages.assertMessage(
        message, () -> estimator.fit(COUNTS.selectExpr("features", label + " as label")));
  }

  @Test
  void countsThatAreAllZeroArePredicted() {
    GeneralizedLinearRegressionModel zeros =
        family("poisson").fit(COUNTS.selectExpr("features", "0.0 as label"));
    assertEquals(0, zeros.predict(Vectors.dense(0.5, 1, 0.5)), 0.01);
  }

  @Test
  void whatDoesNotGoTogetherIsRefused() {
    Messages.assertMessage(
        "family gamma has no link logit; set link to one of inverse, identity, log",
        () -> family("gamma").setLink("logit").fit(COUNTS));
    Messages.assertMessage(
        "family must be one of gaussian, binomial, poisson, gamma, tweedie, was 'normal'",
        () -> family("normal"));
    Messages.assertMessage(
        "link must be one of identity, log", () -> family("gamma").setLink("cauchit"));
    Messages.assertMessage("solver must be one of irls", () -> family("gamma").setSolver("l-bfgs"));
    Messages.assertMessage("variancePower", () -> family("tweedie").setVariancePower(0.5));
    Messages.assertMessage(
        "family gamma with link log and regParam 0.0 is fitted by a finish alone, but finish is"
            + " none; set it to auto",
        () -> family("gamma").setLink("log").setFinish("none").fit(COUNTS));
    Messages.assertMessage(
        "but validationIndicatorCol is set, which leaves no finish; clear it",
        () -> family("binomial").setRegParam(0.1).setValidationIndicatorCol("held").fit(COUNTS));
    Messages.assertMessage(
        "but optimizer motaps leaves no finish",
        () -> family("poisson").setLink("sqrt").setOptimizer("motaps").fit(COUNTS));
  }

  @Test
  void offsetsThatAreNoNumbersAreRefused() {
    SteplessGeneralizedLinearRegression estimator = family("poisson").setOffsetCol("o");
    Messages.assertMessage(
        "offsetCol 'o' must be a column of numbers, was string",
        () -> estimator.fit(COUNTS.selectExpr("features", "label", "'1' as o")));
    Messages.assertMessage(
        "column 'o' is null in row",
        () -> estimator.fit(COUNTS.selectExpr("features", "label", "double(null) as o")));
    Messages.assertMessage(
        "has the offset NaN; offsets must be finite",
        () -> estimator.fit(COUNTS.selectExpr("features", "label", "double('NaN') as o")));
    Messages.assertMessage(
        "column 'label' exists already; set linkPredictionCol to another name",
        () -> family("poisson").setLinkPredictionCol("label").fit(COUNTS));
  }

  /** A feature of both signs and nothing else cannot give every row a positive mean. */
  @Test
  void rowsWithoutAnyMarginInsideAreRefused() {
    Messages.assertMessage(
        "no coefficients were found with which all rows have a margin that family poisson has",
        () ->
            family("poisson")
                .setLink("identity")
                .setFitIntercept(false)
                .fit(Samples.counts(60, 1, 3).selectExpr("features", "label + 1 as label")));
  }
}
