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
import org.stepless.bench.common.Times;
import org.stepless.bench.networks.PerceptronBench.Result;
import org.stepless.cli.input.ClassFile;
import org.stepless.cli.input.Split;
import org.stepless.cli.input.UserError;
import org.stepless.cli.options.ReportOptions;
import org.stepless.cli.options.Sessions;
import org.stepless.cli.options.SparkOptions;
import org.stepless.cli.report.Machine;
import org.stepless.cli.report.Report;
import org.stepless.cli.report.Table;
import org.stepless.spark.params.PerceptronParams;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
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
      names = "--backend",
      paramLabel = "java|nd4j",
      description = "What computes the layers of Stepless (default: ${DEFAULT-VALUE}).")
  private String backend = PerceptronParams.JAVA;

  @Mixin private ReportOptions report;
  @Mixin private SparkOptions spark;
  @Spec private CommandSpec spec;

  private final Times defaultTimes = new Times(), raceTimes = new Times(), sparkTimes = new Times();

  @Override
  public Integer call() throws IOException {
    check();
    report.check();
    PrintWriter out = spec.commandLine().getOut();
    Table table = table();
    try (Sessions session = spark.open("bench perceptron")) {
      SparkContext context = session.spark().sparkContext();
      // A compressed file comes in one piece; both sides get one partition a core.
      int partitions = context.defaultParallelism();
      try (ClassFile rows = ClassFile.read(session.spark(), "--input", input, partitions)) {
        int[] layers = layers(rows.survey().features(), rows.classes());
        printHead(context, layers, out);
        String used = null;
        for (int i = -warmUp; i < repeat; i++) {
          long seed = i < 0 ? 0 : i + 1;
          Dataset<Row> training = rows.frame(new Split(seed, holdout, false));
          Dataset<Row> test = rows.frame(new Split(seed, holdout, true));
          try (PerceptronBench bench = new PerceptronBench(training, test, layers, seed, backend)) {
            used = run(bench, seed, i >= 0, table);
          }
        }
        out.printf("Stepless computed by %s%n%n%s", used, table.markdown());
        Report page =
            new Report("Perceptron beside Spark's")
                .add(table)
                .fact("input", input)
                .fact("layers", Arrays.toString(layers))
                .fact(RACE, "%s, %d epochs, batch %d".formatted(optimizer, epochs, batchSize))
                .fact("computed by", used)
                .facts(Machine.facts(context));
        report.save(() -> page, spec.commandLine().getErr());
      }
    }
    printMedians(out);
    return 0;
  }

  private void check() {
    SparkOptions.atLeast("--repeat", repeat, 1);
    SparkOptions.atLeast("--warm-up", warmUp, 0);
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

  private void printHead(SparkContext context, int[] layers, PrintWriter out) {
    out.println(Machine.describe(context));
    out.printf(
        "layers %s, %s of the rows held out; %s: nothing set; %s: %s, %d epochs, batch %d;"
            + " %s: MultilayerPerceptronClassifier, nothing set%n",
        Arrays.toString(layers), holdout, DEFAULTS, RACE, optimizer, epochs, batchSize, SPARK);
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
  private String run(PerceptronBench bench, long seed, boolean counts, Table table) {
    Result byDefault = bench.defaults();
    Result race = bench.race(optimizer, epochs, batchSize);
    Result peer = bench.spark();
    if (counts) {
      defaultTimes.add(byDefault.milliseconds());
      raceTimes.add(race.milliseconds());
      sparkTimes.add(peer.milliseconds());
      List<String> row = new ArrayList<>(List.of("" + seed));
      for (Result result : List.of(byDefault, race, peer)) {
        row.add(text("%.2e", result.loss()));
        row.add(text("%.4f", result.accuracy()));
        row.add(text("%.0f", result.milliseconds()));
      }
      row.add(race.loss() <= peer.loss() ? "yes" : "no");
      row.add(text("%.1f", peer.milliseconds() / race.milliseconds()));
      table.add(row);
      spec.commandLine().getErr().println(String.join("  ", row));
    }
    return race.backend();
  }

  private static String text(String format, double value) {
    return String.format(Locale.ROOT, format, value);
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
