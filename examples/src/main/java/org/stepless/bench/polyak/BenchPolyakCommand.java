package org.stepless.bench.polyak;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.stepless.bench.polyak.PolyakBench.Curve;
import org.stepless.cli.input.ClassFile;
import org.stepless.cli.input.UserError;
import org.stepless.cli.options.ReportOptions;
import org.stepless.cli.options.Sessions;
import org.stepless.cli.options.SparkOptions;
import org.stepless.cli.report.Chart;
import org.stepless.cli.report.Machine;
import org.stepless.cli.report.PngChart;
import org.stepless.cli.report.Report;
import org.stepless.cli.report.Table;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code stepless bench polyak}: the experiment of the papers on stochastic Polyak steps. */
@Command(
    name = "polyak",
    description =
        "Suboptimality per epoch of SP, TAPS, MOTAPS, SGD and all other rules on logistic"
            + " regression with penalty 1/n, columns divided by their largest value, batch 1.",
    mixinStandardHelpOptions = true,
    sortOptions = false)
public final class BenchPolyakCommand implements Callable<Integer> {
  /** More lines than this cannot be told apart: the papers' methods and the best others. */
  private static final int DRAWN = 9;

  @Option(
      names = "--input",
      required = true,
      paramLabel = "PATH",
      description = "LIBSVM, CSV or Parquet file of two classes; may be given several times.")
  private List<String> inputs;

  @Option(
      names = "--method",
      paramLabel = "RULE",
      description = "Only these, such as motaps, taps or prodigy(d0=1e-5); may be repeated.")
  private List<String> methods = new ArrayList<>();

  @Option(
      names = "--epochs",
      paramLabel = "N",
      description = "Passes over the rows (default: ${DEFAULT-VALUE}).")
  private int epochs = 50;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Of the order of the rows (default: ${DEFAULT-VALUE}).")
  private long seed = 42;

  @Option(
      names = "--output",
      paramLabel = "DIR",
      description = "Folder for a table (CSV) and a plot (PNG) of every data set.")
  private Path output;

  @Mixin private SparkOptions spark;
  @Mixin private ReportOptions report;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    SparkOptions.atLeast("--epochs", epochs, 1);
    report.check();
    Report page = new Report("Stochastic Polyak steps");
    if (output != null) {
      Files.createDirectories(output);
    }
    try (Sessions session = spark.open("bench polyak")) {
      for (String input : inputs) {
        run(session.spark(), input, page);
      }
      page.fact("epochs", epochs).fact("seed", seed);
      page.facts(Machine.facts(session.spark().sparkContext()));
      report.save(() -> page, spec.commandLine().getErr());
    }
    return 0;
  }

  private void run(SparkSession spark, String input, Report page) throws IOException {
    ScaledLogistic problem = read(spark, input);
    PrintWriter out = spec.commandLine().getOut();
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    try (PolyakBench bench = new PolyakBench(context, problem, epochs, seed)) {
      String name = ClassFile.nameOf(input);
      out.printf(
          Locale.ROOT,
          "%s: %d rows, %d columns with that of ones, minimum %.9f, %d epochs; |gradient|: median of the last %d%n",
          name,
          problem.rows().rows(),
          problem.rows().columns(),
          bench.minimum(),
          epochs,
          Math.min(epochs, PolyakBench.LAST));
      out.printf("%-18s%s %12s %8s%n", "method", header(), "|gradient|", "s");
      List<Curve> curves = new ArrayList<>();
      for (String method : methods.isEmpty() ? bench.methods() : methods) {
        Curve curve = bench.run(method);
        curves.add(curve);
        out.println(line(curve));
        out.flush();
      }
      if (output != null) {
        write(output.resolve(name + ".csv"), curves);
        PngChart.save(draw(name, curves), output.resolve(name + ".png"));
      }
      page.add(draw(name, curves)).add(table(name, curves));
    }
  }

  private static ScaledLogistic read(SparkSession spark, String input) {
    try (ClassFile file = ClassFile.read(spark, "--input", input, 0)) {
      if (file.classes() != 2) {
        throw new UserError(
            "--input %s has %d classes; this experiment needs 2".formatted(input, file.classes()));
      }
      return ScaledLogistic.of(file.frame());
    }
  }

  /** Epochs shown: 1, 2, 5, 10, 20, 50 and so on, and the last. */
  private List<Integer> shown() {
    List<Integer> all = new ArrayList<>();
    for (int decade = 1; decade < epochs; decade *= 10) {
      for (int digit : new int[] {1, 2, 5}) {
        if (digit * decade < epochs) {
          all.add(digit * decade);
        }
      }
    }
    all.add(epochs);
    return all;
  }

  private String header() {
    StringBuilder text = new StringBuilder();
    shown().forEach(epoch -> text.append("%10s".formatted("epoch " + epoch)));
    return text.toString();
  }

  private String line(Curve curve) {
    StringBuilder text = new StringBuilder("%-18s".formatted(curve.method()));
    for (int epoch : shown()) {
      text.append(String.format(Locale.ROOT, "%10.2e", curve.suboptimality()[epoch - 1]));
    }
    return text.append(
            String.format(Locale.ROOT, " %12.2e %8.2f", curve.lastGradientNorm(), curve.seconds()))
        .toString();
  }

  private static void write(Path file, List<Curve> curves) throws IOException {
    try (PrintWriter out = new PrintWriter(Files.newBufferedWriter(file))) {
      out.println("method,epoch,suboptimality,gradientNorm");
      for (Curve curve : curves) {
        for (int i = 0; i < curve.suboptimality().length; i++) {
          out.printf(
              "%s,%d,%s,%s%n",
              curve.method(), i + 1, curve.suboptimality()[i], curve.gradientNorms()[i]);
        }
      }
    }
  }

  private static Table table(String name, List<Curve> curves) {
    Table table = new Table(name, "method", "suboptimality", "gradient norm", "seconds");
    for (Curve curve : curves) {
      table.add(
          curve.method(),
          String.format(
              Locale.ROOT, "%.3g", curve.suboptimality()[curve.suboptimality().length - 1]),
          String.format(Locale.ROOT, "%.3g", curve.lastGradientNorm()),
          String.format(Locale.ROOT, "%.2f", curve.seconds()));
    }
    return table;
  }

  private Chart draw(String name, List<Curve> curves) {
    Chart chart = Chart.logarithmic(name, "epoch", "objective - minimum");
    List<String> papers = List.of("sp", "taps", "motaps", PolyakBench.SGD);
    List<Curve> others = new ArrayList<>();
    for (Curve curve : curves) {
      if (papers.contains(curve.method())) {
        chart.add(curve.method(), curve.suboptimality());
      } else if (Double.isFinite(curve.suboptimality()[epochs - 1])) {
        others.add(curve);
      }
    }
    others.sort(Comparator.comparingDouble(curve -> curve.suboptimality()[epochs - 1]));
    others.stream()
        .limit(DRAWN - papers.size())
        .forEach(curve -> chart.add(curve.method(), curve.suboptimality()));
    return chart;
  }
}
