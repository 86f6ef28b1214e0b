package org.stepless.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.stepless.cli.input.InputFormat;
import org.stepless.cli.input.InputSpec;
import org.stepless.cli.input.UserError;
import org.stepless.finish.FinishMethod;
import org.stepless.methods.Methods;
import org.stepless.plan.RunMode;
import org.stepless.schedules.Schedules;
import org.stepless.spark.checkpoint.Checkpoints;
import org.stepless.spark.engine.Engine;
import org.stepless.spark.rows.FeatureCoordinates;
import org.stepless.text.Catalog;
import picocli.CommandLine.Option;

/** The options of {@code train} that say what to learn from which data, and how. */
final class TrainOptions {
  /** Values of {@code --task}. */
  enum TaskChoice {
    AUTO,
    BINARY,
    MULTICLASS,
    REGRESSION
  }

  static final String SHIPPED = "examples/data/digits.libsvm.gz";
  static final double SHIPPED_HOLDOUT = 0.2;

  @Option(
      names = "--input",
      paramLabel = "PATH",
      description =
          "Training data. Without it: the digits that come with Stepless, 20 %% held out.")
  String input;

  @Option(
      names = "--format",
      paramLabel = "libsvm|csv|parquet",
      description = "Format of the data; by default told from the name or the content.")
  InputFormat format;

  @Option(
      names = "--label-col",
      paramLabel = "NAME",
      description = "Label column of CSV and Parquet files (default: ${DEFAULT-VALUE}).")
  String labelCol = "label";

  @Option(
      names = "--ignore-cols",
      split = ",",
      paramLabel = "NAME",
      description = "Columns of CSV and Parquet files that are no features.")
  List<String> ignoreCols = new ArrayList<>();

  @Option(
      names = "--test-input",
      paramLabel = "PATH",
      description = "Data to test the model on, in the same form.")
  String testInput;

  @Option(
      names = "--holdout",
      paramLabel = "FRACTION",
      description = "Share of the rows to test on instead of training, between 0 and 1.")
  Double holdout;

  @Option(
      names = "--task",
      paramLabel = "auto|binary|multiclass|regression",
      description = "What to learn (default: auto, which looks at the labels).")
  TaskChoice task = TaskChoice.AUTO;

  @Option(
      names = "--optimizer",
      paramLabel = "RULE",
      description = "Update rule, such as prodigy(d0=1e-5) (default: ${DEFAULT-VALUE}).")
  String optimizer = "prodigy";

  @Option(
      names = "--schedule",
      paramLabel = "SCHEDULE",
      description =
          "Multiplier of the step over the run, such as cosine or file:PATH"
              + " (default: ${DEFAULT-VALUE}).")
  String schedule = "linear";

  @Option(
      names = "--epochs",
      paramLabel = "N",
      description = {
        "Passes over the rows; 0 chooses: 30, or few where a finish follows",
        "(default: ${DEFAULT-VALUE})."
      })
  int epochs;

  @Option(
      names = "--batch-size",
      paramLabel = "ROWS",
      description = "Rows a step; 0 chooses (default: ${DEFAULT-VALUE}).")
  int batchSize;

  @Option(
      names = "--reg-param",
      paramLabel = "X",
      description = "Strength of the L2 penalty (default: ${DEFAULT-VALUE}).")
  double regParam;

  @Option(
      names = "--standardization",
      arity = "0..1",
      fallbackValue = "true",
      paramLabel = "true|false",
      description =
          "Whether the penalty acts on coefficients of standardised features (default: ${DEFAULT-VALUE}).")
  boolean standardization = true;

  @Option(
      names = "--coordinates",
      paramLabel = "auto|decorrelated|standardized|raw",
      description = "Coordinates of the features in which steps are taken (default: auto).")
  FeatureCoordinates coordinates = FeatureCoordinates.AUTO;

  @Option(
      names = "--elastic-net",
      paramLabel = "A",
      description =
          "Share of the penalty that is L1, which makes coefficients 0 (default: ${DEFAULT-VALUE}).")
  double elasticNet;

  @Option(
      names = "--finish",
      paramLabel = "auto|none|newton|tron",
      description =
          "What brings the model to its optimum after the passes (default: ${DEFAULT-VALUE}).")
  String finish = FinishMethod.DEFAULT.text();

  @Option(names = "--no-intercept", description = "Fit no intercept.")
  boolean noIntercept;

  @Option(
      names = "--tol",
      paramLabel = "X",
      description =
          "End the finish at this gradient norm, relative to that of the model without"
              + " coefficients (default: 1e-6); without a finish, end the passes when an epoch's"
              + " loss changes less (default: never).")
  Double tol;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description =
          "Seed of the held-out rows and of the order of rows (default: ${DEFAULT-VALUE}).")
  long seed = 42;

  @Option(
      names = "--mode",
      paramLabel = "auto|driver|single|synchronous|local",
      description = "How steps are spread over Spark jobs (default: ${DEFAULT-VALUE}).")
  String mode = "auto";

  @Option(
      names = "--partitions",
      paramLabel = "N",
      description = "Spread the rows over this many partitions; 0 leaves them (default: 0).")
  int partitions;

  @Option(
      names = "--aggregation-depth",
      paramLabel = "N",
      description =
          "In synchronous mode, levels of the tree that adds gradients"
              + " (default: ${DEFAULT-VALUE}).")
  int aggregationDepth = Engine.DEFAULT_AGGREGATION_DEPTH;

  @Option(
      names = "--checkpoint-dir",
      paramLabel = "DIR",
      description =
          "Save the run here as it goes; started again with the same options and data, it goes on.")
  String checkpointDir;

  @Option(
      names = "--checkpoint-interval",
      paramLabel = "EPOCHS",
      description = "Epochs between two checkpoints (default: ${DEFAULT-VALUE}).")
  int checkpointInterval = Checkpoints.DEFAULT_INTERVAL;

  /** Requires values in range; fills in what is left out. */
  void check() {
    if (input == null) {
      String home = System.getProperty("stepless.home");
      if (home == null) {
        throw new UserError("--input is missing; name the training data");
      }
      input = home + "/" + SHIPPED;
      if (holdout == null && testInput == null) {
        holdout = SHIPPED_HOLDOUT;
      }
    }
    optimizer = Methods.print(Methods.method(optimizer));
    schedule = Schedules.print(Schedules.parse(schedule));
    RunMode.parse(mode);
    FinishMethod.parse(finish);
    require(epochs >= 0, "--epochs", epochs, "at least 1, or 0 to let Stepless choose");
    require(batchSize >= 0, "--batch-size", batchSize, "at least 1, or 0 to let Stepless choose");
    require(partitions >= 0, "--partitions", partitions, "at least 1, or 0 to leave the rows");
    require(
        regParam >= 0 && Double.isFinite(regParam), "--reg-param", regParam, "at least 0, finite");
    if (tol != null) {
      require(tol >= 0 && Double.isFinite(tol), "--tol", tol, "at least 0 and finite");
    }
    require(elasticNet >= 0 && elasticNet <= 1, "--elastic-net", elasticNet, "in [0, 1]");
    require(aggregationDepth >= 1, "--aggregation-depth", aggregationDepth, "at least 1");
    require(checkpointInterval >= 1, "--checkpoint-interval", checkpointInterval, "at least 1");
    if (checkpointDir != null && checkpointDir.isBlank()) {
      throw new UserError("--checkpoint-dir is empty; name a folder");
    }
    if (holdout != null) {
      require(holdout > 0 && holdout < 1, "--holdout", holdout, "between 0 and 1, such as 0.2");
      if (testInput != null) {
        throw new UserError("--holdout and --test-input exclude each other; give one of them");
      }
    }
  }

  InputSpec inputSpec() {
    return new InputSpec("--input", input, format, labelCol, ignoreCols, partitions);
  }

  /** All options with their values, for config.json. */
  Map<String, Object> asMap() {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("input", input);
    all.put("format", format == null ? null : format.name().toLowerCase(Locale.ROOT));
    all.put("labelCol", labelCol);
    all.put("ignoreCols", ignoreCols);
    all.put("testInput", testInput);
    all.put("holdout", holdout);
    all.put("task", task.name().toLowerCase(Locale.ROOT));
    all.put("optimizer", optimizer);
    all.put("schedule", schedule);
    all.put("epochs", epochs);
    all.put("batchSize", batchSize);
    all.put("regParam", regParam);
    all.put("standardization", standardization);
    all.put("fitIntercept", !noIntercept);
    all.put("coordinates", coordinates.text());
    all.put("finish", finish);
    all.put("tol", tol);
    all.put("seed", seed);
    all.put("mode", mode);
    all.put("partitions", partitions);
    all.put("aggregationDepth", aggregationDepth);
    all.put("checkpointDir", checkpointDir);
    all.put("checkpointInterval", checkpointInterval);
    return all;
  }

  private static void require(boolean condition, String option, Number value, String allowed) {
    if (!condition) {
      throw new UserError(
          "%s must be %s, was %s".formatted(option, allowed, Catalog.number(value.doubleValue())));
    }
  }
}
