package org.stepless.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.codahale.metrics.Counter;
import com.codahale.metrics.Gauge;
import com.codahale.metrics.MetricRegistry;
import com.codahale.metrics.Timer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.spark.api.plugin.PluginContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.stepless.finish.Finished;
import org.stepless.spark.fit.HistoryFile;
import org.stepless.spark.fit.TrainingListener;
import org.stepless.spark.monitoring.SteplessPlugin;
import org.stepless.training.EpochReport;
import org.stepless.training.FinishReport;
import org.stepless.training.RoundReport;

/** What a listener, Spark's metrics and the history file tell of a run. */
class MonitoringTest {
  private static final int ROWS = 600, EPOCHS = 3;
  private static final Dataset<Row> DATA = Samples.classes(ROWS, 3, 2, 21);

  /** Notes everything. */
  private static final class Recorder implements TrainingListener {
    final List<RoundReport> rounds = new ArrayList<>();
    final List<EpochReport> epochs = new ArrayList<>();

    @Override
    public void onRound(RoundReport report) {
      rounds.add(report);
    }

    @Override
    public void onEpoch(EpochReport report) {
      epochs.add(report);
    }
  }

  private static SteplessLogisticRegression estimator(String mode, String optimizer) {
    return new SteplessLogisticRegression()
        .setMode(mode)
        .setOptimizer(optimizer)
        .setBatchSize(100)
        .setSyncInterval(2)
        .setMaxEpochs(EPOCHS);
  }

  /** 600 rows in two partitions; a step takes 100 of all rows, in local mode of each partition. */
  @ParameterizedTest
  @CsvSource({
    "single,      prodigy, 1,  18",
    "synchronous, prodigy, 18, 18",
    "local,       prodigy, 6,  9",
    "single,      motaps,  1,  18",
    "local,       motaps,  6,  9"
  })
  void everyRoundIsReportedOnce(String mode, String optimizer, int rounds, int steps) {
    Recorder recorder = new Recorder();
    long start = System.nanoTime();
    SteplessLogisticRegression estimator = estimator(mode, optimizer).setListener(recorder);
    estimator.fit(DATA);
    double seconds = (System.nanoTime() - start) * 1e-9;
    List<RoundReport> told = recorder.rounds;
    assertEquals(rounds, told.size());
    assertEquals(EPOCHS, recorder.epochs.size());
    RoundReport last = told.get(rounds - 1);
    assertEquals(rounds, last.round());
    assertEquals(steps, last.steps());
    assertEquals((long) ROWS * EPOCHS, told.stream().mapToLong(RoundReport::rows).sum());
    assertEquals(recorder.epochs.get(EPOCHS - 1).loss(), last.loss());
    assertEquals(estimator.summary().stepSize(), last.stepSize());
    assertEquals(recorder.epochs.get(EPOCHS - 1).gradientNorm(), last.gradientNorm());
    double all = told.stream().mapToDouble(RoundReport::seconds).sum();
    assertTrue(all > 0 && all < seconds, all + " of " + seconds);
    for (RoundReport report : told) {
      assertTrue(report.computeSeconds() > 0, report.toString());
      assertTrue(report.aggregateSeconds() >= 0 && report.driverSeconds() >= 0, report.toString());
      assertEquals(report.rows() / report.seconds(), report.rowsPerSecond());
      assertTrue(report.loss() > 0 && report.loss() < 1, report.toString());
    }
  }

  /** The registry that Spark gives the plugin. */
  private static MetricRegistry registry() {
    MetricRegistry registry = new MetricRegistry();
    PluginContext context =
        (PluginContext)
            Proxy.newProxyInstance(
                MonitoringTest.class.getClassLoader(),
                new Class<?>[] {PluginContext.class},
                (proxy, method, arguments) -> {
                  assertEquals("metricRegistry", method.getName());
                  return registry;
                });
    new SteplessPlugin().driverPlugin().registerMetrics("application", context);
    return registry;
  }

  @Test
  void metricsAddUpOverRuns() {
    MetricRegistry registry = registry();
    Counter runs = (Counter) registry.getMetrics().get("runs");
    Counter rounds = (Counter) registry.getMetrics().get("rounds");
    Counter rows = (Counter) registry.getMetrics().get("rows");
    Timer compute = (Timer) registry.getMetrics().get("computeTime");
    long runsBefore = runs.getCount(), roundsBefore = rounds.getCount();
    long rowsBefore = rows.getCount(), computeBefore = compute.getCount();
    Recorder recorder = new Recorder();
    SteplessLogisticRegression estimator =
        estimator("synchronous", "prodigy").setListener(recorder);
    estimator.fit(DATA);
    estimator.fit(DATA);
    assertEquals(2, runs.getCount() - runsBefore);
    assertEquals(36, rounds.getCount() - roundsBefore);
    assertEquals(2L * ROWS * EPOCHS, rows.getCount() - rowsBefore);
    assertEquals(36, compute.getCount() - computeBefore);
    RoundReport last = recorder.rounds.get(35);
    assertEquals(last.loss(), gauge(registry, "loss"));
    assertEquals(last.stepSize(), gauge(registry, "stepSize"));
    assertEquals(last.gradientNorm(), gauge(registry, "gradientNorm"));
    assertEquals(last.rowsPerSecond(), gauge(registry, "rowsPerSecond"));
    assertEquals(18.0, gauge(registry, "steps"));
  }

  private static Object gauge(MetricRegistry registry, String name) {
    return ((Gauge<?>) registry.getMetrics().get(name)).getValue();
  }

  private static List<JsonNode> lines(Path file) throws IOException {
    List<JsonNode> lines = new ArrayList<>();
    for (String line : Files.readAllLines(file)) {
      JsonNode node = new ObjectMapper().readTree(line);
      Instant.parse(node.get("time").asText());
      lines.add(node);
    }
    return lines;
  }

  private static List<JsonNode> of(List<JsonNode> lines, String event) {
    return lines.stream().filter(line -> line.get("event").asText().equals(event)).toList();
  }

  @Test
  void theHistoryFileHoldsWhatWasTold(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("history.jsonl");
    Recorder recorder = new Recorder();
    Dataset<Row> data =
        DATA.withColumn("held", org.apache.spark.sql.functions.col("weight").equalTo(0.5));
    SteplessLogisticRegression estimator =
        estimator("synchronous", "prodigy").setValidationIndicatorCol("held");
    try (HistoryFile history = HistoryFile.create(file.toString(), true, new Configuration())) {
      estimator.setListener(recorder.and(history));
      estimator.fit(data);
    }
    List<JsonNode> lines = lines(file);
    assertTrue(of(lines, "start").get(0).get("description").asText().contains("synchronous"));
    List<JsonNode> rounds = of(lines, "round"), epochs = of(lines, "epoch");
    assertEquals(recorder.rounds.size(), rounds.size());
    for (int i = 0; i < rounds.size(); i++) {
      assertEquals(recorder.rounds.get(i).loss(), rounds.get(i).get("loss").asDouble());
      assertEquals(
          recorder.rounds.get(i).computeSeconds(), rounds.get(i).get("computeSeconds").asDouble());
    }
    assertEquals(EPOCHS, epochs.size());
    assertEquals(recorder.epochs.get(1).stepSize(), epochs.get(1).get("stepSize").asDouble());
    List<JsonNode> validations = of(lines, "validation");
    assertEquals(EPOCHS, validations.size());
    assertEquals(
        estimator.summary().validationHistory()[2], validations.get(2).get("loss").asDouble());
    JsonNode end = lines.get(lines.size() - 1);
    assertEquals("end", end.get("event").asText());
    assertEquals(estimator.summary().objective(), end.get("objective").asDouble());
    assertEquals(2 + rounds.size() + 2 * EPOCHS, lines.size());
  }

  /** Where one task makes the whole finish, and where jobs make its passes. */
  @ParameterizedTest
  @CsvSource({"single, newton", "synchronous, newton", "synchronous, tron"})
  void everyStepOfTheFinishIsTold(String mode, String method, @TempDir Path folder)
      throws IOException {
    Path file = folder.resolve("history.jsonl");
    List<FinishReport> told = new ArrayList<>();
    TrainingListener listener =
        new TrainingListener() {
          @Override
          public void onFinish(FinishReport report) {
            told.add(report);
          }
        };
    SteplessLogisticRegression estimator = estimator(mode, "prodigy").setFinish(method);
    try (HistoryFile history = HistoryFile.create(file.toString(), false, new Configuration())) {
      estimator.setListener(listener.and(history)).fit(DATA);
    }
    Finished finish = estimator.summary().finish();
    assertEquals(finish.path(), told);
    assertEquals(finish.steps() + 1, told.size());
    for (int step = 0; step < told.size(); step++) {
      FinishReport report = told.get(step);
      assertEquals(step, report.step());
      assertEquals(method, report.method());
      if (step > 0) {
        assertTrue(report.objective() <= told.get(step - 1).objective() + 1e-12);
        assertTrue(report.passes() > told.get(step - 1).passes());
      }
    }
    FinishReport last = told.get(finish.steps());
    assertEquals(estimator.summary().objective(), last.objective());
    assertEquals(finish.gradientNorm(), last.gradientNorm());
    assertTrue(last.gradientNorm() <= 1e-6 && told.get(0).gradientNorm() > 1e-6);
    assertEquals(Math.log(2), finish.referenceObjective(), 0.01); // labels are about as many
    List<JsonNode> lines = lines(file), steps = of(lines, "finish");
    assertEquals(told.size(), steps.size());
    assertEquals(last.objective(), steps.get(finish.steps()).get("objective").asDouble());
    assertEquals(last.gradientNorm(), steps.get(finish.steps()).get("gradientNorm").asDouble());
    assertEquals(method, steps.get(0).get("method").asText());
    JsonNode end = of(lines, "end").get(0);
    assertEquals(finish.passes(), end.get("finishPasses").asInt());
    assertEquals(finish.steps(), end.get("finishSteps").asInt());
    assertTrue(end.get("converged").asBoolean());
  }

  @Test
  void historyIsWrittenWhileTrainingGoesOn(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("history.jsonl");
    List<Integer> seen = new ArrayList<>();
    try (HistoryFile history = HistoryFile.create("file://" + file, false, new Configuration())) {
      TrainingListener reader =
          new TrainingListener() {
            @Override
            public void onEpoch(EpochReport report) {
              history.onEpoch(new EpochReport(report.epoch(), 9, 1, Double.NaN, 1, 1, 1));
              try {
                seen.add(Files.readAllLines(file).size());
              } catch (IOException e) {
                throw new IllegalStateException(e);
              }
            }
          };
      estimator("synchronous", "prodigy").setListener(history.and(reader)).fit(DATA);
    }
    assertEquals(EPOCHS, seen.size());
    for (int epoch = 1; epoch <= EPOCHS; epoch++) {
      assertEquals(1 + 2 * epoch, seen.get(epoch - 1), "start, and two lines an epoch");
    }
    List<JsonNode> lines = lines(file);
    int steps = of(lines, "finish").size();
    assertTrue(steps > 1, "the finish's start and its steps");
    assertEquals(2 + 2 * EPOCHS + steps, lines.size(), "rounds were not asked for");
    assertTrue(of(lines, "epoch").get(1).get("loss").isNull(), "JSON knows no NaN");
  }

  @Test
  void everyRoundIsReadableAtOnce(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("history.jsonl");
    List<Integer> seen = new ArrayList<>();
    TrainingListener reader =
        new TrainingListener() {
          @Override
          public void onRound(RoundReport report) {
            try {
              seen.add(Files.readAllLines(file).size());
            } catch (IOException e) {
              throw new IllegalStateException(e);
            }
          }
        };
    try (HistoryFile history = HistoryFile.create(file.toString(), true, new Configuration())) {
      estimator("single", "prodigy").setListener(history.and(reader)).fit(DATA);
    }
    assertEquals(2, seen.get(0), "start and the first round");
  }

  /** A checksum that an earlier writer left would make the new file unreadable for Hadoop. */
  @Test
  void noChecksumOfAnEarlierFileIsLeft(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("history.jsonl");
    Configuration configuration = new Configuration();
    org.apache.hadoop.fs.Path path = new org.apache.hadoop.fs.Path(file.toString());
    FileSystem local = path.getFileSystem(configuration);
    try (OutputStream old = local.create(path, true)) {
      old.write("the history of an earlier run".getBytes(StandardCharsets.UTF_8));
    }
    try (HistoryFile history = HistoryFile.create(file.toString(), true, configuration)) {
      history.onStart("anew");
    }
    try (InputStream in = local.open(path)) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      assertTrue(text.contains("\"anew\""), text);
    }
  }

  @Test
  void aFileThatCannotBeWrittenIsNamed(@TempDir Path folder) throws IOException {
    Path blocked = Files.writeString(folder.resolve("file"), "x");
    Messages.assertMessage(
        "history file '" + blocked + "/history'",
        () -> HistoryFile.create(blocked + "/history", false, new Configuration()));
  }
}
