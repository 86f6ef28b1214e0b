package org.stepless.examples.command;

import java.io.PrintWriter;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.stepless.examples.UserError;
import org.stepless.examples.bench.PerceptronBench;
import org.stepless.examples.bench.PerceptronBench.Outcome;
import org.stepless.examples.bench.Times;
import org.stepless.examples.input.Frames;
import org.stepless.examples.input.InputSpec;
import org.stepless.examples.input.Labels;
import org.stepless.examples.input.Samples;
import org.stepless.examples.input.Split;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * {@code stepless bench perceptron}: for every seed, which chooses the rows held out and the first
 * weights, the perceptron at its defaults, one that runs until its loss is below that of Spark's
 * MultilayerPerceptronClassifier, and that one, in turn and in one process.
 */
@Command(
    name = "perceptron",
    description =
        "Test accuracy of the multilayer perceptron at its defaults, and its time to the training"
            + " loss that Spark's reaches.",
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class BenchPerceptronCommand implements Callable<Integer> {
  private static final String DEFAULTS = "defaults", RACE = "race", SPARK = "Spark";

  @Option(
      names = "--input",
      required = true,
      paramLabel = "PATH",
      description = "LIBSVM, CSV or Parquet file of classes.")
  private String input;

  @Option(
      names = "--hidden",
      paramLabel = "UNITS",
      split = ",",
      description = "Units of the hidden layers (default: ${DEFAULT-VALUE}).")
  private int[] hidden = {128};

  @Option(
      names = "--holdout",
      paramLabel = "F",
      description = "Share of the rows to test on (default: ${DEFAULT-VALUE}).")
  private double holdout = 0.2;

  @Option(
      names = "--optimizer",
      paramLabel = "RULE",
      description = "Update rule of the race (default: ${DEFAULT-VALUE}).")
  private String optimizer = "prodigy(beta2=0.9)";

  @Option(
      names = "--epochs",
      paramLabel = "N",
      description = "Passes over the rows in the race (default: ${DEFAULT-VALUE}).")
  private int epochs = 50;

  @Option(
      names = "--batch-size",
      paramLabel = "ROWS",
      description = "Rows a step in the race; 0 chooses (default: ${DEFAULT-VALUE}).")
  private int batchSize = 16;

  @Option(
      names = "--warm-up",
      paramLabel = "N",
      description = "Fits of each before counting (default: ${DEFAULT-VALUE}).")
  private int warmUp = 2;

  @Option(
      names = "--repeat",
      paramLabel = "N",
      description = "Counted fits of each, with seeds from 1 (default: ${DEFAULT-VALUE}).")
  private int repeat = 5;

  @Option(
      names = "--master",
      paramLabel = "URL",
      description = "Spark master (default: that of spark-submit, else local[*]).")
  private String master;

  @Spec private CommandSpec spec;

  private final Times defaultTimes = new Times(), raceTimes = new Times(), sparkTimes = new Times();

  @Override
  public Integer call() {
    check();
    PrintWriter out = spec.commandLine().getOut();
    try (Sessions session = Sessions.open("stepless bench perceptron", master)) {
      SparkSession spark = session.spark();
      // A compressed file comes in one piece; both sides get one partition a core.
      int partitions = spark.sparkContext().defaultParallelism();
      InputSpec inputSpec = new InputSpec("--input", input, null, "label", List.of(), partitions);
      try (Samples samples = Samples.read(spark, inputSpec)) {
        Labels labels = Labels.of(samples.survey());
        int[] layers =
            IntStream.concat(
                    IntStream.concat(
                        IntStream.of(samples.survey().features()), Arrays.stream(hidden)),
                    IntStream.of(labels.names().size()))
                .toArray();
        printHead(spark, layers, out);
        for (int i = -warmUp; i < repeat; i++) {
          long seed = i < 0 ? 0 : i + 1;
          Dataset<Row> training =
              Frames.of(spark, samples, labels, samples, new Split(seed, holdout, false));
          Dataset<Row> test =
              Frames.of(spark, samples, labels, samples, new Split(seed, holdout, true));
          try (PerceptronBench bench = new PerceptronBench(training, test, layers, seed)) {
            run(bench, seed, i >= 0, out);
          }
        }
      }
    }
    printMedians(out);
    return 0;
  }

  private void check() {
    if (repeat < 1 || warmUp < 0) {
      throw new UserError(
          "--repeat must be at least 1 and --warm-up at least 0, were %d and %d"
              .formatted(repeat, warmUp));
    }
    if (!(holdout > 0 && holdout < 1)) {
      throw new UserError("--holdout must be above 0 and below 1, was " + holdout);
    }
  }

  private void printHead(SparkSession spark, int[] layers, PrintWriter out) {
    out.printf(
        "Spark %s, master %s, Java %s, %d processors%n",
        spark.version(),
        spark.sparkContext().master(),
        System.getProperty("java.version"),
        Runtime.getRuntime().availableProcessors());
    out.printf(
        "layers %s, %s of the rows held out; %s: nothing set; %s: %s, %d epochs, batch %d;"
            + " %s: MultilayerPerceptronClassifier, nothing set%n%n",
        Arrays.toString(layers), holdout, DEFAULTS, RACE, optimizer, epochs, batchSize, SPARK);
    out.printf("%4s", "seed");
    for (String method : List.of(DEFAULTS, RACE, SPARK)) {
      out.printf(" | %9s %8s %7s", method, "accuracy", "ms");
    }
    out.printf(" | %7s %5s%n", "reached", "ratio");
  }

  private void run(PerceptronBench bench, long seed, boolean counts, PrintWriter out) {
    Outcome byDefault = bench.defaults();
    Outcome race = bench.race(optimizer, epochs, batchSize);
    Outcome peer = bench.spark();
    if (!counts) {
      return;
    }
    defaultTimes.add(byDefault.milliseconds());
    raceTimes.add(race.milliseconds());
    sparkTimes.add(peer.milliseconds());
    out.printf("%4d", seed);
    for (Outcome outcome : List.of(byDefault, race, peer)) {
      out.printf(
          Locale.ROOT,
          " | %9.2e %8.4f %7.0f",
          outcome.loss(),
          outcome.accuracy(),
          outcome.milliseconds());
    }
    out.printf(
        Locale.ROOT,
        " | %7s %5.1f%n",
        race.loss() <= peer.loss() ? "yes" : "no",
        peer.milliseconds() / race.milliseconds());
    out.flush();
  }

  private void printMedians(PrintWriter out) {
    out.printf(
        Locale.ROOT,
        "%nmedian ms: %s %.0f, %s %.0f, %s %.0f; %s / %s %.1f%n",
        DEFAULTS,
        defaultTimes.median(),
        RACE,
        raceTimes.median(),
        SPARK,
        sparkTimes.median(),
        SPARK,
        RACE,
        sparkTimes.median() / raceTimes.median());
  }
}
