package org.stepless.spark;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.apache.spark.ml.classification.FMClassificationModel;
import org.apache.spark.ml.linalg.Matrix;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.regression.FMRegressionModel;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FactorizationMachinesTest {
  private static final double NOISE = 0.1;
  private static final Dataset<Row> NUMBERS = Samples.interactions(2000, false, 7);
  private static final Dataset<Row> CLASSES = Samples.interactions(2000, true, 8);

  private static SteplessFMRegressor regressor() {
    return new SteplessFMRegressor().setFactorSize(5).setInitStd(0.1).setMaxEpochs(60);
  }

  private static SteplessFMClassifier classifier() {
    return new SteplessFMClassifier().setFactorSize(5).setInitStd(0.1).setMaxEpochs(20);
  }

  private static double margin(Vector v, double intercept, Vector linear, Matrix factors) {
    double margin = intercept + v.dot(linear);
    for (int i = 0; i < v.size(); i++) {
      for (int j = i + 1; j < v.size(); j++) {
        for (int f = 0; f < factors.numCols(); f++) {
          margin += factors.apply(i, f) * factors.apply(j, f) * v.apply(i) * v.apply(j);
        }
      }
    }
    return margin;
  }

  @Test
  void regressorFindsProductsOfFeatures() {
    SteplessFMRegressor estimator = regressor();
    FMRegressionModel model = estimator.fit(NUMBERS);
    List<Row> rows = model.transform(NUMBERS).collectAsList();
    double squares = 0;
    for (Row row : rows) {
      double expected =
          margin(row.getAs("features"), model.intercept(), model.linear(), model.factors());
      assertEquals(expected, row.<Double>getAs("prediction"), 1e-9);
      squares += Math.pow(expected - row.<Double>getAs("label"), 2);
    }
    double meanSquare = squares / rows.size();
    assertEquals(meanSquare / 2, estimator.summary().objective(), 1e-9);
    assertTrue(meanSquare < 2 * NOISE * NOISE, "mean squared error " + meanSquare);
    assertEquals(5, model.getFactorSize());
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void classifierMinimisesTheLogLossOfSparksOwnPrediction(boolean fitLinear) {
    SteplessFMClassifier estimator = classifier().setFitLinear(fitLinear).setRegParam(1e-3);
    FMClassificationModel model = estimator.fit(CLASSES);
    double sum = 0, right = 0;
    List<Row> rows = model.transform(CLASSES).collectAsList();
    for (Row row : rows) {
      double margin =
          margin(row.getAs("features"), model.intercept(), model.linear(), model.factors());
      assertEquals(margin, row.<Vector>getAs("rawPrediction").apply(1), 1e-9);
      double y = row.<Double>getAs("label");
      sum -= Math.log(row.<Vector>getAs("probability").apply((int) y));
      right += row.<Double>getAs("prediction") == y ? 1 : 0;
    }
    double squares = 0;
    for (double value : model.factors().toArray()) {
      squares += value * value;
    }
    for (double value : model.linear().toArray()) {
      squares += value * value;
    }
    assertEquals(sum / rows.size() + 5e-4 * squares, estimator.summary().objective(), 1e-9);
    assertTrue(right / rows.size() > (fitLinear ? 0.85 : 0.8), "accuracy " + right / rows.size());
    assertEquals(fitLinear, model.getFitLinear());
  }

  @Test
  void theSeedDrawsTheFactors() {
    Matrix first = regressor().setMaxEpochs(1).fit(NUMBERS).factors();
    assertEquals(first, regressor().setMaxEpochs(1).fit(NUMBERS).factors());
    assertNotEquals(first, regressor().setMaxEpochs(1).setSeed(1).fit(NUMBERS).factors());
  }

  @Test
  void modelsAndEstimatorsLoadAndWarmStartGoesOn(@TempDir Path folder) throws Exception {
    SteplessFMClassifier estimator = classifier().setMaxEpochs(10);
    FMClassificationModel model = estimator.fit(CLASSES);
    model.save(folder.resolve("model").toString());
    FMClassificationModel loaded = FMClassificationModel.load(folder.resolve("model").toString());
    assertArrayEquals(model.factors().toArray(), loaded.factors().toArray());
    estimator.save(folder.resolve("estimator").toString());
    SteplessFMClassifier again = SteplessFMClassifier.load(folder.resolve("estimator").toString());
    assertEquals(model.factors(), again.fit(CLASSES).factors());
    double before = again.summary().objective();
    again.setMaxEpochs(1).setInitialModel(loaded).fit(CLASSES);
    assertEquals(before, again.summary().objectiveHistory()[0], 0.05 * before);
    Messages.assertMessage(
        "the initial model has 5 features and factors of length 5, the fit asks for 5 and 4",
        () -> again.setFactorSize(4).fit(CLASSES));
  }

  @Test
  void wrongParamsAndLabelsAreRefused() {
    Messages.assertMessage("factorSize", () -> regressor().setFactorSize(0));
    Messages.assertMessage("initStd", () -> regressor().setInitStd(0));
    Messages.assertMessage("is neither 0 nor 1", () -> classifier().fit(NUMBERS));
  }
}
