package org.stepless.spark.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Arrays;
import org.apache.spark.ml.classification.LogisticRegressionModel;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.stepless.finish.FinishEnd;
import org.stepless.spark.Samples;
import org.stepless.spark.SteplessLinearSVC;
import org.stepless.spark.SteplessLogisticRegression;

class FinishingTest {
  private static final Dataset<Row> DATA =
      Samples.classes(2000, 6, 3, 5).coalesce(1).repartition(3).cache();

  private static SteplessLogisticRegression estimator(String mode, String finish) {
    return new SteplessLogisticRegression()
        .setMode(mode)
        .setMaxEpochs(5)
        .setRegParam(0.01)
        .setFinish(finish);
  }

  private static double[] fit(SteplessLogisticRegression estimator) {
    LogisticRegressionModel model = estimator.fit(DATA);
    double[] coefficients = model.coefficientMatrix().toArray();
    double[] all = Arrays.copyOf(coefficients, coefficients.length + 3);
    System.arraycopy(model.interceptVector().toArray(), 0, all, coefficients.length, 3);
    return all;
  }

  @ParameterizedTest
  @CsvSource({
    "driver, newton", "single, newton", "synchronous, newton", "local, newton",
    "driver, tron", "single, tron", "synchronous, tron", "local, tron"
  })
  void sameLayoutGivesTheSameBitsAndEveryModeTheOptimum(String mode, String finish) {
    SteplessLogisticRegression estimator = estimator(mode, finish).setTol(1e-8);
    double[] first = fit(estimator);
    assertTrue(estimator.summary().finish().converged());
    assertTrue(estimator.summary().finish().passes() < 100);
    assertArrayEquals(first, fit(estimator), 0.0);
    assertArrayEquals(fit(estimator("driver", finish).setTol(1e-10)), first, 1e-6);
  }

  @ParameterizedTest
  @CsvSource({"newton", "tron"})
  void driverEqualsOneTask(String finish) {
    assertArrayEquals(fit(estimator("single", finish)), fit(estimator("driver", finish)), 0.0);
  }

  @Test
  void theSummaryTellsBothPhases() {
    SteplessLogisticRegression estimator = estimator("driver", "auto");
    estimator.fit(DATA);
    var finish = estimator.summary().finish();
    assertEquals("newton", finish.method().text());
    assertEquals(FinishEnd.CONVERGED, finish.end());
    assertEquals(5, estimator.summary().epochs());
    assertTrue(finish.gradientNorm() <= 1e-6, finish.describe());
    assertTrue(finish.steps() >= 1 && finish.passes() > finish.steps(), finish.describe());
    assertEquals(
        estimator.summary().objective(), finish.objective(), 0.0, "objective of the final model");
  }

  @Test
  void noneIsTheModelOfThePasses() {
    SteplessLogisticRegression estimator = estimator("driver", "none");
    estimator.fit(DATA);
    assertNull(estimator.summary().finish());
  }

  /** A folder whose run has all its passes serves any finish, to the bits of a run without one. */
  @Test
  void aFinishStartsOverFromTheCheckpoint(@TempDir Path folder) {
    double[] plain = fit(estimator("local", "newton"));
    fit(estimator("local", "none").setCheckpointDir(folder.toString()));
    SteplessLogisticRegression resumed =
        estimator("local", "newton").setCheckpointDir(folder.toString());
    assertArrayEquals(plain, fit(resumed), 0.0);
    assertTrue(resumed.summary().mode().contains("resumed"), resumed.summary().mode());
  }

  @Test
  void whatDoesNotGoWithAFinishIsSaid() {
    Dataset<Row> two = Samples.classes(200, 3, 2, 5);
    assertMessage(
        "the loss has no second derivative",
        () -> new SteplessLinearSVC().setFinish("newton").fit(two));
    assertMessage(
        "optimizer motaps follows the losses of single examples",
        () -> estimator("single", "tron").setOptimizer("motaps").fit(DATA));
    Dataset<Row> held = DATA.withColumn("held", functions.col("weight").gt(2));
    assertMessage(
        "that of the best epoch",
        () -> estimator("single", "newton").setValidationIndicatorCol("held").fit(held));
    SteplessLogisticRegression auto = estimator("single", "auto");
    auto.setValidationIndicatorCol("held").fit(held);
    assertNull(auto.summary().finish());
    SteplessLinearSVC hinge = new SteplessLinearSVC().setFinish("auto");
    hinge.fit(two);
    assertNull(hinge.summary().finish());
  }

  private static void assertMessage(String part, org.junit.jupiter.api.function.Executable run) {
    String message = assertThrows(IllegalArgumentException.class, run).getMessage();
    assertTrue(message.contains(part) && message.contains("finish"), message);
  }
}
