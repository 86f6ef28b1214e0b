package org.stepless.examples.command;

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
import org.stepless.examples.UserError;
import org.stepless.examples.bench.CurveChart;
import org.stepless.examples.bench.PolyakBench;
import org.stepless.examples.bench.PolyakBench.Curve;
import org.stepless.examples.bench.ScaledLogistic;
import org.stepless.examples.input.Frames;
import org.stepless.examples.input.InputSpec;
import org.stepless.examples.input.Labels;
import org.stepless.examples.input.Samples;
import org.stepless.examples.input.Split;
import picocli.CommandLine.Command;
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
final class BenchPolyakCommand implements Callable<Integer> {
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

  @Option(
      names = "--master",
      paramLabel = "URL",
      description = "Spark master (default: that of spark-submit, else local[*]).")
  private String master;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    if (epochs < 1) {
      throw new UserError("--epochs must be at least 1, was " + epochs);
    }
    if (output != null) {
      Files.createDirectories(output);
    }
    try (Sessions session = Sessions.open("stepless bench polyak", master)) {
      for (String input : inputs) {
        run(session.spark(), input);
      }
    }
    return 0;
  }

  private void run(SparkSession spark, String input) throws IOException {
    ScaledLogistic problem = read(spark, input);
    PrintWriter out = spec.commandLine().getOut();
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    try (PolyakBench bench = new PolyakBench(context, problem, epochs, seed)) {
      String name = Path.of(input).getFileName().toString().replaceAll("\\..*", "");
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
        draw(name, curves).save(output.resolve(name + ".png"));
      }
    }
  }

  private static ScaledLogistic read(SparkSession spark, String input) {
    InputSpec inputSpec = new InputSpec("--input", input, null, "label", List.of(), 0);
    try (Samples samples = Samples.read(spark, inputSpec)) {
      Labels labels = Labels.of(samples.survey());
      if (labels.names().size() != 2) {
        throw new UserError(
            "--input %s has %d classes; this experiment needs 2"
                .formatted(input, labels.names().size()));
      }
      return ScaledLogistic.of(Frames.of(spark, samples, labels, samples, Split.ALL));
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

  private CurveChart draw(String name, List<Curve> curves) {
    CurveChart chart = new CurveChart(name, "objective - minimum");
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
