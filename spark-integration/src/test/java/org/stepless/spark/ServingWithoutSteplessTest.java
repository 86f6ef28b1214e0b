package org.stepless.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServingWithoutSteplessTest {

  @Test
  void aSavedPipelineModelPredictsWhereSteplessIsAbsent(@TempDir Path folder) throws Exception {
    Dataset<Row> data = Samples.classes(500, 5, 2, 1);
    PipelineModel model =
        new Pipeline()
            .setStages(new PipelineStage[] {new SteplessLogisticRegression().setMaxEpochs(5)})
            .fit(data);
    model.save(folder.resolve("model").toString());
    double expected =
        ((org.apache.spark.ml.classification.LogisticRegressionModel) model.stages()[0])
            .predict(Vectors.dense(5, 4, 3, 2, 1));

    String classPath =
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
            .filter(
                entry ->
                    !entry.contains("stepless-core") && !entry.endsWith("classes")
                        || entry.endsWith("test-classes"))
            .collect(Collectors.joining(File.pathSeparator));
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    java.lang.management.ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(argument -> argument.startsWith("--add"))
        .forEach(command::add);
    command.addAll(
        List.of("-cp", classPath, LoadWithoutStepless.class.getName(), folder + "/model"));
    Path output = folder.resolve("output.txt");
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    try {
      assertTrue(process.waitFor(3, TimeUnit.MINUTES), "did not end within 3 minutes");
    } finally {
      process.destroyForcibly();
    }
    String printed = Files.readString(output);
    assertEquals(0, process.exitValue(), printed);
    assertTrue(printed.contains("prediction " + expected), printed);
  }
}
