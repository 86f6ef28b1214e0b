package org.stepless.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.apache.spark.SparkContext;
import org.stepless.cli.input.Labels;
import org.stepless.cli.input.Samples;
import org.stepless.cli.input.Task;
import org.stepless.cli.report.Report;
import org.stepless.cli.report.Versions;
import org.stepless.finish.Finished;
import org.stepless.spark.fit.TrainingSummary;
import org.stepless.training.EpochReport;

/**
 * The result of {@code train}: as text, as JSON and as files.
 *
 * @param samples the training data
 * @param task what was learnt
 * @param labels the classes, null in a regression
 * @param rows number of rows trained on
 * @param testRows number of rows tested on
 * @param fit the model
 * @param score accuracy or root mean squared error on the rows trained on
 * @param testScore likewise on the rows tested on; NaN without such
 * @param options what the user asked for
 */
record RunReport(
    Samples samples,
    Task task,
    Labels labels,
    long rows,
    long testRows,
    Fit fit,
    double score,
    double testScore,
    TrainOptions options) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Everything in one line. */
  String json() {
    return write(JSON.writer(), result());
  }

  private Map<String, Object> result() {
    TrainingSummary summary = fit.summary();
    boolean regression = task == Task.REGRESSION;
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("objective", finite(summary.objective()));
    result.put(regression ? "rmse" : "accuracy", finite(score));
    if (testRows > 0) {
      result.put(regression ? "testRmse" : "testAccuracy", finite(testScore));
    }
    result.put("effectiveStep", finite(summary.stepSize()));
    result.put("epochs", summary.epochs());
    result.put("steps", summary.steps());
    result.put("seconds", summary.seconds());
    result.put("optimizer", options.optimizer);
    result.put("schedule", options.schedule);
    result.put("task", task.text());
    result.put("input", samples.spec().path());
    result.put("rows", rows);
    if (testRows > 0) {
      result.put("testRows", testRows);
    }
    result.put("features", samples.survey().features());
    if (labels != null) {
      result.put("classes", labels.count());
    }
    result.put("mode", summary.mode());
    result.put("stopReason", summary.stopReason());
    result.put("diverged", summary.diverged());
    Finished finish = summary.finish();
    if (finish != null) {
      result.put("finish", finish.method().text());
      result.put("finishSteps", finish.steps());
      result.put("finishPasses", finish.passes());
      result.put("finishGradientNorm", finish.gradientNorm());
      result.put("converged", finish.converged());
    }
    return result;
  }

  /** As a page of curves. */
  Report page(SparkContext context) {
    return TrainPage.of(fit.summary(), options, result(), context);
  }

  /** The main figures for people. */
  void print(PrintWriter out, String output) {
    TrainingSummary summary = fit.summary();
    String measure = task == Task.REGRESSION ? "rmse" : "accuracy";
    line(out, "objective", "%.6f", summary.objective());
    line(out, measure, "%.4f on the %,d rows trained on", score, rows);
    if (testRows > 0) {
      line(out, "test " + measure, "%.4f on %,d other rows", testScore, testRows);
    }
    line(out, "optimizer", "%s, %s schedule", options.optimizer, options.schedule);
    line(out, "step", "at most %.3g, %.3g in the end", largestStep(), summary.stepSize());
    line(
        out,
        "effort",
        "%d epochs, %,d steps, %.2f s",
        summary.epochs(),
        summary.steps(),
        summary.seconds());
    Finished finish = summary.finish();
    if (finish != null) {
      line(
          out,
          "finish",
          "%s, %d steps, %d passes, gradient norm %.1e of its start",
          finish.method().text(),
          finish.steps(),
          finish.passes(),
          finish.gradientNorm());
      line(out, finish.converged() ? "converged" : "not converged", "%s", finish.end().text());
    }
    if (summary.diverged()) {
      line(
          out,
          "diverged",
          "the objective was %.6g in the first epoch; try another --optimizer (the default is"
              + " prodigy), a larger --reg-param, or look for outliers in the features",
          summary.epochHistory().get(0).loss());
    }
    if (output != null) {
      line(out, "saved", "%s", output);
    }
  }

  private double largestStep() {
    return fit.summary().epochHistory().stream().mapToDouble(EpochReport::stepSize).max().orElse(0);
  }

  private static void line(PrintWriter out, String name, String format, Object... values) {
    out.println(
        String.format(Locale.ROOT, "%-14s", name) + String.format(Locale.ROOT, format, values));
  }

  /** Writes the model, the history of its training, and how to repeat it. */
  void save(OutputFolder folder, TrainOptions used) throws IOException {
    fit.save(folder.path("model"));
    folder.write("history.csv", this::writeHistory);
    folder.write("gradients.csv", this::writeGradients);
    Map<String, Object> config = new LinkedHashMap<>();
    config.put("stepless", Versions.stepless());
    config.put("spark", org.apache.spark.package$.MODULE$.SPARK_VERSION());
    config.put("java", System.getProperty("java.version"));
    config.put("options", used.asMap());
    config.put("labels", labels == null ? null : labels.names());
    config.put("featureNames", samples.featureNames());
    config.put("result", result());
    folder.write(
        OutputFolder.CONFIG,
        out -> out.println(write(JSON.writerWithDefaultPrettyPrinter(), config)));
  }

  private void writeHistory(PrintWriter out) {
    out.println("epoch,steps,loss,stepSize,gradientNorm,rowsPerSecond");
    for (EpochReport epoch : fit.summary().epochHistory()) {
      out.println(
          epoch.epoch()
              + ","
              + epoch.steps()
              + ","
              + epoch.loss()
              + ","
              + epoch.stepSize()
              + ","
              + epoch.gradientNorm()
              + ","
              + epoch.rowsPerSecond());
    }
  }

  /** Gradient norms of every step: what {@code refine} turns into a schedule. */
  private void writeGradients(PrintWriter out) {
    double[] norms1 = fit.summary().gradientNorms1();
    double[] norms2 = fit.summary().gradientNorms2();
    out.println("step,gradientNorm1,gradientNorm2");
    for (int step = 0; step < norms1.length; step++) {
      out.println(step + "," + norms1[step] + "," + norms2[step]);
    }
  }

  /** JSON knows no NaN and no infinity. */
  private static Double finite(double value) {
    return Double.isFinite(value) ? value : null;
  }

  private static String write(ObjectWriter writer, Object value) {
    try {
      return writer.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
