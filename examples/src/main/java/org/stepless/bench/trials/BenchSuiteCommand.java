package org.stepless.bench.trials;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.stepless.bench.common.Benchmark;
import org.stepless.bench.common.ClassSet;
import org.stepless.bench.common.DataOptions;
import org.stepless.bench.trials.RuleComparison.Criterion;
import org.stepless.bench.trials.RuleComparison.Score;
import org.stepless.cli.options.ReportOptions;
import org.stepless.cli.report.Chart;
import org.stepless.cli.report.Report;
import org.stepless.methods.Methods;
import org.stepless.schedules.Linear;
import org.stepless.schedules.Schedule;
import org.stepless.spark.rows.FeatureCoordinates;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code stepless bench suite}: every rule at its defaults on every set, beside tuned Adam. */
@Command(
    name = "suite",
    description = {
      "Final training loss and accuracy of linear classifiers, of every rule at its defaults and",
      "of Adam at eight rates: linear schedule, no penalty, the estimators' start."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false)
public final class BenchSuiteCommand implements Callable<Integer> {
  private static final Schedule SCHEDULE = new Linear();

  /** More curves than this cannot be told apart. */
  private static final int DRAWN = 9;

  @Mixin private DataOptions data;

  @Option(
      names = "--method",
      paramLabel = "RULE",
      description = "Only these, such as prodigy(d0=1e-5), beside Adam; may be repeated.")
  private List<String> methods = List.of();

  @Mixin private TrialOptions trial;

  @Option(
      names = "--coordinates",
      paramLabel = "auto|decorrelated|standardized|raw",
      description =
          "Coordinates in which steps are taken, as the estimators' param (default: auto, theirs).")
  private FeatureCoordinates coordinates = FeatureCoordinates.AUTO;

  @Mixin private ReportOptions report;
  @Mixin private Benchmark bench;

  @Override
  public Integer call() throws IOException, InterruptedException {
    trial.check();
    methods.forEach(Methods::method);
    report.check();
    List<Path> files = data.files();
    trial.prepare();
    Report page = new Report("Every rule at its defaults beside tuned Adam");
    List<List<List<Score>>> bySet = new ArrayList<>();
    List<String> names = new ArrayList<>();
    bench.run(
        report,
        page,
        spark -> {
          DataOptions.forEach(
              files,
              bench,
              spark,
              set -> {
                bySet.add(run(spark, set, page));
                names.add(set.name());
              });
          trial.addTo(page);
          page.fact("schedule", "linear").fact("coordinates", coordinates.text());
          Ranking ranking = new Ranking(names, bySet);
          trial.show("ranks", ranking.ranks(), page, bench.out());
          trial.show("losses", ranking.losses(), page, bench.out());
          trial.show("accuracies", ranking.accuracies(), page, bench.out());
          trial.show("adam", ranking.grid(), page, bench.out());
        });
    return 0;
  }

  /** Adam's scores at all rates come first. */
  private List<List<Score>> run(SparkSession spark, ClassSet set, Report page)
      throws InterruptedException {
    List<Candidate> candidates =
        Stream.concat(
                Stream.of(Candidate.tuned("adam", SCHEDULE)),
                rules().map(rule -> Candidate.of(rule, SCHEDULE)))
            .toList();
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    try (Trials trials = new Trials(context, set, coordinates, Trials.Start.CLASS_SHARES)) {
      RuleComparison comparison =
          new RuleComparison(trials, trial.epochs(), trial.batch, trial.seeds, Criterion.LOSS);
      List<List<Score>> scores = comparison.runAll(candidates);
      page.add(draw(set.name(), scores.stream().map(comparison::best).toList()));
      return scores;
    }
  }

  /** All rules that need nothing but a gradient and a loss: {@code taps} needs to know the end. */
  private Stream<String> rules() {
    return methods.isEmpty()
        ? Methods.names().stream().filter(name -> !name.equals("taps"))
        : methods.stream();
  }

  private static Chart draw(String name, List<Score> scores) {
    Chart chart = Chart.logarithmic(name + ": training loss", "epoch", "mean loss");
    Score adam = scores.get(0);
    chart.add(adam.candidate().name(), adam.epochLosses());
    scores.stream()
        .skip(1)
        .filter(score -> Double.isFinite(score.loss().mean()))
        .sorted(Comparator.comparingDouble(score -> score.loss().mean()))
        .limit(DRAWN - 1)
        .forEach(score -> chart.add(score.rule(), score.epochLosses()));
    return chart;
  }
}
