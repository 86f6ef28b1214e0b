package org.stepless.examples.command;

import java.io.PrintWriter;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.DoubleSupplier;
import org.apache.spark.ml.classification.LogisticRegression;
import org.apache.spark.ml.classification.LogisticRegressionModel;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.stepless.examples.UserError;
import org.stepless.examples.input.Frames;
import org.stepless.examples.input.InputSpec;
import org.stepless.examples.input.Labels;
import org.stepless.examples.input.Samples;
import org.stepless.examples.input.Split;
import org.stepless.spark.SteplessLogisticRegression;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * {@code stepless bench spark}: whole fits of logistic regression, Stepless at its defaults and
 * Spark's LogisticRegression in turn, on the same cached data frame in the same process. The first
 * fits of both warm the process up and are not counted.
 */
@Command(
    name = "spark",
    description = "Time whole fits against Spark's LogisticRegression, in one process.",
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class BenchSparkCommand implements Callable<Integer> {
  private static final int SPARK_ITERATIONS = 100;
  private static final double SPARK_TOLERANCE = 1e-9;

  @Option(
      names = "--input",
      required = true,
      paramLabel = "PATH",
      description = "LIBSVM, CSV or Parquet file of classes; may be given several times.")
  private List<String> inputs;

  @Option(
      names = "--optimizer",
      paramLabel = "RULE",
      description = "Update rule (default: ${DEFAULT-VALUE}).")
  private String optimizer = "prodigy";

  @Option(
      names = "--epochs",
      paramLabel = "N",
      description = "Passes over the rows (default: ${DEFAULT-VALUE}).")
  private int epochs = 30;

  @Option(
      names = "--batch-size",
      paramLabel = "ROWS",
      description = "Rows a step; 0 chooses (default: ${DEFAULT-VALUE}).")
  private int batchSize;

  @Option(
      names = "--warm-up",
      paramLabel = "N",
      description = "Fits of each before counting (default: ${DEFAULT-VALUE}).")
  private int warmUp = 2;

  @Option(
      names = "--repeat",
      paramLabel = "N",
      description = "Counted fits of each (default: ${DEFAULT-VALUE}).")
  private int repeat = 5;

  @Option(
      names = "--master",
      paramLabel = "URL",
      description = "Spark master (default: that of spark-submit, else local[*]).")
  private String master;

  @Spec private CommandSpec spec;

  /** Objective and times of one method's counted fits. */
  private record Times(double objective, double[] milliseconds) {
    double median() {
      double[] sorted = milliseconds.clone();
      Arrays.sort(sorted);
      return sorted[sorted.length / 2];
    }
  }

  @Override
  public Integer call() {
    if (repeat < 1 || warmUp < 0) {
      throw new UserError(
          "--repeat must be at least 1 and --warm-up at least 0, were %d and %d"
              .formatted(repeat, warmUp));
    }
    PrintWriter out = spec.commandLine().getOut();
    try (Sessions session = Sessions.open("stepless bench spark", master)) {
      SparkSession spark = session.spark();
      out.printf(
          "Spark %s, master %s, Java %s, %d processors%n",
          spark.version(),
          spark.sparkContext().master(),
          System.getProperty("java.version"),
          Runtime.getRuntime().availableProcessors());
      out.printf(
          "median of %d fits after %d; Stepless: %s, %d epochs;"
              + " Spark: LogisticRegression, regParam 0, tol %s, maxIter %d%n%n",
          repeat, warmUp, optimizer, epochs, SPARK_TOLERANCE, SPARK_ITERATIONS);
      out.printf(
          "%-24s %9s %8s | %10s %10s %9s | %10s %9s | %6s%n",
          "data", "rows", "features", "Stepless", "above best", "ms", "Spark", "ms", "ratio");
      for (String input : inputs) {
        compare(spark, input, out);
      }
    }
    return 0;
  }

  private void compare(SparkSession spark, String input, PrintWriter out) {
    // A compressed file comes in one piece; both sides get one partition a core.
    int partitions = spark.sparkContext().defaultParallelism();
    InputSpec inputSpec = new InputSpec("--input", input, null, "label", List.of(), partitions);
    try (Samples samples = Samples.read(spark, inputSpec)) {
      Labels labels = Labels.of(samples.survey());
      Dataset<Row> rows = Frames.of(spark, samples, labels, samples, Split.ALL).cache();
      rows.count();
      Times stepless = measure(() -> fitStepless(rows));
      Times peer = measure(() -> fitSpark(rows));
      rows.unpersist();
      double best = Math.min(stepless.objective(), peer.objective());
      double above = stepless.objective() - best;
      // Sets that can be separated have the optimum 0, to which there is no ratio.
      String gap = best > 1e-3 ? "%.4f %%".formatted(100 * above / best) : "%.1e".formatted(above);
      out.printf(
          Locale.ROOT,
          "%-24s %9d %8d | %10.6f %10s %9.0f | %10.6f %9.0f | %6.1f%n",
          input.substring(input.lastIndexOf('/') + 1),
          samples.survey().rows(),
          samples.survey().features(),
          stepless.objective(),
          gap,
          stepless.median(),
          peer.objective(),
          peer.median(),
          peer.median() / stepless.median());
      out.flush();
    }
  }

  private Times measure(DoubleSupplier fit) {
    double[] milliseconds = new double[repeat];
    double objective = Double.NaN;
    for (int i = -warmUp; i < repeat; i++) {
      long start = System.nanoTime();
      objective = fit.getAsDouble();
      if (i >= 0) {
        milliseconds[i] = (System.nanoTime() - start) * 1e-6;
      }
    }
    return new Times(objective, milliseconds);
  }

  private double fitStepless(Dataset<Row> rows) {
    SteplessLogisticRegression estimator =
        new SteplessLogisticRegression()
            .setOptimizer(optimizer)
            .setMaxEpochs(epochs)
            .setBatchSize(batchSize);
    estimator.fit(rows);
    return estimator.summary().objective();
  }

  private static double fitSpark(Dataset<Row> rows) {
    LogisticRegressionModel model =
        new LogisticRegression().setTol(SPARK_TOLERANCE).setMaxIter(SPARK_ITERATIONS).fit(rows);
    double[] history = model.summary().objectiveHistory();
    return history[history.length - 1];
  }
}
