package org.stepless.bench.peers;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.stepless.bench.common.Benchmark;
import org.stepless.bench.common.DataOptions;
import org.stepless.bench.common.DenseRows;
import org.stepless.bench.common.Repeats;
import org.stepless.bench.common.SparseRows;
import org.stepless.bench.common.TableFile;
import org.stepless.cli.input.ClassFile;
import org.stepless.cli.input.UserError;
import org.stepless.cli.options.ReportOptions;
import org.stepless.cli.options.SparkOptions;
import org.stepless.cli.report.Report;
import org.stepless.cli.report.Table;
import org.stepless.methods.Methods;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * {@code stepless bench spark}: time until the training objective is near the optimum, Stepless
 * beside Spark's estimators and MLlib's optimisers, on the same cached rows in the same process.
 */
@Command(
    name = "spark",
    description = {
      "Time until the training objective is within 1, 0.1, 0.01 and 0.0001 %% of the optimum:",
      "Stepless, Spark's estimators and MLlib's optimisers on the same cached rows, in one process.",
      "Each fits with the smallest number of passes or iterations that suffices, all else at its",
      "defaults; Stepless at its defaults as well, with its finish, and the shorter time counts."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false)
public final class BenchSparkCommand implements Callable<Integer> {
  private static final int SPARSE_VALUES = 40;

  /** Data that the command draws instead of reading. */
  private enum Synthetic {
    DENSE,
    SPARSE
  }

  @Mixin private DataOptions data;

  @Option(
      names = "--synthetic",
      paramLabel = "dense|sparse",
      description = "Instead of files: rows of normal features, or of 40 ones in many columns.")
  private Synthetic synthetic;

  @Option(
      names = "--rows",
      paramLabel = "N",
      description = "Rows to draw (default: 500,000 dense, 1,000,000 sparse).")
  private int rows;

  @Option(
      names = "--features",
      paramLabel = "N",
      description = "Features of a drawn row (default: 100 dense, 1,000,000 sparse).")
  private int features;

  @Option(
      names = "--task",
      split = ",",
      paramLabel = "logistic|linear|svc",
      description = "Which models; several, with commas, or all (default: logistic).")
  private List<LinearTask> tasks = List.of(LinearTask.LOGISTIC);

  @Option(
      names = "--optimizer",
      paramLabel = "RULE",
      description = "Update rule (default: ${DEFAULT-VALUE}).")
  private String optimizer = "prodigy";

  @Option(
      names = "--max-epochs",
      paramLabel = "N",
      description = "Passes after which Stepless gives up (default: ${DEFAULT-VALUE}).")
  private int mostEpochs = 1920;

  @Option(
      names = "--max-iterations",
      paramLabel = "N",
      description = "Iterations after which the others give up (default: ${DEFAULT-VALUE}).")
  private int mostIterations = 100;

  @Option(
      names = "--reg",
      paramLabel = "L",
      description =
          "Strength of a penalty (default: ${DEFAULT-VALUE}). With one, only logistic regression is"
              + " compared, and only with Spark's estimator.")
  private double reg;

  @Option(
      names = "--elastic-net",
      paramLabel = "A",
      description = "Share of the L1 penalty in it, from 0 to 1 (default: ${DEFAULT-VALUE}).")
  private double elasticNet;

  @Option(
      names = "--no-mllib",
      description = "Leave out MLlib's LBFGS and GradientDescent, which take long.")
  private boolean withoutMllib;

  @Mixin private Repeats repeats = new Repeats(1, 3);

  @Mixin private TableFile output;

  @Mixin private ReportOptions report;
  @Mixin private Benchmark bench;

  @Override
  public Integer call() throws IOException, InterruptedException {
    check();
    Report page = new Report("Time to the optimum, beside Spark");
    bench.run(report, page, spark -> run(spark, page));
    return 0;
  }

  private void run(SparkSession spark, Report page) throws IOException, InterruptedException {
    PrintWriter out = bench.out();
    int warmUp = repeats.warmUp(), repeat = repeats.counted();
    bench.printMachine(spark.sparkContext());
    out.printf("Stepless: %s; medians of %d fits after %d%n%n", optimizer, repeat, warmUp);
    out.flush();
    List<PeerComparison> comparisons = new ArrayList<>();
    if (synthetic == null) {
      for (Path file : data.files()) {
        comparisons.addAll(compare(spark, file));
      }
    } else {
      comparisons.addAll(compareDrawn(spark));
    }
    Table table = PeerComparison.table();
    comparisons.forEach(comparison -> comparison.addTo(table));
    output.show(table, out);
    for (LinearTask task : tasks) {
      out.printf("%n%s", PeerComparison.summary(task, comparisons));
    }
    out.flush();
    comparisons.forEach(comparison -> page.add(comparison.chart()));
    page.add(table).fact("optimizer", optimizer).fact("repeat", repeat).fact("warm-up", warmUp);
  }

  private void check() {
    repeats.check();
    SparkOptions.atLeast("--max-epochs", mostEpochs, 1);
    SparkOptions.atLeast("--max-iterations", mostIterations, 1);
    SparkOptions.atLeast("--rows", rows, 0);
    SparkOptions.atLeast("--features", features, 0);
    if (!(reg >= 0 && elasticNet >= 0 && elasticNet <= 1)) {
      throw new UserError(
          "--reg must be at least 0 and --elastic-net in [0, 1], were %s and %s"
              .formatted(reg, elasticNet));
    }
    if (elasticNet > 0 && reg == 0) {
      throw new UserError("--elastic-net shares a penalty out, but there is none; add --reg");
    }
    if (reg > 0 && !tasks.stream().allMatch(LinearTask::takesPenalty)) {
      throw new UserError("--reg goes with --task logistic alone");
    }
    if (synthetic == null && (rows > 0 || features > 0)) {
      throw new UserError("--rows and --features need --synthetic dense or sparse");
    }
    optimizer = Methods.print(Methods.method(optimizer));
    output.check();
    report.check();
  }

  private List<PeerComparison> compare(SparkSession session, Path file)
      throws IOException, InterruptedException {
    // A compressed file comes in one piece; all solvers get one partition a core.
    int partitions = session.sparkContext().defaultParallelism();
    try (ClassFile read = ClassFile.read(session, "--data", file.toString(), partitions)) {
      int columns = read.survey().features();
      return compare(session, read.name(), read.frame(), columns, read.classes());
    }
  }

  private List<PeerComparison> compareDrawn(SparkSession session)
      throws IOException, InterruptedException {
    int partitions = session.sparkContext().defaultParallelism();
    boolean dense = synthetic == Synthetic.DENSE;
    int n = rows > 0 ? rows : dense ? 500_000 : 1_000_000;
    int p = features > 0 ? features : dense ? 100 : 1_000_000;
    String name = String.format(Locale.ROOT, "%s %,d x %,d", dense ? "dense" : "sparse", n, p);
    Dataset<Row> drawn =
        dense
            ? DenseRows.frame(session, n, p, partitions)
            : SparseRows.frame(session, n, p, Math.min(p, SPARSE_VALUES), partitions);
    return compare(session, name, drawn, p, 2);
  }

  private List<PeerComparison> compare(
      SparkSession session, String name, Dataset<Row> frame, int columns, int classes)
      throws IOException, InterruptedException {
    Dataset<Row> cached = frame.cache();
    try {
      return compareCached(session, name, cached, columns, classes);
    } finally {
      cached.unpersist();
    }
  }

  private List<PeerComparison> compareCached(
      SparkSession session, String name, Dataset<Row> cached, int columns, int classes)
      throws IOException, InterruptedException {
    long count = cached.count();
    List<PeerComparison> comparisons = new ArrayList<>();
    for (LinearTask task : tasks.stream().filter(one -> one.fits(classes)).toList()) {
      PeerComparison comparison =
          new PeerComparison(name, task, count, columns, classes, new Penalty(reg, elasticNet));
      bench.timed(
          "%-24s %s".formatted(name, task.text()),
          () ->
              comparison.run(
                  session,
                  cached,
                  optimizer,
                  mostEpochs,
                  mostIterations,
                  !withoutMllib && reg == 0,
                  repeats.warmUp(),
                  repeats.counted()),
          comparison::line);
      comparisons.add(comparison);
    }
    return comparisons;
  }
}
