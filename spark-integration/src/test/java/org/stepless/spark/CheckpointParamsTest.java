package org.stepless.spark;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.ml.classification.LogisticRegressionModel;
import org.apache.spark.ml.evaluation.BinaryClassificationEvaluator;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.tuning.CrossValidator;
import org.apache.spark.ml.tuning.ParamGridBuilder;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.stepless.spark.fit.TrainingListener;
import org.stepless.spark.fit.TrainingSummary;
import org.stepless.training.EpochReport;

class CheckpointParamsTest {
  /** Few rows of many columns, to overfit. */
  private static final Dataset<Row> DATA =
      Samples.classes(600, 60, 2, 1).selectExpr("*", "pmod(hash(features), 4) > 0 as held").cache();

  private static final int PATIENCE = 3;

  @TempDir Path folder;

  private static SteplessLogisticRegression estimator(String mode) {
    return new SteplessLogisticRegression()
        .setSchedule("constant")
        .setMode(mode)
        .setMaxEpochs(60)
        .setBatchSize(50);
  }

  /** Keeps the epochs it is told of, and may end the run by an error. */
  private static final class Stopper implements TrainingListener {
    final List<Integer> epochs = new ArrayList<>();
    private final int last;

    Stopper(int last) {
      this.last = last;
    }

    @Override
    public void onEpoch(EpochReport report) {
      epochs.add(report.epoch());
      if (report.epoch() == last) {
        throw new IllegalStateException("stopped");
      }
    }
  }

  private static void assertSame(
      LogisticRegressionModel expected,
      TrainingSummary whole,
      LogisticRegressionModel model,
      TrainingSummary summary) {
    assertEquals(expected.coefficients(), model.coefficients());
    assertEquals(expected.intercept(), model.intercept());
    assertEquals(whole.objective(), summary.objective());
    assertEquals(whole.epochs(), summary.epochs());
    assertEquals(whole.bestEpoch(), summary.bestEpoch());
    assertEquals(whole.stopReason(), summary.stopReason());
    assertArrayEquals(whole.validationHistory(), summary.validationHistory());
    assertArrayEquals(whole.gradientNorms2(), summary.gradientNorms2());
    assertArrayEquals(whole.objectiveHistory(), summary.objectiveHistory());
  }

  /** Stopped before and after its best epoch, a run still ends there; ended, it stays ended. */
  @ParameterizedTest
  @CsvSource({"driver", "single", "local", "synchronous"})
  void aValidatedRunResumesToTheSameModel(String mode) {
    SteplessLogisticRegression whole =
        estimator(mode).setValidationIndicatorCol("held").setPatience(PATIENCE);
    LogisticRegressionModel expected = whole.fit(DATA);
    int best = whole.summary().bestEpoch(), end = whole.summary().epochs();
    assertEquals(best + PATIENCE, end);

    SteplessLogisticRegression saved =
        estimator(mode)
            .setValidationIndicatorCol("held")
            .setPatience(PATIENCE)
            .setCheckpointDir(folder.toString())
            .setCheckpointInterval(1);
    for (int last : new int[] {best - 1, end}) {
      saved.setListener(new Stopper(last));
      assertThrows(IllegalStateException.class, () -> saved.fit(DATA));
    }
    Stopper rest = new Stopper(0);
    assertSame(expected, whole.summary(), saved.setListener(rest).fit(DATA), saved.summary());
    assertEquals(List.of(end), rest.epochs);

    Stopper none = new Stopper(0);
    assertSame(expected, whole.summary(), saved.setListener(none).fit(DATA), saved.summary());
    assertEquals(List.of(), none.epochs);
  }

  /** Also where the objective was a by-product of the last round. */
  @ParameterizedTest
  @CsvSource({"driver", "single", "local", "synchronous"})
  void aFinishedRunGivesItsResultAtOnce(String mode) {
    SteplessLogisticRegression whole = estimator(mode).setMaxEpochs(5);
    LogisticRegressionModel expected = whole.fit(DATA);
    SteplessLogisticRegression saved =
        estimator(mode).setMaxEpochs(5).setCheckpointDir(folder.toString());
    saved.fit(DATA);
    Stopper none = new Stopper(0);
    assertSame(expected, whole.summary(), saved.setListener(none).fit(DATA), saved.summary());
    assertEquals(List.of(), none.epochs);
  }

  @Test
  void savedEveryIntervalAndAtTheEnd() throws IOException {
    SteplessLogisticRegression estimator =
        estimator("synchronous")
            .setBatchSize(600)
            .setMaxEpochs(8)
            .setCheckpointDir(folder.toString())
            .setCheckpointInterval(3);
    List<List<String>> names = new ArrayList<>();
    estimator.setListener(
        new TrainingListener() {
          @Override
          public void onEpoch(EpochReport report) {
            names.add(names());
          }
        });
    estimator.fit(DATA);
    String third = "step-000000000003.checkpoint", sixth = "step-000000000006.checkpoint";
    assertEquals(
        List.of(
            List.of(),
            List.of(),
            List.of(),
            List.of(third),
            List.of(third),
            List.of(third),
            List.of(third, sixth),
            List.of(third, sixth)),
        names);
    assertEquals(List.of(sixth, "step-000000000008.checkpoint"), names());
  }

  private List<String> names() {
    try (java.util.stream.Stream<Path> files = Files.list(folder)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> !name.endsWith(".crc"))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Test
  void aFolderThatCannotBeWrittenFailsBeforeTheRowsAreRead() throws IOException {
    Dataset<Row> unreadable =
        DATA.selectExpr("features", "if(label < 2, raise_error('read'), label) as label")
            .selectExpr("features", "cast(label as double) as label");
    Messages.assertMessage("read", () -> estimator("auto").fit(unreadable));
    Path below = Files.createFile(folder.resolve("file")).resolve("checkpoints");
    Messages.assertMessage(
        "checkpoint folder '%s' cannot be written".formatted(below),
        () ->
            estimator("auto")
                .setClassWeights("balanced")
                .setCheckpointDir(below.toString())
                .fit(unreadable));
  }

  @Test
  void valuesOutOfRangeAreRefused() {
    Messages.assertMessage("checkpointDir is blank", () -> estimator("auto").setCheckpointDir(" "));
    Messages.assertMessage("checkpointInterval", () -> estimator("auto").setCheckpointInterval(0));
    Messages.assertMessage("aggregationDepth", () -> estimator("auto").setAggregationDepth(0));
  }

  /** One after the other or at once, the fits of a grid cannot share a folder. */
  @ParameterizedTest
  @CsvSource({"1", "2"})
  void theFitsOfAGridAreToldToUseFoldersOfTheirOwn(int parallelism) {
    SteplessLogisticRegression estimator = estimator("synchronous");
    estimator.setMaxEpochs(6).setCheckpointDir(folder.toString()).setCheckpointInterval(1);
    ParamMap[] grid =
        new ParamGridBuilder().addGrid(estimator.regParam(), new double[] {0, 0.1}).build();
    CrossValidator validator =
        new CrossValidator()
            .setEstimator(estimator)
            .setEstimatorParamMaps(grid)
            .setEvaluator(new BinaryClassificationEvaluator())
            .setNumFolds(2)
            .setParallelism(parallelism);
    Exception e = assertThrows(Exception.class, () -> validator.fit(DATA));
    Throwable cause = e;
    while (!String.valueOf(cause.getMessage()).contains("folder") && cause.getCause() != null) {
      cause = cause.getCause();
    }
    String message = cause.getMessage();
    assertTrue(
        message.contains("regParam was") || message.contains("every run needs one of its own"),
        message);
    assertFalse(names().isEmpty());
  }
}
