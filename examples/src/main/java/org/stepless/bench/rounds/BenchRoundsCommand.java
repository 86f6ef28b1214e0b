package org.stepless.bench.rounds;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.stepless.bench.common.Benchmark;
import org.stepless.bench.common.DenseRows;
import org.stepless.bench.common.DrawnShape;
import org.stepless.bench.common.Epochs;
import org.stepless.bench.common.Times;
import org.stepless.cli.input.ClassFile;
import org.stepless.cli.input.UserError;
import org.stepless.cli.options.SparkOptions;
import org.stepless.cli.report.Numbers;
import org.stepless.spark.SteplessLogisticRegression;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * {@code stepless bench rounds}: what a synchronous step and a synchronous pass cost, each beside a
 * peer in the same process, and with {@code --input} how much of the loss local rounds give away.
 */
@Command(
    name = "rounds",
    description = {
      "Time synchronous steps and passes on dense rows that it draws, beside Spark's;",
      "with --input, compare the loss of local rounds with that of one partition."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false)
public final class BenchRoundsCommand implements Callable<Integer> {
  private static final int STEPS_A_REPEAT = 20;

  private static final String HEADER = "%-50s %9s %12s%n";

  private static final int[] LOCAL_PARTITIONS = {2, 4, 8};

  @Mixin private DrawnShape shape = new DrawnShape(500_000, 100, 0);

  @Option(
      names = "--fraction",
      paramLabel = "F",
      description = "Share of the rows that a step takes (default: ${DEFAULT-VALUE}).")
  private double fraction = 0.001;

  @Option(
      names = "--repeat",
      paramLabel = "N",
      description =
          "Rounds of measurements after one that does not count (default: ${DEFAULT-VALUE}).")
  private int repeat = 5;

  @Option(
      names = "--input",
      arity = "1..*",
      paramLabel = "PATH",
      description =
          "Instead: files of classes for local rounds of --epochs on 2, 4 and 8 partitions.")
  private List<String> inputs = List.of();

  @Mixin private Epochs epochs = new Epochs(30);

  @Mixin private Benchmark bench;

  @Override
  public Integer call() throws IOException, InterruptedException {
    shape.check();
    SparkOptions.atLeast("--repeat", repeat, 1);
    epochs.check();
    if (!(fraction > 0 && fraction <= 1)) {
      throw new UserError("--fraction must be above 0 and at most 1, was " + fraction);
    }
    bench.run(
        spark -> {
          bench.printMachine(spark.sparkContext());
          if (inputs.isEmpty()) {
            timings(spark, bench.out());
          } else {
            qualities(spark, bench.out());
          }
        });
    return 0;
  }

  private void timings(SparkSession spark, PrintWriter out) throws InterruptedException {
    int parts = shape.partitions(spark);
    Dataset<Row> frame = DenseRows.frame(spark, shape.rows(), shape.features(), parts).cache();
    frame.count();
    out.printf(
        Locale.ROOT,
        "%,d dense rows of %d features in %d partitions; medians of %d repeats in turn%n%n",
        shape.rows(),
        shape.features(),
        parts,
        repeat);
    int stepsPerPass = (int) Math.max(1, Math.round(1 / fraction));
    Times empty = new Times(), step = new Times(), pass = new Times();
    Times fit = new Times(), peerStep = new Times(), peerPass = new Times(), peerFit = new Times();
    int passes = 0;
    try (StepBench steps = new StepBench(frame)) {
      for (int i = 0; i <= repeat; i++) {
        if (i == 1) { // all that ran before was warm-up
          List.of(empty, step, pass, fit, peerStep, peerPass, peerFit).forEach(Times::clear);
        }
        steps.emptyJobs(STEPS_A_REPEAT, empty);
        steps.steps(STEPS_A_REPEAT, stepsPerPass, step);
        steps.gradientDescent(STEPS_A_REPEAT, fraction, peerStep);
        passes = SparkPasses.fit(frame, peerPass, peerFit);
        steps.steps(passes, 1, pass);
        fit.add(fit(frame, passes) / passes);
      }
    } finally {
      frame.unpersist();
    }
    out.printf(HEADER, "a step at fraction " + fraction, "ms", "/ empty job");
    print(out, "empty job: treeAggregate of a zero array", empty, empty);
    print(out, "Stepless, synchronous step", step, empty);
    print(out, "Spark's mllib GradientDescent, iteration", peerStep, empty);
    out.printf("%n" + HEADER, "a pass over all rows", "ms", "/ Stepless");
    print(out, "Stepless, synchronous pass", pass, pass);
    print(out, "Spark's ml LogisticRegression, pass of a fit", peerPass, pass);
    out.printf(
        "%n" + HEADER,
        "a fit of %d passes, with its preparations".formatted(passes),
        "ms a pass",
        "/ Stepless");
    print(out, "Stepless, mode synchronous, batches of all rows", fit, fit);
    print(out, "Spark's ml LogisticRegression", peerFit, fit);
  }

  private double fit(Dataset<Row> frame, int passes) {
    long start = System.nanoTime();
    new SteplessLogisticRegression()
        .setMode("synchronous")
        .setBatchSize(shape.rows())
        .setMaxEpochs(passes)
        .fit(frame);
    return (System.nanoTime() - start) * 1e-6;
  }

  private static void print(PrintWriter out, String what, Times times, Times base) {
    out.printf(
        Locale.ROOT, "%-50s %9.2f %12.2f%n", what, times.median(), times.median() / base.median());
    out.flush();
  }

  private void qualities(SparkSession spark, PrintWriter out) {
    out.printf(
        "final training loss after %d epochs of the estimator's defaults, local rounds against one partition%n%n",
        epochs.count());
    out.printf("%-24s %10s %10s %10s %10s%n", "data", "partitions", "loss", "above one", "steps");
    for (String input : inputs) {
      try (ClassFile file = ClassFile.read(spark, "--input", input, 0)) {
        Dataset<Row> frame = file.frame().cache();
        try {
          String name = file.name();
          double one = quality(frame, name, 1, Double.NaN, out);
          for (int parts : LOCAL_PARTITIONS) {
            quality(frame, name, parts, one, out);
          }
        } finally {
          frame.unpersist();
        }
      }
    }
  }

  private double quality(Dataset<Row> frame, String name, int parts, double one, PrintWriter out) {
    SteplessLogisticRegression estimator =
        new SteplessLogisticRegression()
            .setMaxEpochs(epochs.count())
            .setMode(parts == 1 ? "single" : "local")
            .setNumPartitions(parts);
    estimator.fit(frame);
    double loss = estimator.summary().objective();
    String above = parts == 1 ? "" : Numbers.text("%+.3f %%", 100 * (loss / one - 1));
    out.printf(
        Locale.ROOT,
        "%-24s %10d %10.6f %10s  %s%n",
        name,
        parts,
        loss,
        above,
        estimator.summary().mode());
    out.flush();
    return loss;
  }
}
