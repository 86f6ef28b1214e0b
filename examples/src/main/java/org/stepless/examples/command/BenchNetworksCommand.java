package org.stepless.examples.command;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import org.stepless.examples.UserError;
import org.stepless.examples.bench.NetworkBench;
import org.stepless.examples.nd4j.AttentionBlock;
import org.stepless.examples.nd4j.ClickModel;
import org.stepless.examples.nd4j.DigitImages;
import org.stepless.examples.nd4j.Network;
import org.stepless.examples.nd4j.SequenceRecall;
import org.stepless.nd4j.Nd4jLibrary;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code stepless bench networks}: rules on small networks, beside tuned Adam and SGD. */
@Command(
    name = "networks",
    description =
        "Rules at their defaults on small networks of ND4J, beside Adam and SGD with momentum at"
            + " the best of four rates.",
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class BenchNetworksCommand implements Callable<Integer> {
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
      names = "--master",
      paramLabel = "URL",
      description = "Spark master (default: that of spark-submit, else local[*]).")
  private String master;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    if (rows < 10 || epochs < 1) {
      throw new UserError(
          "--rows must be at least 10 and --epochs at least 1, were %d and %d"
              .formatted(rows, epochs));
    }
    for (String name : networks) {
      if (!NAMES.contains(name)) {
        throw new UserError(
            "--network must be one of %s, was '%s'".formatted(String.join(", ", NAMES), name));
      }
    }
    try {
      Nd4jLibrary.require();
    } catch (IllegalStateException e) {
      throw new UserError("bench networks: " + e.getMessage());
    }
    PrintWriter out = spec.commandLine().getOut();
    PrintStream standard = System.out;
    System.setOut(System.err); // where ND4J's own remarks belong
    try (Sessions session = Sessions.open("stepless bench networks", master)) {
      out.printf("%-12s %-30s %10s %9s %8s%n", "network", "rule", "loss", "accuracy", "seconds");
      for (String name : networks) {
        run(new NetworkBench(network(session.spark(), name), epochs), out);
      }
    } finally {
      System.setOut(standard);
    }
    return 0;
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
    return input != null
        ? input
        : System.getProperty("stepless.home", ".") + "/examples/data/digits.libsvm.gz";
  }

  private void run(NetworkBench bench, PrintWriter out) {
    for (String rule : rules == null ? NetworkBench.RULES : rules) {
      print(out, bench, bench.run(rule));
    }
    if (rules == null) {
      for (List<String> grid : NetworkBench.TUNED) {
        print(out, bench, bench.best(grid));
      }
    }
  }

  private static void print(PrintWriter out, NetworkBench bench, NetworkBench.Result result) {
    out.printf(
        Locale.ROOT,
        "%-12s %-30s %10.5f %9.4f %8.2f%n",
        bench.network().name(),
        result.rule(),
        result.loss(),
        result.accuracy(),
        result.seconds());
    out.flush();
  }
}
