package org.stepless.spark;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.apache.spark.ml.classification.LogisticRegressionModel;
import org.apache.spark.ml.evaluation.RegressionEvaluator;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.regression.LinearRegressionModel;
import org.apache.spark.ml.tuning.CrossValidator;
import org.apache.spark.ml.tuning.ParamGridBuilder;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.stepless.spark.fit.TrainingSummary;

class WarmStartTest {
  private static final Dataset<Row> LINEAR = Samples.linear(1500, 4, 3);

  private static SteplessLogisticRegression logistic() {
    return new SteplessLogisticRegression().setRegParam(0.01).setBatchSize(32).setFinish("none");
  }

  @ParameterizedTest
  @CsvSource({"2,standardized,true", "2,raw,false", "4,standardized,true", "4,standardized,false"})
  void goesOnFromTheInitialModel(int classes, String coordinates, boolean intercept) {
    Dataset<Row> data = Samples.classes(1500, 4, classes, 2);
    SteplessLogisticRegression first = logistic().setMaxEpochs(20).setFitIntercept(intercept);
    LogisticRegressionModel model = first.fit(data);
    double reached = first.summary().objective();
    SteplessLogisticRegression cold =
        logistic().setMaxEpochs(1).setCoordinates(coordinates).setFitIntercept(intercept);
    cold.fit(data);
    SteplessLogisticRegression warm = cold.copy(new ParamMap()).setInitialModel(model);
    warm.fit(data);
    assertEquals(reached, warm.summary().objectiveHistory()[0], 0.02 * reached);
    assertTrue(warm.summary().objective() <= 1.01 * reached);
    assertTrue(warm.summary().objective() < cold.summary().objective());
  }

  @Test
  void copiesKeepTheInitialModelAlsoInCrossValidation() {
    LinearRegressionModel model = new SteplessLinearRegression().fit(LINEAR);
    SteplessLinearRegression estimator =
        new SteplessLinearRegression().setMaxEpochs(1).setInitialModel(model);
    double[] errors =
        new CrossValidator()
            .setEstimator(estimator)
            .setEvaluator(new RegressionEvaluator())
            .setEstimatorParamMaps(
                new ParamGridBuilder()
                    .addGrid(estimator.regParam(), new double[] {0.0, 100.0})
                    .build())
            .setNumFolds(2)
            .fit(LINEAR)
            .avgMetrics();
    assertEquals(0.5, errors[0], 0.05); // the noise; one cold epoch leaves far more
  }

  @Test
  void modelsThatDoNotFitAreRefused() {
    LinearRegressionModel model = new SteplessLinearRegression().setMaxEpochs(1).fit(LINEAR);
    SteplessLinearRegression estimator = new SteplessLinearRegression().setInitialModel(model);
    Messages.assertMessage(
        "the initial model has 4 features and 1 outputs, the data ask for 3 and 1",
        () -> estimator.fit(Samples.linear(50, 3, 1)));
    Messages.assertMessage(
        "the initial model has an intercept, but fitIntercept is false",
        () -> estimator.setFitIntercept(false).fit(LINEAR));
    LogisticRegressionModel binary = logistic().setMaxEpochs(1).fit(Samples.classes(90, 4, 2, 1));
    Messages.assertMessage(
        "4 features and 1 outputs, the data ask for 4 and 3",
        () -> logistic().setInitialModel(binary).fit(Samples.classes(90, 4, 3, 1)));
  }

  @Test
  void summaryHoldsTheHistories() {
    SteplessLinearRegression estimator =
        new SteplessLinearRegression().setMaxEpochs(3).setFinish("none");
    estimator.fit(LINEAR);
    TrainingSummary summary = estimator.summary();
    double[] objectives = summary.objectiveHistory();
    assertEquals(4, objectives.length);
    assertEquals(summary.objective(), objectives[3]);
    assertEquals(summary.epochHistory().get(1).loss(), objectives[1]);
    assertTrue(objectives[3] < objectives[0]);
    assertEquals(3, summary.stepHistory().length);
    assertEquals(summary.stepSize(), summary.stepHistory()[2]);
    assertEquals(3, summary.bestEpoch());
    assertArrayEquals(new double[0], summary.validationHistory());
  }
}
