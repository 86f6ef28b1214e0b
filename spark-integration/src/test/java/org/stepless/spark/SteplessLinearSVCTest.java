package org.stepless.spark;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.apache.spark.ml.attribute.BinaryAttribute;
import org.apache.spark.ml.classification.LinearSVC;
import org.apache.spark.ml.classification.LinearSVCModel;
import org.apache.spark.ml.classification.OneVsRest;
import org.apache.spark.ml.classification.OneVsRestModel;
import org.apache.spark.ml.evaluation.MulticlassClassificationEvaluator;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SteplessLinearSVCTest {
  private static final double REG_PARAM = 0.05;
  private static final Dataset<Row> DATA = Samples.classes(2000, 5, 2, 1);
  private static final List<Row> ROWS = DATA.collectAsList();

  private static SteplessLinearSVC svc() {
    return new SteplessLinearSVC().setMaxEpochs(60).setBatchSize(32).setRegParam(REG_PARAM);
  }

  /** Mean loss plus the penalty of plain coefficients. */
  private static double objective(LinearSVCModel model, boolean weighted, boolean squared) {
    double[] w = model.coefficients().toArray();
    double sum = 0, weights = 0, squares = 0;
    for (Row row : ROWS) {
      double[] v = row.<Vector>getAs("features").toArray();
      double margin = model.intercept();
      for (int j = 0; j < w.length; j++) {
        margin += w[j] * v[j];
      }
      double gap = Math.max(0, 1 - (2 * row.<Double>getAs("label") - 1) * margin);
      double weight = weighted ? row.<Double>getAs("weight") : 1;
      sum += weight * (squared ? gap * gap : gap);
      weights += weight;
    }
    for (double coefficient : w) {
      squares += coefficient * coefficient;
    }
    return sum / weights + REG_PARAM / 2 * squares;
  }

  /** Both minimise the hinge objective; Spark's solver is the reference. */
  @ParameterizedTest
  @CsvSource({"true,false", "false,true"})
  void reachesSparksHingeObjective(boolean intercept, boolean weighted) {
    LinearSVC spark =
        new LinearSVC()
            .setRegParam(REG_PARAM)
            .setStandardization(false)
            .setFitIntercept(intercept)
            .setMaxIter(100);
    SteplessLinearSVC stepless = svc().setStandardization(false).setFitIntercept(intercept);
    if (weighted) {
      spark.setWeightCol("weight");
      stepless.setWeightCol("weight");
    }
    double expected = objective(spark.fit(DATA), weighted, false);
    double actual = objective(stepless.fit(DATA), weighted, false);
    assertEquals(actual, stepless.summary().objective(), 1e-10);
    assertTrue(actual <= 1.005 * expected, actual + " against Spark's " + expected);
  }

  /** No step from the model along a coordinate lowers the objective: it is convex. */
  @Test
  void reachesTheOptimumOfTheSquaredHinge() {
    SteplessLinearSVC stepless = svc().setStandardization(false).setLoss("squaredHinge");
    LinearSVCModel model = stepless.fit(DATA);
    double reached = objective(model, false, true);
    assertEquals(reached, stepless.summary().objective(), 1e-10);
    for (int j = 0; j <= 5; j++) {
      for (double step : new double[] {-0.05, 0.05}) {
        double[] moved = model.coefficients().toArray().clone();
        double intercept = model.intercept() + (j == 5 ? step : 0);
        if (j < 5) {
          moved[j] += step / (1 + j); // column j has deviation 1 + j
        }
        LinearSVCModel other = new LinearSVCModel("moved", Vectors.dense(moved), intercept);
        assertTrue(objective(other, false, true) > reached - 1e-5);
      }
    }
  }

  @Test
  void oneVsRestHandlesSeveralClasses() {
    Dataset<Row> data = Samples.classes(1000, 4, 3, 2);
    OneVsRestModel model =
        new OneVsRest().setClassifier(new SteplessLinearSVC().setMaxEpochs(10)).fit(data);
    double accuracy =
        new MulticlassClassificationEvaluator()
            .setMetricName("accuracy")
            .evaluate(model.transform(data));
    assertEquals(3, model.models().length);
    assertTrue(accuracy > 0.5, "accuracy " + accuracy);
  }

  @Test
  void savedModelAndEstimatorLoad(@TempDir Path folder) throws Exception {
    SteplessLinearSVC estimator =
        new SteplessLinearSVC().setMaxEpochs(2).setLoss("squaredHinge").setClassWeights(1, 3);
    LinearSVCModel model = estimator.fit(DATA);
    model.save(folder.resolve("model").toString());
    LinearSVCModel loaded = LinearSVCModel.load(folder.resolve("model").toString());
    assertEquals(model.coefficients(), loaded.coefficients());
    assertEquals(model.intercept(), loaded.intercept());
    estimator.save(folder.resolve("estimator").toString());
    SteplessLinearSVC again = SteplessLinearSVC.load(folder.resolve("estimator").toString());
    assertEquals("squaredHinge", again.getLoss());
    assertArrayEquals(
        model.coefficients().toArray(), again.fit(DATA).coefficients().toArray(), 0.0);
  }

  @Test
  void wrongLossAndLabelsAreRefused() {
    Messages.assertMessage(
        "loss must be one of hinge, squaredHinge, was 'logistic'",
        () -> new SteplessLinearSVC().setLoss("logistic"));
    Messages.assertMessage(
        "label 2.0 is neither 0 nor 1",
        () -> new SteplessLinearSVC().fit(DATA.selectExpr("features", "label + 1 as label")));
  }

  /**
   * Rows of one class say nothing of the features: like Spark's, the model is an intercept that
   * gives all rows a margin of at least 1. Rows of class 0 alone are refused unless the label
   * column declares two classes, since Spark counts classes up to the largest label.
   */
  @ParameterizedTest
  @CsvSource({"0,hinge,0", "1,hinge,0", "1,hinge,0.1", "0,squaredHinge,0"})
  void oneClassGivesAnIntercept(int label, String loss, double regParam) {
    Dataset<Row> ones = DATA.selectExpr("features", "1D as label");
    LinearSVCModel spark = new LinearSVC().setRegParam(regParam).fit(ones);
    assertArrayEquals(new double[5], spark.coefficients().toArray(), 1e-3);
    assertTrue(spark.intercept() >= 1);
    Dataset<Row> rows = DATA.selectExpr("features", label + "D as one");
    Column declared =
        functions.col("one").as("label", BinaryAttribute.defaultAttr().withName("l").toMetadata());
    for (String mode : new String[] {"auto", "local"}) {
      LinearSVCModel model =
          new SteplessLinearSVC()
              .setLoss(loss)
              .setRegParam(regParam)
              .setMode(mode)
              .fit(rows.select(functions.col("features"), declared));
      assertArrayEquals(new double[5], model.coefficients().toArray(), 0);
      assertEquals(2 * label - 1, model.intercept());
    }
  }

  /** A row that weighs nothing is of no class. */
  @Test
  void classesWithoutWeightDoNotCount() {
    LinearSVCModel model =
        new SteplessLinearSVC()
            .setWeightCol("weight")
            .fit(DATA.selectExpr("features", "label", "label as weight"));
    assertArrayEquals(new double[5], model.coefficients().toArray(), 0);
    assertEquals(1, model.intercept());
  }
}
