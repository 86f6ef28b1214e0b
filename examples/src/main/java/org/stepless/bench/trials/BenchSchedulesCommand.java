package org.stepless.bench.trials;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.stepless.bench.common.DataOptions;
import org.stepless.bench.trials.ScheduleBench.Line;
import org.stepless.cli.input.ClassFile;
import org.stepless.cli.options.ReportOptions;
import org.stepless.cli.options.Sessions;
import org.stepless.cli.options.SparkOptions;
import org.stepless.cli.report.Machine;
import org.stepless.cli.report.Report;
import org.stepless.cli.report.Table;
import org.stepless.methods.Methods;
import org.stepless.spark.rows.FeatureCoordinates;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

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
  @Mixin private SparkOptions spark;
  @Spec private CommandSpec spec;

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
    PrintWriter err = spec.commandLine().getErr();
    try (Sessions session = spark.open("bench schedules")) {
      for (Path file : files) {
        long start = System.nanoTime();
        run(session.spark(), file, losses, accuracies, page);
        double seconds = (System.nanoTime() - start) * 1e-9;
        err.printf(Locale.ROOT, "%-20s %6.1f s%n", DataOptions.name(file), seconds);
      }
      trial.addTo(page);
      page.facts(Machine.facts(session.spark().sparkContext()));
    }
    for (int i = 0; i < methods.size(); i++) {
      trial.show("losses-" + (i + 1), losses.get(i), page, spec.commandLine().getOut());
      trial.show("accuracies-" + (i + 1), accuracies.get(i), page, spec.commandLine().getOut());
    }
    report.save(() -> page, err);
    return 0;
  }

  private List<Table> tables(String what) {
    List<String> header = new ArrayList<>(List.of("set"));
    header.addAll(ScheduleBench.NAMES);
    return methods.stream().map(rule -> new Table(rule + ": " + what, header)).toList();
  }

  private void run(
      SparkSession spark, Path file, List<Table> losses, List<Table> accuracies, Report page)
      throws InterruptedException {
    ClassSet set;
    try (ClassFile rows = ClassFile.read(spark, "--data", file.toString(), 1)) {
      set = ClassSet.of(rows);
    }
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    try (Trials trials =
        new Trials(context, set, FeatureCoordinates.AUTO, Trials.Start.CLASS_SHARES)) {
      for (int i = 0; i < methods.size(); i++) {
        ScheduleBench bench =
            new ScheduleBench(trials, methods.get(i), trial.epochs, trial.batch, trial.seeds);
        List<Line> lines = bench.run();
        losses.get(i).add(row(set.name(), lines, "%.5f", false));
        accuracies.get(i).add(row(set.name(), lines, "%.2f", true));
        page.add(bench.losses(lines)).add(bench.multipliers(lines));
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
