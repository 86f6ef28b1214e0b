package org.stepless.examples.pipeline;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.stepless.examples.SampleData;
import org.stepless.spark.SteplessLogisticRegression;
import org.stepless.spark.fit.HistoryFile;
import org.stepless.spark.fit.TrainingListener;
import org.stepless.spark.fit.TrainingSummary;
import org.stepless.training.EpochReport;

/**
 * Watches a fit while it goes on: one listener prints, another writes a line of JSON an epoch to a
 * file on any Hadoop file system, which dashboards can follow.
 */
public final class LiveHistory {
  private LiveHistory() {}

  /** Prints every tenth epoch, and how training ended. */
  static final class Printer implements TrainingListener {
    @Override
    public void onEpoch(EpochReport report) {
      if (report.epoch() % 10 == 0) {
        System.out.printf(
            "epoch %d of %d: loss %.4f, step size %.4f, %.0f rows/s%n",
            report.epoch(),
            report.epochs(),
            report.loss(),
            report.stepSize(),
            report.rowsPerSecond());
      }
    }

    @Override
    public void onEnd(TrainingSummary summary) {
      System.out.printf("objective %.4f, %s%n", summary.objective(), summary.stopReason());
    }
  }

  /**
   * @param arguments a LIBSVM file whose labels are 0, 1, ..., none for the shipped digits; and the
   *     file to write, none for a temporary one
   */
  public static void main(String[] arguments) throws IOException {
    SparkSession spark = SparkSession.builder().getOrCreate();
    Dataset<Row> rows =
        spark.read().format("libsvm").load(SampleData.path(arguments, "digits.libsvm.gz")).cache();
    String path =
        arguments.length > 1
            ? arguments[1]
            : Files.createTempDirectory("stepless").resolve("history.jsonl").toUri().toString();
    try (HistoryFile history =
        HistoryFile.create(path, false, spark.sparkContext().hadoopConfiguration())) {
      new SteplessLogisticRegression()
          .setMaxEpochs(30)
          .setListener(new Printer().and(history))
          .fit(rows);
    }
    System.out.println("written to " + path);
    if (arguments.length < 2) {
      System.out.println(Files.readAllLines(Path.of(java.net.URI.create(path))).get(1));
    }
  }
}
