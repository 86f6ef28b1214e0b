package org.stepless.bench.trials;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.stepless.bench.common.DataOptions;
import org.stepless.bench.trials.RuleComparison.Criterion;
import org.stepless.bench.trials.RuleComparison.Score;
import org.stepless.cli.input.ClassFile;
import org.stepless.cli.input.UserError;
import org.stepless.cli.options.ReportOptions;
import org.stepless.cli.options.Sessions;
import org.stepless.cli.options.SparkOptions;
import org.stepless.cli.report.Chart;
import org.stepless.cli.report.Machine;
import org.stepless.cli.report.Report;
import org.stepless.cli.report.Table;
import org.stepless.schedules.Constant;
import org.stepless.schedules.Schedule;
import org.stepless.schedules.StepDecay;
import org.stepless.spark.rows.FeatureCoordinates;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code stepless bench papers}: the convex experiment of the D-Adaptation paper. */
@Command(
    name = "papers",
    description = {
      "Final training accuracy of linear classifiers beside the published values: batch 16, rate",
      "divided by 10 after 60, 80 and 95 % of the run, no weight decay, zero start, raw features."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false)
public final class BenchPapersCommand implements Callable<Integer> {
  private static final int BATCH = 16;
  private static final double PERCENT = 100;

  @Mixin private DataOptions data;

  @Option(
      names = "--epochs",
      paramLabel = "N",
      description = "Passes over the rows (default: ${DEFAULT-VALUE}).")
  private int epochs = 100;

  @Option(
      names = "--seeds",
      paramLabel = "N",
      description = "Runs of every method, with seeds 1, 2, ... (default: ${DEFAULT-VALUE}).")
  private int seeds = 10;

  @Option(
      names = "--output",
      paramLabel = "FILE.csv",
      description = "Write the table as comma-separated values.")
  private Path output;

  @Mixin private ReportOptions report;
  @Mixin private SparkOptions spark;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException, InterruptedException {
    SparkOptions.atLeast("--epochs", epochs, 1);
    SparkOptions.atLeast("--seeds", seeds, 1);
    report.check();
    Map<PaperSet, Path> files = find();
    Report page = new Report("The D-Adaptation paper's convex experiment");
    List<String> header =
        new ArrayList<>(List.of("set", "published D-Adapt Adam", "published Adam", "published SF"));
    candidates().forEach(candidate -> header.add(candidate.name()));
    Table table = new Table("Final training accuracy in percent (standard error)", header);
    PrintWriter err = spec.commandLine().getErr();
    try (Sessions session = spark.open("bench papers")) {
      for (Map.Entry<PaperSet, Path> file : files.entrySet()) {
        long start = System.nanoTime();
        run(session.spark(), file.getKey(), file.getValue(), table, page);
        err.printf(
            Locale.ROOT,
            "%-12s %6.1f s%n",
            file.getKey().name(),
            (System.nanoTime() - start) * 1e-9);
      }
      page.add(table).fact("epochs", epochs).fact("seeds", seeds).fact("batch", BATCH);
      page.facts(Machine.facts(session.spark().sparkContext()));
    }
    spec.commandLine().getOut().print(table.markdown());
    spec.commandLine().getOut().flush();
    if (output != null) {
      table.save(output);
    }
    report.save(() -> page, err);
    return 0;
  }

  /** Every set of the experiment that the folder, or else the project, holds. */
  private Map<PaperSet, Path> find() throws IOException {
    List<Path> candidates = new ArrayList<>(data.files());
    candidates.addAll(data.shippedBeside());
    Map<PaperSet, Path> found = new LinkedHashMap<>();
    List<String> missing = new ArrayList<>();
    for (PaperSet set : PaperSet.all()) {
      candidates.stream()
          .filter(file -> set.isHeldBy(DataOptions.name(file)))
          .findFirst()
          .ifPresentOrElse(file -> found.put(set, file), () -> missing.add(set.name()));
    }
    if (found.isEmpty()) {
      throw new UserError("no file of the sets " + missing + "; name their folder with --data");
    }
    if (!missing.isEmpty()) {
      spec.commandLine().getErr().println("not run, for want of a file: " + missing);
    }
    return found;
  }

  private static List<Candidate> candidates() {
    Schedule steps = new StepDecay();
    return List.of(
        Candidate.of("dadaptadam", steps),
        Candidate.of("prodigy", steps),
        Candidate.of("dadaptsgd", steps),
        Candidate.of("momoadam(lr=1)", steps),
        Candidate.of("mechanic(adamw(lr=1,weightDecay=0))", steps),
        Candidate.tuned("schedulefreeadamw", new Constant(), "1"),
        Candidate.tuned("adam", steps, "1"));
  }

  private void run(SparkSession spark, PaperSet paper, Path file, Table table, Report page)
      throws InterruptedException {
    ClassSet set;
    try (ClassFile rows = ClassFile.read(spark, "--data", file.toString(), 1)) {
      set = paper.scaled(ClassSet.of(rows));
    }
    List<String> row = new ArrayList<>();
    row.add(paper.name());
    row.add("%.1f (%.2f)".formatted(paper.dAdaptAdam(), paper.dAdaptAdamError()));
    row.add("%.1f (%.2f)".formatted(paper.adam(), paper.adamError()));
    row.add("%.1f".formatted(paper.scheduleFree()));
    Chart chart = Chart.logarithmic(paper.name() + ": training loss", "epoch", "mean loss");
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    try (Trials trials = new Trials(context, set, FeatureCoordinates.RAW, Trials.Start.ZERO)) {
      RuleComparison comparison =
          new RuleComparison(trials, epochs, BATCH, seeds, Criterion.ACCURACY);
      for (Score score : comparison.run(candidates())) {
        boolean tuned = score.candidate().rules().size() > 1;
        String rate = tuned ? score.rule().replaceFirst(".*lr=([^)]*).*", " at $1") : "";
        row.add(score.accuracy().text("%.2f", PERCENT) + rate);
        chart.add(score.rule(), score.epochLosses());
      }
    }
    table.add(row);
    page.add(chart);
  }
}
