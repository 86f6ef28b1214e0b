package org.stepless.spark;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.ml.classification.LogisticRegressionModel;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.stepless.spark.fit.TrainingListener;
import org.stepless.spark.fit.TrainingSummary;

class ValidationTest {
  /** Few rows of many columns, to overfit. */
  private static final Dataset<Row> DATA =
      Samples.classes(600, 60, 2, 1).selectExpr("*", "pmod(hash(features), 4) > 0 as held").cache();

  private static SteplessLogisticRegression estimator() {
    return new SteplessLogisticRegression()
        .setSchedule("constant")
        .setMaxEpochs(200)
        .setValidationIndicatorCol("held")
        .setPatience(3);
  }

  @ParameterizedTest
  @ValueSource(strings = {"driver", "single", "local", "synchronous"})
  void stopsWhenTheLossGrowsAndReturnsTheBestModel(String mode) {
    List<Double> told = new ArrayList<>();
    SteplessLogisticRegression estimator =
        estimator()
            .setMode(mode)
            .setListener(
                new TrainingListener() {
                  @Override
                  public void onValidation(int epoch, double loss) {
                    told.add(loss);
                    assertEquals(epoch, told.size());
                  }
                });
    LogisticRegressionModel model = estimator.fit(DATA);
    TrainingSummary summary = estimator.summary();
    double[] losses = summary.validationHistory();
    double best = Arrays.stream(losses).min().orElseThrow();
    assertTrue(summary.epochs() < 200, "must stop early");
    assertEquals(summary.epochs(), losses.length);
    assertEquals(summary.bestEpoch() + 3, summary.epochs());
    assertEquals(best, losses[summary.bestEpoch() - 1]);
    assertEquals(best, logLoss(model, DATA.where("held")), 1e-9);
    assertEquals(summary.objective(), logLoss(model, DATA.where("not held")), 1e-9);
    assertArrayEquals(losses, told.stream().mapToDouble(Double::doubleValue).toArray());
    assertTrue(summary.stopReason().contains("validation loss"), summary::stopReason);
  }

  private static double logLoss(LogisticRegressionModel model, Dataset<Row> rows) {
    return rows.collectAsList().stream()
        .mapToDouble(
            row ->
                -Math.log(
                    model
                        .predictProbability(row.<Vector>getAs("features"))
                        .apply((int) row.<Double>getAs("label").doubleValue())))
        .average()
        .orElseThrow();
  }

  /** Watching does not change the steps: the same run without validation ends at that model. */
  @Test
  void theBestModelIsThatOfAShorterRun() {
    SteplessLogisticRegression estimator = estimator();
    LogisticRegressionModel best = estimator.fit(DATA);
    LogisticRegressionModel shorter =
        new SteplessLogisticRegression()
            .setSchedule("constant")
            .setFinish("none")
            .setMaxEpochs(estimator.summary().bestEpoch())
            .fit(DATA.where("not held"));
    assertEquals(shorter.coefficients(), best.coefficients());
  }

  @Test
  void fewEpochsStillReturnTheBest() {
    SteplessLogisticRegression estimator = estimator().setMaxEpochs(2);
    estimator.fit(DATA);
    assertEquals("all 2 epochs done", estimator.summary().stopReason());
    assertEquals(2, estimator.summary().validationHistory().length);
  }

  @Test
  void nullIsTrainedOn() {
    Dataset<Row> nulls =
        DATA.selectExpr("features", "label", "if(held, true, cast(null as boolean)) as held");
    assertEquals(
        estimator().setMaxEpochs(2).fit(DATA).coefficients(),
        estimator().setMaxEpochs(2).fit(nulls).coefficients());
  }

  @Test
  void wrongColumnsAreRefused() {
    Messages.assertMessage(
        "validationIndicatorCol 'label' must be a boolean column, was double",
        () -> estimator().setValidationIndicatorCol("label").fit(DATA));
    Messages.assertMessage(
        "where 'none' is true have no rows",
        () ->
            estimator()
                .setValidationIndicatorCol("none")
                .fit(DATA.selectExpr("*", "false as none")));
    Messages.assertMessage(
        "where 'all' is not true have no rows",
        () ->
            estimator().setValidationIndicatorCol("all").fit(DATA.selectExpr("*", "true as all")));
    Messages.assertMessage("patience", () -> estimator().setPatience(0));
    Dataset<Row> unseen = DATA.selectExpr("features", "if(held, 2.0D, label) as label", "held");
    Messages.assertMessage("label must be 0 or 1", () -> estimator().fit(unseen));
  }
}
