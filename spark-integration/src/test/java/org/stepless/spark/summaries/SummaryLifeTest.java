package org.stepless.spark.summaries;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.apache.spark.SparkContext;
import org.apache.spark.SparkException;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.classification.LinearSVCModel;
import org.apache.spark.ml.classification.LogisticRegressionModel;
import org.apache.spark.ml.evaluation.RegressionEvaluator;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.regression.LinearRegressionModel;
import org.apache.spark.ml.regression.LinearRegressionTrainingSummary;
import org.apache.spark.ml.tuning.CrossValidator;
import org.apache.spark.ml.tuning.ParamGridBuilder;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerJobStart;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stepless.spark.KryoCopy;
import org.stepless.spark.Samples;
import org.stepless.spark.SharedSpark;
import org.stepless.spark.SteplessLinearRegression;
import org.stepless.spark.SteplessLinearSVC;
import org.stepless.spark.SteplessLogisticRegression;
import scala.Option;
import scala.Tuple2;

/** When summaries are made, and which models have them. */
class SummaryLifeTest {
  private static final int ROWS = 120;
  private static final Dataset<Row> DATA = Samples.linear(ROWS, 2, 6).coalesce(1).cache();
  private static final String END = "end of test";

  private static SteplessLinearRegression estimator() {
    return new SteplessLinearRegression().setFinish("auto").setMaxEpochs(3);
  }

  /** Jobs that are started meanwhile, by their descriptions. */
  private static List<String> jobs(Runnable action) throws InterruptedException {
    SparkContext context = SharedSpark.session().sparkContext();
    BlockingQueue<String> started = new LinkedBlockingQueue<>();
    SparkListener listener =
        new SparkListener() {
          @Override
          public void onJobStart(SparkListenerJobStart job) {
            started.add(String.valueOf(job.properties().getProperty("spark.job.description")));
          }
        };
    context.addSparkListener(listener);
    try {
      action.run();
      context.setJobDescription(END);
      SharedSpark.session().range(1).count();
      List<String> jobs = new ArrayList<>();
      for (String job = started.take(); !job.equals(END); job = started.take()) {
        jobs.add(job);
      }
      return jobs;
    } finally {
      context.setJobDescription(null);
      context.removeSparkListener(listener);
    }
  }

  /** Spark's own summary runs jobs when it is made, which here is when it is asked for. */
  @Test
  void aSummaryIsMadeWhenItIsAskedFor() throws InterruptedException {
    DATA.count();
    LinearRegressionModel[] model = new LinearRegressionModel[1];
    List<String> ofFit = jobs(() -> model[0] = estimator().fit(DATA));
    assertTrue(ofFit.stream().allMatch(job -> job.startsWith("Stepless")), ofFit.toString());
    assertTrue(jobs(() -> assertTrue(model[0].hasSummary())).isEmpty());
    assertFalse(jobs(() -> model[0].summary().r2()).isEmpty());
    assertTrue(jobs(() -> model[0].summary().r2()).isEmpty(), "it is made once");
    assertSame(model[0].summary(), model[0].summary());
  }

  @Test
  void itIsOfTheParamsOfTheFit() {
    LinearRegressionModel model = estimator().fit(DATA);
    model.setPredictionCol("changed");
    assertEquals("prediction", model.summary().predictionCol());
    assertTrue(List.of(model.summary().predictions().columns()).contains("prediction"));
  }

  @Test
  void itSurvivesWhatSparkDoesWithModels() {
    SteplessLinearRegression estimator = estimator();
    LinearRegressionModel plain = estimator.fit(DATA);
    double r2 = plain.summary().r2();
    assertSame(estimator, plain.parent());
    LinearRegressionModel penalised =
        estimator.fit(DATA, new ParamMap().put(estimator.regParam().w(2.0)));
    assertTrue(penalised.summary().r2() < r2 - 0.01);
    assertSame(plain.summary(), plain.copy(ParamMap.empty()).summary());
    LinearRegressionModel staged =
        (LinearRegressionModel)
            new Pipeline().setStages(new PipelineStage[] {estimator}).fit(DATA).stages()[0];
    assertEquals(r2, staged.summary().r2(), 1e-12);
    CrossValidator validator =
        new CrossValidator()
            .setEstimator(estimator)
            .setEstimatorParamMaps(
                new ParamGridBuilder().addGrid(estimator.regParam(), new double[] {5, 0}).build())
            .setEvaluator(new RegressionEvaluator())
            .setNumFolds(2);
    LinearRegressionModel best = (LinearRegressionModel) validator.fit(DATA).bestModel();
    assertEquals(r2, best.summary().r2(), 1e-12);
    assertEquals(ROWS, best.summary().numInstances(), "refitted on all rows");
  }

  /** Copies of Spark's vector machines lose it, whoever fitted them. */
  @Test
  void copiesThatSparkMakesWithoutIt() {
    Dataset<Row> data = Samples.classes(100, 2, 2, 1);
    LinearSVCModel model = new SteplessLinearSVC().setMaxEpochs(3).fit(data);
    assertTrue(model.hasSummary());
    assertFalse(model.copy(ParamMap.empty()).hasSummary());
  }

  @Test
  void loadedModelsHaveNone(@TempDir Path folder) throws Exception {
    LinearRegressionModel model = estimator().fit(DATA);
    model.write().overwrite().save(folder.resolve("model").toString());
    LinearRegressionModel loaded = LinearRegressionModel.load(folder.resolve("model").toString());
    assertFalse(loaded.hasSummary());
    assertEquals(model.coefficients(), loaded.coefficients());
  }

  @Test
  void modelsThatAreSentGoWithoutIt() throws Exception {
    LogisticRegressionModel model =
        new SteplessLogisticRegression().setMaxEpochs(3).fit(Samples.classes(100, 2, 2, 1));
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(model);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      LogisticRegressionModel sent = (LogisticRegressionModel) in.readObject();
      assertFalse(sent.hasSummary());
      assertEquals(model.coefficients(), sent.coefficients());
      assertThrows(SparkException.class, sent::summary);
    }
  }

  /** As a field of Spark's models, some of which Kryo copies and some not, by their version. */
  @Test
  void kryoWritesNone() {
    Option<String> summary = LazySummary.of(() -> "made");
    assertTrue(summary.isDefined());
    assertEquals("made", summary.get());
    assertFalse(KryoCopy.copy(summary).isDefined());
    Tuple2<Option<String>, Option<String>> both =
        KryoCopy.copy(new Tuple2<>(summary, Option.apply("other")));
    assertFalse(both._1().isDefined());
    assertEquals("other", both._2().get());
  }

  @Test
  void itIsOfTheRowsTrainedOn() {
    Dataset<Row> data =
        DATA.withColumn("held", functions.expr("case when weight = 0.5 then true end"));
    LinearRegressionTrainingSummary summary =
        estimator().setValidationIndicatorCol("held").fit(data).summary();
    assertEquals(DATA.where("weight != 0.5").count(), summary.numInstances());
    assertTrue(summary.numInstances() < ROWS);
  }
}
