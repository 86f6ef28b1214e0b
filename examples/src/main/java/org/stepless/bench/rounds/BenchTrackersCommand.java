package org.stepless.bench.rounds;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.stepless.bench.common.Benchmark;
import org.stepless.bench.common.DrawnShape;
import org.stepless.bench.common.Epochs;
import org.stepless.cli.options.SparkOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code stepless bench trackers}: memory and time of one number per row. */
@Command(
    name = "trackers",
    description = "Memory and time that MOTAPS's trackers cost, beside SP, which has none.",
    mixinStandardHelpOptions = true,
    sortOptions = false)
public final class BenchTrackersCommand implements Callable<Integer> {
  @Mixin private DrawnShape shape = new DrawnShape(10_000_000, 10, 4);

  @Mixin private Epochs epochs = new Epochs(12);

  @Option(
      names = "--repeat",
      paramLabel = "N",
      description =
          "Runs of both in turn, the first of which warms up (default: ${DEFAULT-VALUE}).")
  private int repeat = 3;

  @Mixin private Benchmark bench;

  @Override
  public Integer call() throws IOException, InterruptedException {
    shape.check();
    epochs.check();
    SparkOptions.atLeast("--repeat", repeat, 1);
    bench.run(this::run);
    return 0;
  }

  private void run(SparkSession spark) {
    PrintWriter out = bench.out();
    int rows = shape.rows(), features = shape.features(), partitions = shape.partitions(spark);
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    try (TrackerBench trackers = new TrackerBench(context, rows, features, partitions)) {
      out.printf(
          Locale.ROOT,
          "%,d rows of %d features in %d partitions, %.0f bytes a row; steps of single rows%n%n",
          rows,
          features,
          partitions,
          (double) trackers.rowBytes() / rows);
      out.printf("%-8s %14s %22s%n", "rule", "ms a pass", "tracker bytes a row");
      for (int i = 0; i <= repeat; i++) {
        TrackerBench.Result without = trackers.run("sp", epochs.count());
        TrackerBench.Result with = trackers.run("motaps", epochs.count());
        if (i > 0) {
          print(out, "sp", without);
          print(out, "motaps", with);
          double ratio = with.passes().median() / without.passes().median();
          out.printf(Locale.ROOT, "%-8s %14.3f%n", "ratio", ratio);
          out.flush();
        }
      }
    }
  }

  private void print(PrintWriter out, String rule, TrackerBench.Result result) {
    out.printf(
        Locale.ROOT,
        "%-8s %14.0f %22.2f%n",
        rule,
        result.passes().median(),
        (double) result.columnBytes() / shape.rows());
  }
}
