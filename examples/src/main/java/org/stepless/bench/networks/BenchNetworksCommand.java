package org.stepless.bench.networks;

import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import org.stepless.cli.input.UserError;
import org.stepless.cli.options.ReportOptions;
import org.stepless.cli.options.Sessions;
import org.stepless.cli.options.SparkOptions;
import org.stepless.cli.report.Chart;
import org.stepless.cli.report.Machine;
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
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

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

  @Option(
      names = "--epochs",
      paramLabel = "N",
      description = "Passes over the rows (default: ${DEFAULT-VALUE}).")
  private int epochs = 15;

  @Option(
      names = "--output",
      paramLabel = "FILE.csv",
      description = "Write the table as comma-separated values.")
  private Path output;

  @Mixin private ReportOptions report;
  @Mixin private SparkOptions spark;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    check();
    Report page = new Report("Rules on small networks, beside tuned Adam and SGD");
    Table table = new Table("final losses", "network", "rule", "loss", "accuracy", "seconds");
    PrintWriter out = spec.commandLine().getOut();
    PrintStream standard = System.out;
    System.setOut(System.err); // where ND4J's own remarks belong
    try (Sessions session = spark.open("bench networks")) {
      out.printf("%s%n%n", Machine.describe(session.spark().sparkContext()));
      out.flush();
      for (String name : networks) {
        NetworkBench bench = new NetworkBench(network(session.spark(), name), epochs);
        page.add(run(bench, table));
      }
      page.add(table).fact("epochs", epochs).fact("rows of synthetic tasks", rows);
      page.facts(Machine.facts(session.spark().sparkContext()));
    } finally {
      System.setOut(standard);
    }
    out.print(table.markdown());
    out.flush();
    if (output != null) {
      table.save(output);
    }
    report.save(() -> page, spec.commandLine().getErr());
    return 0;
  }

  private void check() {
    SparkOptions.atLeast("--rows", rows, 10);
    SparkOptions.atLeast("--epochs", epochs, 1);
    for (String name : networks) {
      if (!NAMES.contains(name)) {
        throw new UserError(
            "--network must be one of %s, was '%s'".formatted(String.join(", ", NAMES), name));
      }
    }
    if (rules != null) {
      rules.forEach(Methods::method);
    }
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
  private Chart run(NetworkBench bench, Table table) {
    String network = bench.network().name();
    Chart chart = Chart.logarithmic(network + ": training loss", "epoch", "mean loss");
    for (String rule : rules == null ? NetworkBench.RULES : rules) {
      add(network, bench.run(rule), table, chart);
    }
    if (rules == null) {
      for (List<String> grid : NetworkBench.TUNED) {
        add(network, bench.best(grid), table, chart);
      }
    }
    return chart;
  }

  private void add(String network, NetworkBench.Result result, Table table, Chart chart) {
    String loss = String.format(Locale.ROOT, "%.5f", result.loss());
    String accuracy = String.format(Locale.ROOT, "%.4f", result.accuracy());
    String seconds = String.format(Locale.ROOT, "%.2f", result.seconds());
    table.add(network, result.rule(), loss, accuracy, seconds);
    chart.add(result.rule(), result.epochLosses());
    spec.commandLine().getErr().printf("%-12s %-30s %s s%n", network, result.rule(), seconds);
  }
}
