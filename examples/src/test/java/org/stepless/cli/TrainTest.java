package org.stepless.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.spark.ml.classification.LogisticRegressionModel;
import org.apache.spark.ml.feature.VectorAssembler;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whole runs of {@code train}: formats, labels, splits, JSON and the output folder. */
class TrainTest {
  private static final Path IRIS = Commands.DATA.resolve("iris.csv");

  @TempDir Path folder;

  private static JsonNode train(Object... arguments) {
    List<Object> all = new ArrayList<>(List.of("train", "--json"));
    all.addAll(List.of(arguments));
    Commands.Outcome outcome = Commands.run(all.toArray());
    assertEquals(0, outcome.code(), outcome.err());
    try {
      return new ObjectMapper().readTree(outcome.lastLine());
    } catch (IOException e) {
      throw new AssertionError(outcome.out(), e);
    }
  }

  private static Set<String> names(JsonNode object) {
    Set<String> names = new TreeSet<>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }

  @Test
  void jsonHoldsTheWholeResult() {
    JsonNode result = train("--input", IRIS, "--holdout", "0.3", "--optimizer", " prodigy( ) ");
    assertEquals(
        new TreeSet<>(
            List.of(
                "objective",
                "accuracy",
                "testAccuracy",
                "effectiveStep",
                "epochs",
                "steps",
                "seconds",
                "optimizer",
                "schedule",
                "task",
                "input",
                "rows",
                "testRows",
                "features",
                "classes",
                "mode",
                "stopReason",
                "finish",
                "finishSteps",
                "finishPasses",
                "finishGradientNorm",
                "converged",
                "diverged")),
        names(result));
    assertFalse(result.get("diverged").asBoolean());
    assertEquals("prodigy", result.get("optimizer").asText());
    assertEquals("multiclass", result.get("task").asText());
    assertEquals(150, result.get("rows").asInt() + result.get("testRows").asInt());
    assertEquals(4, result.get("features").asInt());
    assertEquals(3, result.get("classes").asInt());
    assertTrue(result.get("accuracy").asDouble() > 0.9, result.toString());
    assertTrue(result.get("testAccuracy").asDouble() > 0.8, result.toString());
    assertTrue(result.get("effectiveStep").asDouble() > 0, result.toString());
  }

  @Test
  void textForPeopleSaysWhatWasChosen() {
    Commands.Outcome outcome = Commands.run("train", "--input", IRIS, "--epochs", "100");
    assertEquals(0, outcome.code(), outcome.err());
    assertTrue(outcome.out().contains("accuracy"), outcome.out());
    assertTrue(outcome.err().contains("150 rows to train on, 4 features"), outcome.err());
    assertTrue(outcome.err().contains("multiclass (chosen from the labels"), outcome.err());
    assertTrue(
        outcome.err().contains("labels  setosa -> 0, versicolor -> 1, virginica -> 2"),
        outcome.err());
    long lines = outcome.err().lines().filter(line -> line.startsWith("epoch ")).count();
    assertTrue(lines > 5 && lines <= 31, outcome.err());
  }

  @Test
  void theSameDataInEveryFormatGiveTheSameModel() {
    Dataset<Row> table =
        Commands.spark()
            .read()
            .option("header", true)
            .option("inferSchema", true)
            .csv(IRIS.toString());
    String[] features = {"sepal_length", "sepal_width", "petal_length", "petal_width"};
    table.write().parquet(folder.resolve("columns").toString());
    new VectorAssembler()
        .setInputCols(features)
        .setOutputCol("features")
        .transform(table)
        .select("label", "features")
        .write()
        .parquet(folder.resolve("vectors").toString());
    StringBuilder libsvm = new StringBuilder("# iris\n");
    StringBuilder tabs = new StringBuilder("label\t" + String.join("\t", features) + "\tid\n");
    for (Row row : table.collectAsList()) {
      String label = row.getString(4);
      libsvm.append(label.equals("setosa") ? -3 : label.equals("versicolor") ? 4 : 25.5);
      tabs.append(label);
      for (int i = 0; i < 4; i++) {
        libsvm.append(' ').append(i + 1).append(':').append(row.getDouble(i));
        tabs.append('\t').append(row.getDouble(i));
      }
      libsvm.append("\r\n");
      tabs.append("\tr1\n");
    }
    Path strange = folder.resolve("a [1], b");
    assertTrue(strange.toFile().mkdir());
    double expected = train("--input", IRIS).get("objective").asDouble();
    assertEquals(expected, objective(folder.resolve("columns")), 1e-9);
    assertEquals(expected, objective(folder.resolve("vectors")), 1e-9);
    assertEquals(expected, objective(Commands.write(strange, "iris.gz", libsvm.toString())), 1e-9);
    assertEquals(
        expected,
        objective(Commands.write(strange, "iris.tsv", tabs.toString()), "--ignore-cols", "id"),
        1e-9);
    assertEquals(
        expected,
        objective(strange.resolve("iris.tsv"), "--ignore-cols", "id", "--format", "csv"),
        1e-9);
  }

  private static double objective(Path input, String... more) {
    List<Object> arguments = new ArrayList<>(List.of("--input", input, "--task", "multiclass"));
    arguments.addAll(List.of(more));
    return train(arguments.toArray()).get("objective").asDouble();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "-1 1:1;1 1:2 | binary | -1 -> 0, 1 -> 1",
        "1 1:1;2 1:2;3 1:3 | multiclass | 1 -> 0, 2 -> 1, 3 -> 2",
        "0 1:1;1 1:2 | binary | 0 to 1, as they are",
        "-0.0 1:1;0 1:2;1.5 1:3 | binary | 0 -> 0, 1.5 -> 1",
      })
  void labelsAreMappedInSortedOrder(String lines, String task, String mapping) {
    Path file =
        Commands.write(folder, "labels.libsvm", (lines.replace(';', '\n') + "\n").repeat(10));
    Commands.Outcome outcome = Commands.run("train", "--input", file, "--epochs", "2");
    assertEquals(0, outcome.code(), outcome.err());
    assertTrue(outcome.err().contains("task    " + task + " "), outcome.err());
    assertTrue(outcome.err().contains("labels  " + mapping + "\n"), outcome.err());
  }

  @Test
  void continuousLabelsMakeARegression() {
    StringBuilder lines = new StringBuilder("label;x;flag\n");
    for (int i = 0; i < 200; i++) {
      double x = (i * 37 % 200) / 100.0 - 1;
      lines.append(3 * x + 0.25 + ";" + x + ";" + i % 2 + "\n");
    }
    Path file = Commands.write(folder, "line.csv", lines.toString());
    JsonNode result = train("--input", file, "--test-input", file, "--epochs", "100");
    assertEquals("regression", result.get("task").asText());
    assertTrue(result.get("rmse").asDouble() < 0.05, result.toString());
    assertEquals(result.get("rmse").asDouble(), result.get("testRmse").asDouble(), 1e-9);
    assertFalse(result.has("classes"));
    assertFalse(result.has("accuracy"));
  }

  @Test
  void heldOutRowsDependOnTheSeedAndNotOnThePartitions() {
    Object[] common = {"--input", IRIS, "--holdout", "0.2", "--epochs", "2"};
    int once = train(common).get("testRows").asInt();
    assertEquals(once, train(with(common, "--partitions", "3")).get("testRows").asInt());
    assertTrue(once > 15 && once < 45, "rows held out: " + once);
    Set<Integer> counts = new TreeSet<>();
    for (int seed = 1; seed <= 4; seed++) {
      counts.add(train(with(common, "--seed", "" + seed)).get("testRows").asInt());
    }
    assertTrue(counts.size() > 1, counts.toString());
  }

  private static Object[] with(Object[] arguments, Object... more) {
    return Stream.concat(Stream.of(arguments), Stream.of(more)).toArray();
  }

  @Test
  void sparseTestDataMayLackTheLastFeatures() {
    Path train = Commands.write(folder, "train.libsvm", "0 1:1 3:1\n1 2:2\n".repeat(20));
    Path test = Commands.write(folder, "test.libsvm", "0 1:1\n1 2:1\n");
    assertEquals(2, train("--input", train, "--test-input", test).get("testRows").asInt());
  }

  @Test
  void outputFolderHoldsModelHistoryGradientsAndConfig() throws IOException {
    Path output = folder.resolve("my run");
    JsonNode result = train("--input", IRIS, "--output", output, "--epochs", "4");
    try (Stream<Path> files = Files.list(output)) {
      assertEquals(
          Set.of("model", "history.csv", "gradients.csv", "config.json"),
          files
              .map(file -> file.getFileName().toString())
              .filter(name -> !name.startsWith("."))
              .collect(java.util.stream.Collectors.toSet()));
    }
    Commands.spark();
    LogisticRegressionModel model =
        LogisticRegressionModel.load(output.resolve("model").toString());
    assertEquals(3, model.numClasses());
    List<String> history = Files.readAllLines(output.resolve("history.csv"));
    assertEquals("epoch,steps,loss,stepSize,gradientNorm,rowsPerSecond", history.get(0));
    assertEquals(5, history.size());
    List<String> gradients = Files.readAllLines(output.resolve("gradients.csv"));
    assertEquals("step,gradientNorm1,gradientNorm2", gradients.get(0));
    assertEquals(result.get("steps").asInt() + 1, gradients.size());
    JsonNode config = new ObjectMapper().readTree(output.resolve("config.json").toFile());
    assertEquals("virginica", config.get("labels").get(2).asText());
    assertEquals("petal_width", config.get("featureNames").get(3).asText());
    assertEquals(4, config.get("options").get("epochs").asInt());
    assertEquals(result, config.get("result"));
    try (Stream<Path> files = Files.list(folder)) {
      assertEquals(List.of(output), files.toList());
    }

    Path schedule = folder.resolve("schedule.csv");
    Commands.Outcome refined =
        Commands.run("refine", "--norm", "l1", output.resolve("gradients.csv"), schedule);
    assertEquals(0, refined.code(), refined.err());
    train(
        "--input",
        IRIS,
        "--output",
        output,
        "--overwrite",
        "--epochs",
        "4",
        "--schedule",
        "file:" + schedule);
    config = new ObjectMapper().readTree(output.resolve("config.json").toFile());
    assertEquals("file:" + schedule, config.get("options").get("schedule").asText());
    try (Stream<Path> files = Files.list(folder)) {
      assertEquals(Set.of(output, schedule), files.collect(java.util.stream.Collectors.toSet()));
    }
  }
}
