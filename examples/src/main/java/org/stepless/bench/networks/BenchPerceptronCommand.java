package org.stepless.bench.networks;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.apache.spark.SparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.stepless.bench.common.Benchmark;
import org.stepless.bench.common.Epochs;
import org.stepless.bench.common.Repeats;
import org.stepless.bench.common.Times;
import org.stepless.bench.networks.PerceptronBench.Result;
import org.stepless.cli.input.ClassFile;
import org.stepless.cli.input.Split;
import org.stepless.cli.input.UserError;
import org.stepless.cli.options.ReportOptions;
import org.stepless.cli.options.SparkOptions;
import org.stepless.cli.report.Numbers;
import org.stepless.cli.report.Report;
import org.stepless.cli.report.Table;
import org.stepless.methods.Methods;
import org.stepless.spark.params.PerceptronParams;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * {@code stepless bench perceptron}: for every seed, which chooses the rows held out and the first
 * weights, the perceptron at its defaults, one that runs until its loss is below that of Spark's
 * MultilayerPerceptronClassifier, and that one, in turn and in one process.
 */
@Command(
    name = "perceptron",
    description =
        "Test accuracy of the multilayer perceptron at its defaults, and its time to the training"
            + " loss that Spark's reaches; counted fits have the seeds 1, 2, ...",
    mixinStandardHelpOptions = true,
    sortOptions = false)
public final class BenchPerceptronCommand implements Callable<Integer> {
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
      description = "Update rule of the race, which takes --epochs (default: ${DEFAULT-VALUE}).")
  private String optimizer = "prodigy(beta2=0.9)";

  @Mixin private Epochs epochs = new Epochs(50);

  @Option(
      names = "--batch-size",
      paramLabel = "ROWS",
      description = "Rows a step in the race; 0 chooses (default: ${DEFAULT-VALUE}).")
  private int batchSize = 16;

  @Mixin private Repeats repeats = new Repeats(2, 5);

  @Option(
      names = "--backend",
      paramLabel = "java|nd4j",
      description = "What computes the layers of Stepless (default: ${DEFAULT-VALUE}).")
  private String backend = PerceptronParams.JAVA;

  @Mixin private ReportOptions report;
  @Mixin private Benchmark bench;

  private final Times defaultTimes = new Times(), raceTimes = new Times(), sparkTimes = new Times();

  @Override
  public Integer call() throws IOException, InterruptedException {
    check();
    report.check();
    Report page = new Report("Perceptron beside Spark's");
    bench.run(report, page, spark -> run(spark, page));
    return 0;
  }

  private void run(SparkSession spark, Report page) {
    PrintWriter out = bench.out();
    Table table = table();
    SparkContext context = spark.sparkContext();
    // A compressed file comes in one piece; both sides get one partition a core.
    int partitions = context.defaultParallelism();
    try (ClassFile rows = ClassFile.read(spark, "--input", input, partitions)) {
      int[] layers = layers(rows.survey().features(), rows.classes());
      printHead(context, layers);
      String used = null;
      for (int i = -repeats.warmUp(); i < repeats.counted(); i++) {
        long seed = i < 0 ? 0 : i + 1;
        Dataset<Row> training = rows.frame(new Split(seed, holdout, false));
        Dataset<Row> test = rows.frame(new Split(seed, holdout, true));
        try (PerceptronBench fits = new PerceptronBench(training, test, layers, seed, backend)) {
          used = run(fits, seed, i >= 0, table);
        }
      }
      out.printf("Stepless computed by %s%n%n%s", used, table.markdown());
      page.add(table)
          .fact("input", input)
          .fact("layers", Arrays.toString(layers))
          .fact(RACE, "%s, %d epochs, batch %d".formatted(optimizer, epochs.count(), batchSize))
          .fact("computed by", used);
    }
    printMedians(out);
  }

  private void check() {
    repeats.check();
    epochs.check();
    SparkOptions.atLeast("--batch-size", batchSize, 0);
    Arrays.stream(hidden).forEach(units -> SparkOptions.atLeast("--hidden", units, 1));
    Methods.method(optimizer);
    if (!(holdout > 0 && holdout < 1)) {
      throw new UserError("--holdout must be above 0 and below 1, was " + holdout);
    }
    if (backend.equals(PerceptronParams.ND4J)) {
      Nd4jNeeded.check("bench perceptron --backend nd4j");
    } else if (!backend.equals(PerceptronParams.JAVA)) {
      throw new UserError("--backend must be java or nd4j, was '%s'".formatted(backend));
    }
  }

  private int[] layers(int features, int classes) {
    int[] layers = new int[hidden.length + 2];
    layers[0] = features;
    System.arraycopy(hidden, 0, layers, 1, hidden.length);
    layers[layers.length - 1] = classes;
    return layers;
  }

  private void printHead(SparkContext context, int[] layers) {
    PrintWriter out = bench.out();
    bench.printMachine(context);
    out.printf(
        "layers %s, %s of the rows held out; %s: nothing set; %s: %s, %d epochs, batch %d;"
            + " %s: MultilayerPerceptronClassifier, nothing set%n",
        Arrays.toString(layers),
        holdout,
        DEFAULTS,
        RACE,
        optimizer,
        epochs.count(),
        batchSize,
        SPARK);
    out.flush();
  }

  private static Table table() {
    List<String> header = new ArrayList<>(List.of("seed"));
    for (String method : List.of(DEFAULTS, RACE, SPARK)) {
      header.addAll(List.of(method + " loss", method + " accuracy", method + " ms"));
    }
    header.addAll(List.of("reached", "ratio"));
    return new Table("losses, accuracies and times by seed", header);
  }

  /** Returns what computed Stepless's gradients. */
  private String run(PerceptronBench fits, long seed, boolean counts, Table table) {
    Result byDefault = fits.defaults();
    Result race = fits.race(optimizer, epochs.count(), batchSize);
    Result peer = fits.spark();
    if (counts) {
      defaultTimes.add(byDefault.milliseconds());
      raceTimes.add(race.milliseconds());
      sparkTimes.add(peer.milliseconds());
      List<String> row = new ArrayList<>(List.of("" + seed));
      for (Result result : List.of(byDefault, race, peer)) {
        row.add(Numbers.text("%.2e", result.loss()));
        row.add(Numbers.text("%.4f", result.accuracy()));
        row.add(Numbers.text("%.0f", result.milliseconds()));
      }
      row.add(race.loss() <= peer.loss() ? "yes" : "no");
      row.add(Numbers.text("%.1f", peer.milliseconds() / race.milliseconds()));
      table.add(row);
      bench.err().println(String.join("  ", row));
    }
    return race.backend();
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
