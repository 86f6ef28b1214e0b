package org.stepless.bench.rounds;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.apache.spark.api.java.JavaSparkContext;
import org.stepless.cli.options.Sessions;
import org.stepless.cli.options.SparkOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code stepless bench trackers}: memory and time of one number a row. */
@Command(
    name = "trackers",
    description = "Memory and time that MOTAPS's trackers cost, beside SP, which has none.",
    mixinStandardHelpOptions = true,
    sortOptions = false)
public final class BenchTrackersCommand implements Callable<Integer> {
  @Option(names = "--rows", paramLabel = "N", description = "Rows (default: ${DEFAULT-VALUE}).")
  private int rows = 10_000_000;

  @Option(
      names = "--features",
      paramLabel = "N",
      description = "Features of a row (default: ${DEFAULT-VALUE}).")
  private int features = 10;

  @Option(
      names = "--partitions",
      paramLabel = "N",
      description = "Partitions of the rows (default: ${DEFAULT-VALUE}).")
  private int partitions = 4;

  @Option(
      names = "--epochs",
      paramLabel = "N",
      description = "Passes of a run (default: ${DEFAULT-VALUE}).")
  private int epochs = 12;

  @Option(
      names = "--repeat",
      paramLabel = "N",
      description =
          "Runs of both in turn, the first of which warms up (default: ${DEFAULT-VALUE}).")
  private int repeat = 3;

  @Mixin private SparkOptions spark;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    SparkOptions.atLeast("--rows", rows, 1);
    SparkOptions.atLeast("--features", features, 1);
    SparkOptions.atLeast("--partitions", partitions, 1);
    SparkOptions.atLeast("--epochs", epochs, 1);
    SparkOptions.atLeast("--repeat", repeat, 1);
    PrintWriter out = spec.commandLine().getOut();
    try (Sessions session = spark.open("bench trackers");
        TrackerBench bench =
            new TrackerBench(
                JavaSparkContext.fromSparkContext(session.spark().sparkContext()),
                rows,
                features,
                partitions)) {
      out.printf(
          Locale.ROOT,
          "%,d rows of %d features in %d partitions, %.0f bytes a row; steps of single rows%n%n",
          rows,
          features,
          partitions,
          (double) bench.rowBytes() / rows);
      out.printf("%-8s %14s %22s%n", "rule", "ms a pass", "tracker bytes a row");
      for (int i = 0; i <= repeat; i++) {
        TrackerBench.Result without = bench.run("sp", epochs);
        TrackerBench.Result with = bench.run("motaps", epochs);
        if (i > 0) {
          print(out, "sp", without);
          print(out, "motaps", with);
          double ratio = with.passes().median() / without.passes().median();
          out.printf(Locale.ROOT, "%-8s %14.3f%n", "ratio", ratio);
          out.flush();
        }
      }
    }
    return 0;
  }

  private void print(PrintWriter out, String rule, TrackerBench.Result run) {
    out.printf(
        Locale.ROOT,
        "%-8s %14.0f %22.2f%n",
        rule,
        run.passes().median(),
        (double) run.columnBytes() / rows);
  }
}
