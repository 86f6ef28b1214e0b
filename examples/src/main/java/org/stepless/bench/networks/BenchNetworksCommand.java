package org.stepless.bench.networks;

import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import org.stepless.bench.common.Benchmark;
import org.stepless.bench.common.Epochs;
import org.stepless.bench.common.TableFile;
import org.stepless.cli.input.UserError;
import org.stepless.cli.options.ReportOptions;
import org.stepless.cli.options.SparkOptions;
import org.stepless.cli.report.Chart;
import org.stepless.cli.report.Numbers;
import org.stepless.cli.report.Report;
import org.stepless.cli.report.Table;
import org.stepless.examples.SampleData;
import org.stepless.examples.nd4j.AttentionBlock;
import org.stepless.examples.nd4j.ClickModel;
import org.stepless.examples.nd4j.DigitImages;
import org.stepless.examples.nd4j.Network;
import org.stepless.examples.nd4j.SequenceRecall;
import org.stepless.methods.Methods;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code stepless bench networks}: rules on small networks, beside tuned Adam and SGD. */
@Command(
    name = "networks",
    description =
        "Rules at their defaults on small networks of ND4J, beside Adam and SGD with momentum at"
            + " the best of six rates.",
    mixinStandardHelpOptions = true,
    sortOptions = false)
public final class BenchNetworksCommand implements Callable<Integer> {
  private static final List<String> NAMES = List.of("cnn", "gru", "transformer", "clicks");

  @Option(
      names = "--input",
      paramLabel = "FILE",
      description = "LIBSVM file of 8x8 images of digits, for cnn (default: the one shipped).")
  private String input;

  @Option(
      names = "--network",
      paramLabel = "NAME",
      description = "Networks: cnn, gru, transformer, clicks (default: all).")
  private List<String> networks = NAMES;

  @Option(
      names = "--rule",
      paramLabel = "RULE",
      description = "Rules (default: those of the papers, and both peers with their grids).")
  private List<String> rules;

  @Option(
      names = "--rows",
      paramLabel = "N",
      description = "Rows to draw for the synthetic tasks (default: ${DEFAULT-VALUE}).")
  private int rows = 2000;

  @Mixin private Epochs epochs = new Epochs(15);

  @Mixin private TableFile output;

  @Mixin private ReportOptions report;
  @Mixin private Benchmark bench;

  @Override
  public Integer call() throws IOException, InterruptedException {
    check();
    Report page = new Report("Rules on small networks, beside tuned Adam and SGD");
    Table table = new Table("final losses", "network", "rule", "loss", "accuracy", "seconds");
    PrintStream standard = System.out;
    System.setOut(System.err); // where ND4J's own remarks belong
    try {
      bench.run(report, page, spark -> run(spark, table, page));
    } finally {
      System.setOut(standard);
    }
    return 0;
  }

  private void run(SparkSession spark, Table table, Report page) throws IOException {
    bench.printMachine(spark.sparkContext());
    bench.out().println();
    bench.out().flush();
    for (String name : networks) {
      page.add(run(new NetworkBench(network(spark, name), epochs.count()), table));
    }
    page.add(table).fact("epochs", epochs.count()).fact("rows of synthetic tasks", rows);
    output.show(table, bench.out());
  }

  private void check() {
    SparkOptions.atLeast("--rows", rows, 10);
    epochs.check();
    for (String name : networks) {
      if (!NAMES.contains(name)) {
        throw new UserError(
            "--network must be one of %s, was '%s'".formatted(String.join(", ", NAMES), name));
      }
    }
    if (rules != null) {
      rules.forEach(Methods::method);
    }
    output.check();
    report.check();
    Nd4jNeeded.check("bench networks");
  }

  private Network network(SparkSession spark, String name) {
    return switch (name) {
      case "cnn" -> DigitImages.network(spark.read().format("libsvm").load(images()).coalesce(1));
      case "gru" -> SequenceRecall.network(spark, rows);
      case "transformer" -> AttentionBlock.network(spark, rows);
      default -> ClickModel.network(spark, rows);
    };
  }

  private String images() {
    return input != null ? input : SampleData.path("digits.libsvm.gz");
  }

  /** Adds a row for every rule; returns their curves. */
  private Chart run(NetworkBench networkBench, Table table) {
    String network = networkBench.network().name();
    Chart chart = Chart.logarithmic(network + ": training loss", "epoch", "mean loss");
    for (String rule : rules == null ? NetworkBench.RULES : rules) {
      add(network, networkBench.run(rule), table, chart);
    }
    if (rules == null) {
      for (List<String> grid : NetworkBench.TUNED) {
        add(network, networkBench.best(grid), table, chart);
      }
    }
    return chart;
  }

  private void add(String network, NetworkBench.Result result, Table table, Chart chart) {
    String loss = Numbers.text("%.5f", result.loss());
    String accuracy = Numbers.text("%.4f", result.accuracy());
    String seconds = Numbers.text("%.2f", result.seconds());
    table.add(network, result.rule(), loss, accuracy, seconds);
    chart.add(result.rule(), result.epochLosses());
    bench.err().printf("%-12s %-30s %s s%n", network, result.rule(), seconds);
  }
}
