package org.stepless.bench.polyak;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.stepless.bench.common.Benchmark;
import org.stepless.bench.common.ClassSet;
import org.stepless.bench.common.Epochs;
import org.stepless.bench.common.TableFolder;
import org.stepless.bench.polyak.PolyakBench.Curve;
import org.stepless.cli.input.ClassFile;
import org.stepless.cli.input.UserError;
import org.stepless.cli.options.ReportOptions;
import org.stepless.cli.report.Chart;
import org.stepless.cli.report.Numbers;
import org.stepless.cli.report.Report;
import org.stepless.cli.report.Table;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code stepless bench polyak}: the experiment of the papers on stochastic Polyak steps. */
@Command(
    name = "polyak",
    description =
        "Suboptimality per epoch of SP, TAPS, MOTAPS, SGD and all other rules on logistic"
            + " regression with penalty 1/n, columns divided by their largest value, batch 1. The"
            + " folder of --output also gets a plot (PNG) of every data set.",
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

  @Mixin private Epochs epochs = new Epochs(50);

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Of the order of the rows (default: ${DEFAULT-VALUE}).")
  private long seed = 42;

  @Mixin private TableFolder output;
  @Mixin private ReportOptions report;
  @Mixin private Benchmark bench;

  @Override
  public Integer call() throws IOException, InterruptedException {
    epochs.check();
    report.check();
    PolyakBench.check(methods);
    Report page = new Report("Stochastic Polyak steps");
    output.prepare();
    bench.run(
        report,
        page,
        spark -> {
          for (String input : inputs) {
            run(spark, input, page);
          }
          page.fact("epochs", epochs.count()).fact("seed", seed);
        });
    return 0;
  }

  private void run(SparkSession spark, String input, Report page) throws IOException {
    ScaledLogistic problem = read(spark, input);
    PrintWriter out = bench.out();
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    try (PolyakBench polyak = new PolyakBench(context, problem, epochs.count(), seed)) {
      String name = ClassFile.nameOf(input);
      out.printf(
          Locale.ROOT,
          "%s: %d rows, %d columns with that of ones, minimum %.9f, %d epochs; |gradient|: median of the last %d%n",
          name,
          problem.rows().rows(),
          problem.rows().columns(),
          polyak.minimum(),
          epochs.count(),
          Math.min(epochs.count(), PolyakBench.LAST));
      out.printf("%-18s%s %12s %8s%n", "method", header(), "|gradient|", "s");
      List<Curve> curves = new ArrayList<>();
      for (String method : methods.isEmpty() ? polyak.methods() : methods) {
        Curve curve = polyak.run(method);
        curves.add(curve);
        out.println(line(curve));
        out.flush();
      }
      Chart chart = draw(name, curves);
      output.save(name, epochs(curves));
      output.save(name, chart);
      page.add(chart).add(table(name, curves));
    }
  }

  private static ScaledLogistic read(SparkSession spark, String input) {
    ClassSet set = ClassSet.read(spark, "--input", input, 0);
    if (set.classes() != 2) {
      throw new UserError(
          "--input %s has %d classes; this experiment needs 2".formatted(input, set.classes()));
    }
    return ScaledLogistic.of(set.rows());
  }

  /** Epochs shown: 1, 2, 5, 10, 20, 50 and so on, and the last. */
  private List<Integer> shown() {
    List<Integer> all = new ArrayList<>();
    for (int decade = 1; decade < epochs.count(); decade *= 10) {
      for (int digit : new int[] {1, 2, 5}) {
        if (digit * decade < epochs.count()) {
          all.add(digit * decade);
        }
      }
    }
    all.add(epochs.count());
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
      text.append(Numbers.text("%10.2e", curve.suboptimality()[epoch - 1]));
    }
    return text.append(Numbers.text(" %12.2e", curve.lastGradientNorm()))
        .append(Numbers.text(" %8.2f", curve.seconds()))
        .toString();
  }

  private static Table epochs(List<Curve> curves) {
    Table table = new Table("Every epoch", "method", "epoch", "suboptimality", "gradientNorm");
    for (Curve curve : curves) {
      for (int i = 0; i < curve.suboptimality().length; i++) {
        table.add(
            curve.method(),
            String.valueOf(i + 1),
            String.valueOf(curve.suboptimality()[i]),
            String.valueOf(curve.gradientNorms()[i]));
      }
    }
    return table;
  }

  private static Table table(String name, List<Curve> curves) {
    Table table = new Table(name, "method", "suboptimality", "gradient norm", "seconds");
    for (Curve curve : curves) {
      table.add(
          curve.method(),
          Numbers.text("%.3g", curve.suboptimality()[curve.suboptimality().length - 1]),
          Numbers.text("%.3g", curve.lastGradientNorm()),
          Numbers.text("%.2f", curve.seconds()));
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
      } else if (Double.isFinite(curve.suboptimality()[epochs.count() - 1])) {
        others.add(curve);
      }
    }
    others.sort(Comparator.comparingDouble(curve -> curve.suboptimality()[epochs.count() - 1]));
    others.stream()
        .limit(DRAWN - papers.size())
        .forEach(curve -> chart.add(curve.method(), curve.suboptimality()));
    return chart;
  }
}
