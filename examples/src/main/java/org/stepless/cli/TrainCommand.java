package org.stepless.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.stepless.cli.input.Frames;
import org.stepless.cli.input.Labels;
import org.stepless.cli.input.Samples;
import org.stepless.cli.input.Split;
import org.stepless.cli.input.Task;
import org.stepless.cli.input.UserError;
import org.stepless.cli.options.ReportOptions;
import org.stepless.cli.options.Sessions;
import org.stepless.cli.options.SparkOptions;
import org.stepless.spark.checkpoint.CheckpointFolder;
import org.stepless.spark.fit.HistoryFile;
import org.stepless.spark.fit.TrainingListener;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code stepless train}: reads and checks a file, trains, tests, reports and saves. */
@Command(
    name = "train",
    description = "Train a linear or logistic model on a LIBSVM, CSV or Parquet file.",
    mixinStandardHelpOptions = true,
    sortOptions = false)
public final class TrainCommand implements Callable<Integer> {
  @Mixin private TrainOptions options;

  @Option(
      names = "--output",
      paramLabel = "DIR",
      description = "Folder for the model, history.csv, gradients.csv and config.json.")
  private String output;

  @Option(
      names = "--history",
      paramLabel = "PATH",
      description = "File that gets every epoch as a line of JSON while training goes on.")
  private String history;

  @Option(names = "--overwrite", description = "Replace the output of an earlier run.")
  private boolean overwrite;

  @Option(names = "--json", description = "Print the result as one line of JSON.")
  private boolean json;

  @Mixin private ReportOptions page;
  @Mixin private SparkOptions spark;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    options.check();
    page.check();
    try (Sessions session = spark.open("train");
        OutputFolder folder = openFolders(session.spark());
        Samples samples = Samples.read(session.spark(), options.inputSpec());
        Samples tests = readTests(session.spark(), samples)) {
      RunReport report = train(session.spark(), samples, tests);
      if (folder != null) {
        report.save(folder, options);
        folder.publish();
      }
      page.save(() -> report.page(session.spark().sparkContext()), err());
      PrintWriter out = spec.commandLine().getOut();
      if (json) {
        out.println(report.json());
      } else {
        report.print(out, output);
      }
    }
    return 0;
  }

  /** Before the data are read, all that is to be written must have a place. */
  private OutputFolder openFolders(SparkSession spark) {
    Configuration configuration = spark.sparkContext().hadoopConfiguration();
    if (options.checkpointDir != null) {
      CheckpointFolder.open(options.checkpointDir, configuration);
    }
    return output == null ? null : OutputFolder.prepare(output, overwrite, configuration);
  }

  private Samples readTests(SparkSession spark, Samples samples) {
    return options.testInput == null
        ? null
        : samples.readAlike(spark, options.inputSpec().withPath("--test-input", options.testInput));
  }

  private RunReport train(SparkSession spark, Samples samples, Samples tests) throws IOException {
    Task task = chooseTask(samples);
    Labels labels = task == Task.REGRESSION ? null : Labels.of(samples.survey());
    if (tests != null && labels != null) {
      labels.requireKnown(tests);
    } else if (tests != null) {
      task.check(tests);
    }
    double fraction = options.holdout == null ? 0 : options.holdout;
    Dataset<Row> trainRows =
        Frames.of(spark, samples, labels, samples, new Split(options.seed, fraction, false));
    Dataset<Row> testRows = null;
    long held = 0;
    if (tests != null) {
      testRows = Frames.of(spark, tests, labels, samples, Split.ALL);
      held = tests.survey().rows();
    } else if (fraction > 0) {
      testRows =
          Frames.of(spark, samples, labels, samples, new Split(options.seed, fraction, true));
      held = testRows.javaRDD().count();
    }
    long rows = samples.survey().rows() - (tests == null ? held : 0);
    if (rows == 0 || (testRows != null && held == 0)) {
      throw new UserError(
          "--holdout %s of %d rows leaves none to %s; choose another share"
              .formatted(fraction, samples.survey().rows(), rows == 0 ? "train" : "test"));
    }
    announce(samples, task, labels, rows, held);
    Fit fit;
    try (ProgressDisplay progress = ProgressDisplay.on(err());
        HistoryFile file = openHistory(spark)) {
      TrainingListener listener = file == null ? progress : progress.and(file);
      fit = Fit.of(options, task, trainRows, listener);
    }
    return new RunReport(
        samples,
        task,
        labels,
        rows,
        held,
        fit,
        Evaluation.of(fit.model(), trainRows, task),
        testRows == null ? Double.NaN : Evaluation.of(fit.model(), testRows, task),
        options);
  }

  private HistoryFile openHistory(SparkSession spark) {
    return history == null
        ? null
        : HistoryFile.create(history, false, spark.sparkContext().hadoopConfiguration());
  }

  private Task chooseTask(Samples samples) {
    if (options.task == TrainOptions.TaskChoice.AUTO) {
      return Task.guess(samples);
    }
    Task task = Task.valueOf(options.task.name());
    task.check(samples);
    return task;
  }

  private void announce(Samples samples, Task task, Labels labels, long rows, long held) {
    String tests = held == 0 ? "" : String.format(Locale.ROOT, ", %,d to test on", held);
    err()
        .printf(
            Locale.ROOT,
            "data    %s: %,d rows to train on%s, %,d features%n",
            samples.spec().path(),
            rows,
            tests,
            samples.survey().features());
    String chosen =
        options.task == TrainOptions.TaskChoice.AUTO
            ? " (chosen from the labels; --task changes it)"
            : "";
    err().printf("task    %s%s%n", task.text(), chosen);
    if (labels != null) {
      err().printf("labels  %s%n", labels.describe());
    }
  }

  private PrintWriter err() {
    return spec.commandLine().getErr();
  }
}
