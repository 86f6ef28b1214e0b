package org.stepless.spark.summaries;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.apache.spark.ml.classification.BinaryClassificationSummary;
import org.apache.spark.ml.classification.BinaryLogisticRegressionTrainingSummary;
import org.apache.spark.ml.classification.ClassificationSummary;
import org.apache.spark.ml.classification.FMClassificationModel;
import org.apache.spark.ml.classification.FMClassificationTrainingSummary;
import org.apache.spark.ml.classification.LinearSVC;
import org.apache.spark.ml.classification.LinearSVCModel;
import org.apache.spark.ml.classification.LinearSVCTrainingSummary;
import org.apache.spark.ml.classification.LogisticRegression;
import org.apache.spark.ml.classification.LogisticRegressionModel;
import org.apache.spark.ml.classification.LogisticRegressionTrainingSummary;
import org.apache.spark.ml.classification.MultilayerPerceptronClassificationModel;
import org.apache.spark.ml.classification.MultilayerPerceptronClassificationTrainingSummary;
import org.apache.spark.ml.classification.TrainingSummary;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.stepless.spark.Samples;
import org.stepless.spark.SteplessFMClassifier;
import org.stepless.spark.SteplessLinearSVC;
import org.stepless.spark.SteplessLogisticRegression;
import org.stepless.spark.SteplessMultilayerPerceptronClassifier;

/** The training summaries of classifiers say what those of Spark's own fits say. */
class ClassificationSummariesTest {
  private static final double EXACT = 1e-12, NEAR = 1e-6;

  private static Dataset<Row> classes(int classes) {
    return Samples.classes(300, 4, classes, 5).coalesce(1).cache();
  }

  private static SteplessLogisticRegression ours() {
    return new SteplessLogisticRegression().setFinish("auto").setTol(1e-9);
  }

  private static LogisticRegression theirs() {
    return new LogisticRegression().setTol(EXACT).setMaxIter(300);
  }

  private static void assertSameClasses(
      ClassificationSummary expected, ClassificationSummary actual) {
    assertEquals(expected.accuracy(), actual.accuracy(), NEAR);
    assertArrayEquals(expected.labels(), actual.labels());
    assertArrayEquals(expected.precisionByLabel(), actual.precisionByLabel(), NEAR);
    assertArrayEquals(expected.recallByLabel(), actual.recallByLabel(), NEAR);
    assertArrayEquals(expected.fMeasureByLabel(2), actual.fMeasureByLabel(2), NEAR);
    assertArrayEquals(expected.truePositiveRateByLabel(), actual.truePositiveRateByLabel(), NEAR);
    assertArrayEquals(expected.falsePositiveRateByLabel(), actual.falsePositiveRateByLabel(), NEAR);
    assertEquals(expected.weightedPrecision(), actual.weightedPrecision(), NEAR);
    assertEquals(expected.weightedRecall(), actual.weightedRecall(), NEAR);
    assertEquals(expected.weightedFMeasure(), actual.weightedFMeasure(), NEAR);
    assertEquals(expected.labelCol(), actual.labelCol());
    assertEquals(expected.predictionCol(), actual.predictionCol());
    assertArrayEquals(expected.predictions().columns(), actual.predictions().columns());
    assertEquals(
        expected.predictions().select("prediction").collectAsList(),
        actual.predictions().select("prediction").collectAsList());
  }

  private static void assertSameNumbers(Dataset<Row> expected, Dataset<Row> actual) {
    assertArrayEquals(expected.columns(), actual.columns());
    List<Row> a = expected.collectAsList(), b = actual.collectAsList();
    assertEquals(a.size(), b.size());
    for (int i = 0; i < a.size(); i++) {
      for (int j = 0; j < a.get(i).size(); j++) {
        assertEquals(a.get(i).getDouble(j), b.get(i).getDouble(j), NEAR);
      }
    }
  }

  private static void assertSameCurves(
      BinaryClassificationSummary expected, BinaryClassificationSummary actual) {
    assertEquals(expected.areaUnderROC(), actual.areaUnderROC(), NEAR);
    assertTrue(actual.areaUnderROC() > 0.6, "the classes can be told apart");
    assertSameNumbers(expected.roc(), actual.roc());
    assertSameNumbers(expected.pr(), actual.pr());
    assertSameNumbers(expected.fMeasureByThreshold(), actual.fMeasureByThreshold());
    assertSameNumbers(expected.precisionByThreshold(), actual.precisionByThreshold());
    assertSameNumbers(expected.recallByThreshold(), actual.recallByThreshold());
  }

  /** One number an iteration and one for the start, none above the one before. */
  private static void assertHistory(TrainingSummary summary, double end) {
    double[] history = summary.objectiveHistory();
    assertEquals(history.length - 1, summary.totalIterations());
    Histories.assertFalls(history);
    assertEquals(end, history[history.length - 1], NEAR * Math.abs(end));
  }

  private static double last(TrainingSummary summary) {
    return summary.objectiveHistory()[summary.objectiveHistory().length - 1];
  }

  @ParameterizedTest
  @CsvSource({"'', 0", "weight, 0.1"})
  void binaryLogisticRegression(String weights, double reg) {
    Dataset<Row> data = classes(2);
    SteplessLogisticRegression ours = ours().setRegParam(reg);
    LogisticRegression theirs = theirs().setRegParam(reg);
    if (!weights.isEmpty()) {
      ours.setWeightCol(weights);
      theirs.setWeightCol(weights);
    }
    LogisticRegressionModel actual = ours.fit(data), expected = theirs.fit(data);
    assertTrue(actual.hasSummary());
    BinaryLogisticRegressionTrainingSummary a = actual.binarySummary();
    BinaryLogisticRegressionTrainingSummary e = expected.binarySummary();
    assertEquals(e.getClass(), a.getClass());
    assertSameClasses(e, a);
    assertSameCurves(e, a);
    assertEquals(e.probabilityCol(), a.probabilityCol());
    assertEquals(e.featuresCol(), a.featuresCol());
    assertHistory(a, last(e));
  }

  @Test
  void multinomialLogisticRegression() {
    Dataset<Row> data = classes(3);
    LogisticRegressionModel actual = ours().setWeightCol("weight").fit(data);
    LogisticRegressionModel expected = theirs().setWeightCol("weight").fit(data);
    LogisticRegressionTrainingSummary a = actual.summary();
    assertSameClasses(expected.summary(), a);
    assertHistory(a, last(expected.summary()));
    RuntimeException refusal = assertThrows(RuntimeException.class, actual::binarySummary);
    assertEquals(
        assertThrows(RuntimeException.class, expected::binarySummary).getMessage(),
        refusal.getMessage());
  }

  @Test
  void supportVectorMachine() {
    Dataset<Row> data = classes(2);
    LinearSVCModel model =
        new SteplessLinearSVC()
            .setLoss("squaredHinge")
            .setFinish("auto")
            .setWeightCol("weight")
            .fit(data);
    LinearSVCTrainingSummary summary = model.summary();
    assertSameClasses(model.evaluate(data), summary);
    assertSameCurves(model.evaluate(data), summary);
    assertHistory(summary, last(summary));
    // Near, as the losses differ: of Spark's own machine.
    LinearSVCTrainingSummary spark = new LinearSVC().setWeightCol("weight").fit(data).summary();
    assertEquals(spark.areaUnderROC(), summary.areaUnderROC(), 0.02);
  }

  @Test
  void factorizationMachine() {
    Dataset<Row> data = Samples.interactions(300, true, 3).coalesce(1).cache();
    SteplessFMClassifier estimator = new SteplessFMClassifier().setFactorSize(4);
    FMClassificationModel model = estimator.fit(data);
    FMClassificationTrainingSummary summary = model.summary();
    assertSameClasses(model.evaluate(data), summary);
    assertSameCurves(model.evaluate(data), summary);
    assertEquals(estimator.summary().objective(), last(summary));
    assertEquals(estimator.summary().epochs(), summary.totalIterations());
  }

  @ParameterizedTest
  @ValueSource(strings = {"sigmoid", "tanh"})
  void perceptron(String hidden) {
    Dataset<Row> data = classes(3);
    SteplessMultilayerPerceptronClassifier estimator =
        new SteplessMultilayerPerceptronClassifier()
            .setLayers(4, 5, 3)
            .setHiddenActivation(hidden)
            .setMaxEpochs(10);
    MultilayerPerceptronClassificationModel model = estimator.fit(data);
    MultilayerPerceptronClassificationTrainingSummary summary = model.summary();
    assertSameClasses(model.evaluate(data), summary);
    assertEquals(10, summary.totalIterations());
    assertEquals(estimator.summary().objective(), last(summary));
  }

  /** Those columns get names of the summary's own; the model has none of them. */
  @Test
  void columnsThatAreNotAskedFor() {
    Dataset<Row> data = classes(2);
    LogisticRegressionModel named = ours().fit(data);
    LogisticRegressionModel unnamed = ours().setPredictionCol("").setProbabilityCol("").fit(data);
    assertEquals(
        named.binarySummary().areaUnderROC(), unnamed.binarySummary().areaUnderROC(), NEAR);
    assertEquals(named.summary().accuracy(), unnamed.summary().accuracy(), NEAR);
    assertEquals("", unnamed.getPredictionCol());
  }
}
