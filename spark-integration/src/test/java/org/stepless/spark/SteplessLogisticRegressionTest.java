package org.stepless.spark;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.stepless.spark.Messages.assertMessage;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.classification.LogisticRegression;
import org.apache.spark.ml.classification.LogisticRegressionModel;
import org.apache.spark.ml.evaluation.MulticlassClassificationEvaluator;
import org.apache.spark.ml.feature.StandardScaler;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.tuning.CrossValidator;
import org.apache.spark.ml.tuning.CrossValidatorModel;
import org.apache.spark.ml.tuning.ParamGridBuilder;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.stepless.spark.fit.TrainingListener;
import org.stepless.training.EpochReport;

class SteplessLogisticRegressionTest {
  private static final Dataset<Row> BINARY = Samples.classes(3000, 5, 2, 1);
  private static final Dataset<Row> MULTI = Samples.classes(3000, 4, 4, 2);

  private static SteplessLogisticRegression exact() {
    return new SteplessLogisticRegression().setMaxEpochs(60).setBatchSize(32);
  }

  /** Spark's solver, run to the optimum, is the reference. */
  @ParameterizedTest
  @CsvSource({
    "2,0,true,true,false",
    "2,0,true,false,true",
    "2,0.1,true,true,false",
    "2,0.1,false,true,true",
    "2,0.1,true,false,false",
    "4,0.1,true,true,false",
    "4,0.1,false,true,true",
    "4,0,true,true,true",
  })
  void reachesSparksOptimum(
      int classes, double regParam, boolean standardization, boolean intercept, boolean weighted) {
    Dataset<Row> data = classes == 2 ? BINARY : MULTI;
    LogisticRegression spark =
        new LogisticRegression()
            .setRegParam(regParam)
            .setStandardization(standardization)
            .setFitIntercept(intercept)
            .setTol(1e-12)
            .setMaxIter(500);
    SteplessLogisticRegression stepless =
        exact()
            .setRegParam(regParam)
            .setStandardization(standardization)
            .setFitIntercept(intercept);
    if (weighted) {
      spark.setWeightCol("weight");
      stepless.setWeightCol("weight");
    }
    LogisticRegressionModel expected = spark.fit(data);
    LogisticRegressionModel actual = stepless.fit(data);
    double[] history = expected.summary().objectiveHistory();
    double optimum = history[history.length - 1];
    assertEquals(optimum, stepless.summary().objective(), 5e-4 * optimum);
    assertTrue(stepless.summary().objective() > optimum - 1e-9, "below Spark's optimum");
    assertArrayEquals(
        expected.coefficientMatrix().toArray(), actual.coefficientMatrix().toArray(), 0.05);
    assertArrayEquals(
        expected.interceptVector().toArray(), actual.interceptVector().toArray(), 0.1);
    assertEquals(expected.numClasses(), actual.numClasses());
  }

  @Test
  void savedModelAndEstimatorLoad(@TempDir Path folder) throws Exception {
    SteplessLogisticRegression estimator =
        exact().setOptimizer("mechanic(adamw)").setRegParam(0.25).setFamily("binomial");
    LogisticRegressionModel model = estimator.setMaxEpochs(2).fit(BINARY);
    model.save(folder.resolve("model").toString());
    LogisticRegressionModel loaded =
        LogisticRegressionModel.load(folder.resolve("model").toString());
    assertEquals(model.coefficients(), loaded.coefficients());
    assertEquals(0.25, loaded.getRegParam());

    estimator.save(folder.resolve("estimator").toString());
    SteplessLogisticRegression again =
        SteplessLogisticRegression.load(folder.resolve("estimator").toString());
    assertEquals(estimator.uid(), again.uid());
    assertEquals("mechanic(adamw)", again.getOptimizer());
    assertEquals(model.coefficients(), again.fit(BINARY).coefficients());
  }

  @Test
  void copyTakesParamsListenerAndUid() {
    List<String> told = new ArrayList<>();
    SteplessLogisticRegression estimator =
        new SteplessLogisticRegression()
            .setBatchSize(77)
            .setListener(
                new TrainingListener() {
                  @Override
                  public void onStart(String description) {
                    told.add(description);
                  }
                });
    SteplessLogisticRegression copy =
        estimator.copy(new ParamMap().put(estimator.maxEpochs().w(1)));
    assertEquals(77, copy.getBatchSize());
    assertEquals(1, copy.getMaxEpochs());
    assertEquals(0, estimator.getMaxEpochs());
    assertEquals(estimator.uid(), copy.uid());
    copy.fit(BINARY);
    assertEquals(1, told.size());
  }

  @Test
  void worksInPipelineAndCrossValidator(@TempDir Path folder) throws Exception {
    SteplessLogisticRegression last =
        new SteplessLogisticRegression().setFeaturesCol("scaled").setMaxEpochs(5);
    Pipeline pipeline =
        new Pipeline()
            .setStages(
                new PipelineStage[] {
                  new StandardScaler().setInputCol("features").setOutputCol("scaled"), last
                });
    CrossValidatorModel best =
        new CrossValidator()
            .setEstimator(pipeline)
            .setEvaluator(new MulticlassClassificationEvaluator().setMetricName("logLoss"))
            .setEstimatorParamMaps(
                new ParamGridBuilder().addGrid(last.regParam(), new double[] {0.0, 10.0}).build())
            .setNumFolds(2)
            .setParallelism(2)
            .fit(MULTI);
    double[] losses = best.avgMetrics();
    assertTrue(losses[0] < losses[1], "a huge penalty must lose: " + losses[0] + " " + losses[1]);
    pipeline.save(folder.resolve("pipeline").toString());
    PipelineModel model = Pipeline.load(folder.resolve("pipeline").toString()).fit(MULTI);
    assertTrue(model.transform(MULTI).columns().length > MULTI.columns().length);
  }

  @Test
  void reportsEveryEpochAndEveryStep() {
    List<EpochReport> reports = new ArrayList<>();
    SteplessLogisticRegression estimator =
        new SteplessLogisticRegression()
            .setMaxEpochs(3)
            .setBatchSize(100)
            .setListener(
                new TrainingListener() {
                  @Override
                  public void onEpoch(EpochReport report) {
                    reports.add(report);
                  }
                });
    estimator.fit(BINARY);
    assertEquals(3, reports.size());
    assertEquals(List.of(30L, 60L, 90L), reports.stream().map(EpochReport::steps).toList());
    assertTrue(reports.get(2).loss() < reports.get(0).loss());
    assertEquals(90, estimator.summary().gradientNorms2().length);
    assertEquals("all 3 epochs done", estimator.summary().stopReason());
  }

  @Test
  void aRunThatEndsAboveItsStartSaysSo() {
    SteplessLogisticRegression estimator =
        new SteplessLogisticRegression().setMaxEpochs(5).setFinish("none");
    estimator.fit(BINARY);
    assertFalse(estimator.summary().diverged());
    // The penalty alone makes every step 1.5 times as long as the one before.
    estimator.setOptimizer("sgd(lr=25)").setSchedule("constant").setRegParam(0.1).fit(BINARY);
    // A model without coefficients costs log 2.
    assertTrue(estimator.summary().objective() > 2 * Math.log(2));
    assertTrue(estimator.summary().diverged());
  }

  @Test
  void toleranceStopsEarly() {
    SteplessLogisticRegression estimator = exact().setFinish("none").setTol(0.01);
    estimator.fit(BINARY);
    assertTrue(estimator.summary().epochs() < 60);
    List<EpochReport> history = estimator.summary().epochHistory();
    int n = history.size();
    double last = history.get(n - 1).loss(), before = history.get(n - 2).loss();
    assertTrue(Math.abs(before - last) <= 0.01 * last);
    assertTrue(estimator.summary().stopReason().contains("0.01"));
  }

  @Test
  void oneClassTrainsToThatClass() {
    Dataset<Row> zeros = BINARY.where("label = 0");
    LogisticRegressionModel model = new SteplessLogisticRegression().setMaxEpochs(2).fit(zeros);
    assertEquals(0.0, model.predict(Vectors.dense(1, 2, 3, 4, 5)));
  }

  /** Features that are sums of each other, as measurements often are. */
  private static Dataset<Row> correlated() {
    Random random = new Random(5);
    List<Row> rows = new ArrayList<>();
    for (int r = 0; r < 2000; r++) {
      double[] v = new double[6];
      double sum = 0;
      for (int j = 0; j < v.length; j++) {
        sum += random.nextGaussian();
        v[j] = sum + 0.1 * random.nextGaussian();
      }
      double margin = 3 * (v[1] - v[0]) - 2 * (v[3] - v[2]) + v[5] - v[4];
      double label = random.nextDouble() < 1 / (1 + Math.exp(-margin)) ? 1 : 0;
      rows.add(RowFactory.create(Vectors.dense(v), label, 1.0));
    }
    return Samples.frame(rows);
  }

  @Test
  void decorrelatedStepsReachSparksOptimumInFewPasses() {
    Dataset<Row> rows = correlated();
    double[] history =
        new LogisticRegression().setTol(1e-12).fit(rows).summary().objectiveHistory();
    double optimum = history[history.length - 1];
    for (String mode : List.of("single", "local", "synchronous")) {
      SteplessLogisticRegression estimator =
          new SteplessLogisticRegression().setMaxEpochs(20).setMode(mode).setNumPartitions(3);
      estimator.fit(rows);
      double objective = estimator.summary().objective();
      assertEquals(optimum, objective, 0.005 * optimum, mode);
    }
  }

  @Test
  void decorrelationThatCannotBeIsRefusedWithTheRemedy() {
    SteplessLogisticRegression estimator =
        new SteplessLogisticRegression().setCoordinates("decorrelated").setMaxEpochs(1);
    Dataset<Row> wide =
        Samples.frame(
            List.of(
                RowFactory.create(Vectors.dense(new double[65]), 0.0, 1.0),
                RowFactory.create(Vectors.dense(new double[65]), 1.0, 1.0)));
    assertMessage(
        "at most 64 features, but there are 65", () -> estimator.setFitIntercept(true).fit(wide));
  }

  @Test
  void wrongParamsFailWhenSet() {
    SteplessLogisticRegression estimator = new SteplessLogisticRegression();
    assertMessage("unknown optimizer 'prodgy'", () -> estimator.setOptimizer("prodgy"));
    assertMessage("d0 must be positive", () -> estimator.setOptimizer("prodigy(d0=-1)"));
    assertMessage("unknown schedule 'lin'", () -> estimator.setSchedule("lin"));
    assertMessage("mode must be one of auto, driver, single", () -> estimator.setMode("fast"));
    assertMessage("family must be one of", () -> estimator.setFamily("poisson"));
    assertMessage("coordinates must be", () -> estimator.setCoordinates("polar"));
    assertMessage("maxEpochs", () -> estimator.setMaxEpochs(-1));
    assertMessage("regParam", () -> estimator.setRegParam(-1));
    assertFalse(estimator.isSet(estimator.optimizer()));
  }

  @Test
  void badDataFailBeforeTrainingWithoutAStackOfStages() {
    SteplessLogisticRegression estimator = new SteplessLogisticRegression();
    assertMessage("column 3", () -> estimator.fit(with(Double.NaN, 1, 1)));
    assertMessage("label 0.5 is no class", () -> estimator.fit(with(1, 0.5, 1)));
    assertMessage("label -1.0 is no class", () -> estimator.fit(with(1, -1, 1)));
    assertMessage(
        "-2", () -> new SteplessLogisticRegression().setWeightCol("weight").fit(with(1, 1, -2)));
    assertMessage("have no rows", () -> estimator.fit(BINARY.where("label > 5")));
    assertMessage(
        "family is binomial",
        () -> new SteplessLogisticRegression().setFamily("binomial").fit(MULTI));
    Dataset<Row> nulls = BINARY.selectExpr("features", "if(label = 1, null, label) label");
    assertThrows(RuntimeException.class, () -> estimator.fit(nulls));
    Dataset<Row> longer =
        BINARY
            .select("features", "label", "weight")
            .union(Samples.frame(List.of(RowFactory.create(Vectors.dense(1, 2), 1.0, 1.0))));
    assertThrows(IllegalArgumentException.class, () -> estimator.fit(longer));
  }

  private static Dataset<Row> with(double feature, double label, double weight) {
    return BINARY.union(
        Samples.frame(
            List.of(RowFactory.create(Vectors.dense(1, 2, 3, feature, 5), label, weight))));
  }
}
