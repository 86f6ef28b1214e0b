package org.stepless.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.ml.classification.LogisticRegressionModel;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.stepless.spark.checkpoint.StorageException;

/** The disk of the checkpoints fills up in the midst of one. */
class FullDiskTest {
  private static final Dataset<Row> DATA = Samples.classes(300, 4, 3, 9);

  private static SteplessLogisticRegression estimator() {
    return new SteplessLogisticRegression()
        .setMode("synchronous")
        .setBatchSize(100)
        .setMaxEpochs(8);
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  /** As where a quota is found exceeded when a file is closed. */
  @Test
  void aFolderThatTakesNoFileIsRefusedAndLeftEmpty(@TempDir Path folder) throws IOException {
    FullDisk.mount(SharedSpark.session().sparkContext().hadoopConfiguration(), -1);
    SteplessLogisticRegression estimator = estimator().setCheckpointDir(FullDisk.path(folder));
    Messages.assertMessage("cannot be written: No space left", () -> estimator.fit(DATA));
    assertEquals(List.of(), names(folder));
  }

  /** Room for two checkpoints and the half of a third, and for none. */
  @ParameterizedTest
  @ValueSource(doubles = {2.5, 0.1})
  void theErrorNamesTheFileAndTheRunResumesWhenThereIsRoom(double room, @TempDir Path folder)
      throws IOException {
    LogisticRegressionModel expected = estimator().fit(DATA);

    Configuration configuration = SharedSpark.session().sparkContext().hadoopConfiguration();
    FullDisk.mount(configuration, Long.MAX_VALUE);
    Path first = Files.createDirectory(folder.resolve("first"));
    SteplessLogisticRegression saved = estimator().setCheckpointInterval(2);
    saved.setCheckpointDir(FullDisk.path(first)).fit(DATA);
    long size = Files.size(first.resolve("step-000000000018.checkpoint"));

    Path second = Files.createDirectory(folder.resolve("second"));
    saved.setCheckpointDir(FullDisk.path(second));
    FullDisk.mount(configuration, (long) (room * size));
    StorageException e = assertThrows(StorageException.class, () -> saved.fit(DATA));
    assertTrue(e.getMessage().contains("No space left on device; free space"), e.getMessage());
    assertTrue(e.getMessage().contains(second.toString() + "/step-0000000000"), e.getMessage());

    List<String> complete = List.of("step-000000000006.checkpoint", "step-000000000012.checkpoint");
    assertEquals(room < 1 ? List.of() : complete, names(second), "no part of a file is left");

    FullDisk.mount(configuration, Long.MAX_VALUE);
    LogisticRegressionModel resumed = saved.fit(DATA);
    assertEquals(expected.coefficientMatrix(), resumed.coefficientMatrix());
    assertEquals(expected.interceptVector(), resumed.interceptVector());
    assertEquals(room >= 1, saved.summary().mode().contains("resumed after step"));
    assertEquals(
        List.of("step-000000000018.checkpoint", "step-000000000024.checkpoint"), names(second));
  }
}
