package org.stepless.bench.trials;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.stepless.bench.common.Benchmark;
import org.stepless.bench.common.ClassSet;
import org.stepless.bench.common.DataOptions;
import org.stepless.bench.trials.ScheduleBench.Line;
import org.stepless.cli.options.ReportOptions;
import org.stepless.cli.report.Report;
import org.stepless.cli.report.Table;
import org.stepless.methods.Methods;
import org.stepless.spark.rows.FeatureCoordinates;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code stepless bench schedules}: the schedules of the refinement paper, set by set. */
@Command(
    name = "schedules",
    description = {
      "Final training loss of linear classifiers under constant, linear, cosine, step-wise and",
      "1/sqrt(t) multipliers, and under those refined from the linear run's gradient norms;",
      "sgd, adam and adamw, given without parameters, at the best of eight rates for each schedule."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false)
public final class BenchSchedulesCommand implements Callable<Integer> {
  @Mixin private DataOptions data;

  @Option(
      names = "--method",
      paramLabel = "RULE",
      description = "Rule text; may be repeated (default: ${DEFAULT-VALUE}).")
  private List<String> methods = List.of("prodigy", "adam");

  @Mixin private TrialOptions trial;

  @Mixin private ReportOptions report;
  @Mixin private Benchmark bench;

  @Override
  public Integer call() throws IOException, InterruptedException {
    trial.check();
    methods.forEach(Methods::parse);
    report.check();
    List<Path> files = data.files();
    trial.prepare();
    Report page = new Report("Schedules");
    List<Table> losses = tables("final training loss");
    List<Table> accuracies = tables("final training accuracy in percent");
    bench.run(
        report,
        page,
        spark -> {
          DataOptions.forEach(
              files, bench, spark, set -> run(spark, set, losses, accuracies, page));
          trial.addTo(page);
          for (int i = 0; i < methods.size(); i++) {
            trial.show("losses-" + (i + 1), losses.get(i), page, bench.out());
            trial.show("accuracies-" + (i + 1), accuracies.get(i), page, bench.out());
          }
        });
    return 0;
  }

  private List<Table> tables(String what) {
    List<String> header = new ArrayList<>(List.of("set"));
    header.addAll(ScheduleBench.NAMES);
    return methods.stream().map(rule -> new Table(rule + ": " + what, header)).toList();
  }

  private void run(
      SparkSession spark, ClassSet set, List<Table> losses, List<Table> accuracies, Report page)
      throws InterruptedException {
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    try (Trials trials =
        new Trials(context, set, FeatureCoordinates.AUTO, Trials.Start.CLASS_SHARES)) {
      for (int i = 0; i < methods.size(); i++) {
        ScheduleBench schedules =
            new ScheduleBench(trials, methods.get(i), trial.epochs(), trial.batch, trial.seeds);
        List<Line> lines = schedules.run();
        losses.get(i).add(row(set.name(), lines, "%.5f", false));
        accuracies.get(i).add(row(set.name(), lines, "%.2f", true));
        page.add(schedules.losses(lines)).add(schedules.multipliers(lines));
      }
    }
  }

  private static List<String> row(String set, List<Line> lines, String format, boolean accuracy) {
    List<String> row = new ArrayList<>(List.of(set));
    for (Line line : lines) {
      row.add(
          accuracy
              ? line.score().accuracy().text(format, 100)
              : line.score().loss().text(format, 1));
    }
    return row;
  }
}
