package org.stepless.bench.trials;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.stepless.bench.common.Benchmark;
import org.stepless.bench.common.ClassSet;
import org.stepless.bench.common.DataOptions;
import org.stepless.bench.common.Epochs;
import org.stepless.bench.common.TableFile;
import org.stepless.bench.trials.RuleComparison.Criterion;
import org.stepless.bench.trials.RuleComparison.Score;
import org.stepless.cli.input.UserError;
import org.stepless.cli.options.ReportOptions;
import org.stepless.cli.options.SparkOptions;
import org.stepless.cli.report.Chart;
import org.stepless.cli.report.Numbers;
import org.stepless.cli.report.Report;
import org.stepless.cli.report.Table;
import org.stepless.schedules.Constant;
import org.stepless.schedules.Schedule;
import org.stepless.schedules.StepDecay;
import org.stepless.spark.rows.FeatureCoordinates;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code stepless bench papers}: the convex experiment of the D-Adaptation paper. */
@Command(
    name = "papers",
    description = {
      "Final training accuracy of linear classifiers beside the published values: batch 16, rate",
      "divided by 10 after 60, 80 and 95 %% of the run, no weight decay, zero start, raw features."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false)
public final class BenchPapersCommand implements Callable<Integer> {
  private static final int BATCH = 16;
  private static final double PERCENT = 100;

  @Mixin private DataOptions data;

  @Mixin private Epochs epochs = new Epochs(100);

  @Option(
      names = "--seeds",
      paramLabel = "N",
      description = "Runs of every method, with seeds 1, 2, ... (default: ${DEFAULT-VALUE}).")
  private int seeds = 10;

  @Mixin private TableFile output;

  @Mixin private ReportOptions report;
  @Mixin private Benchmark bench;

  @Override
  public Integer call() throws IOException, InterruptedException {
    epochs.check();
    SparkOptions.atLeast("--seeds", seeds, 1);
    output.check();
    report.check();
    Map<PaperSet, Path> files = find();
    Report page = new Report("The D-Adaptation paper's convex experiment");
    List<String> header =
        new ArrayList<>(List.of("set", "published D-Adapt Adam", "published Adam", "published SF"));
    candidates().forEach(candidate -> header.add(candidate.name()));
    Table table = new Table("Final training accuracy in percent (standard error)", header);
    bench.run(
        report,
        page,
        spark -> {
          for (Map.Entry<PaperSet, Path> file : files.entrySet()) {
            PaperSet set = file.getKey();
            bench.timed(set.name(), () -> run(spark, set, file.getValue(), table, page));
          }
          page.add(table).fact("epochs", epochs.count()).fact("seeds", seeds).fact("batch", BATCH);
          output.show(table, bench.out());
        });
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
      bench.err().println("not run, for want of a file: " + missing);
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
    ClassSet set = paper.scaled(DataOptions.read(spark, file));
    List<String> row = new ArrayList<>();
    row.add(paper.name());
    row.add(published(paper.dAdaptAdam(), paper.dAdaptAdamError()));
    row.add(published(paper.adam(), paper.adamError()));
    row.add(Numbers.text("%.1f", paper.scheduleFree()));
    Chart chart = Chart.logarithmic(paper.name() + ": training loss", "epoch", "mean loss");
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    try (Trials trials = new Trials(context, set, FeatureCoordinates.RAW, Trials.Start.ZERO)) {
      RuleComparison comparison =
          new RuleComparison(trials, epochs.count(), BATCH, seeds, Criterion.ACCURACY);
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

  private static String published(double accuracy, double error) {
    return Numbers.text("%.1f", accuracy) + Numbers.text(" (%.2f)", error);
  }
}
