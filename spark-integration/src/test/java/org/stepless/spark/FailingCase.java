package org.stepless.spark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.spark.SparkContext;
import org.apache.spark.TaskContext;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.stepless.spark.fit.TrainingListener;
import org.stepless.spark.fit.TrainingSummary;
import org.stepless.spark.params.SteplessParams;
import org.stepless.training.EpochReport;
import org.stepless.training.RoundReport;

/**
 * A way in which a fit of any estimator fails, or one in which it does not.
 *
 * @param data rows to fit
 * @param change to the estimator before
 */
record FailingCase(Dataset<Row> data, Consumer<SteplessParams<?, ?>> change) {
  static final String GOOD = "good rows";

  /** Fails or not, as the loss is. */
  static final String UNCERTAIN = "loss may overflow";

  /** So many that models and states of optimizers are broadcast. */
  static final int COLUMNS = 3000;

  private static final long ROWS = 12;
  private static final int PARTITIONS = 3;
  private static final Thread DRIVER = Thread.currentThread();

  /** All by name, the good one first. */
  static Map<String, FailingCase> all(SparkSession spark, Path folder) {
    Map<String, FailingCase> all = new LinkedHashMap<>();
    addRows(all, spark);
    addListeners(all);
    Dataset<Row> good = all.get(GOOD).data();
    all.put(UNCERTAIN, new FailingCase(good, e -> e.setOptimizer("sgd(lr=1e308)")));
    Path file = write(folder.resolve("file")), vanishing = write(folder.resolve("vanishing"));
    all.put(
        "checkpoints below a file",
        new FailingCase(good, e -> e.setCheckpointDir(file + "/checkpoints")));
    all.put(
        "checkpoints that cannot be written any more",
        new FailingCase(
            good,
            estimator -> {
              delete(vanishing);
              estimator.setCheckpointDir(vanishing.toString());
              estimator.setListener(new Listener("start", () -> write(vanishing)));
            }));
    return all;
  }

  private static void addRows(Map<String, FailingCase> all, SparkSession spark) {
    UDF1<Long, Double> label = id -> (double) (id % 2);
    UDF1<Long, Vector> features = id -> vector(id, COLUMNS, 1 + id);
    UDF1<Long, Vector> nan = last(features, id -> vector(id, COLUMNS, Double.NaN));
    all.put(GOOD, rows(spark, features, label));
    all.put("NaN feature", rows(spark, nan, label));
    all.put("null features", rows(spark, last(features, id -> null), label));
    all.put("other columns", rows(spark, last(features, id -> vector(id, COLUMNS + 1, 1)), label));
    all.put("no columns", rows(spark, id -> Vectors.zeros(0).toSparse(), label));
    all.put("NaN label", rows(spark, features, last(label, id -> Double.NaN)));
    all.put("infinite label", rows(spark, features, last(label, id -> Double.POSITIVE_INFINITY)));
    all.put("null label", rows(spark, features, last(label, id -> null)));
    all.put("function throws", rows(spark, features, last(label, FailingCase::fail)));
    all.put("stack overflow", rows(spark, features, last(label, FailingCase::overflow)));
    all.put("job cancelled", rows(spark, features, last(label, FailingCase::cancel)));
    all.put("interrupted", rows(spark, features, last(label, FailingCase::interrupt)));
    all.put(
        "NaN to validate on",
        new FailingCase(rows(spark, nan, label).data(), e -> e.setValidationIndicatorCol("held")));
  }

  private static FailingCase rows(
      SparkSession spark, UDF1<Long, Vector> features, UDF1<Long, Double> label) {
    Column id = functions.col("id");
    return new FailingCase(
        spark
            .range(0, ROWS, 1, PARTITIONS)
            .select(
                functions.udf(features, SQLDataTypes.VectorType()).apply(id).as("features"),
                functions.udf(label, DataTypes.DoubleType).apply(id).as("label"),
                id.geq(ROWS * 2 / 3).as("held")),
        estimator -> {});
  }

  private static <T> UDF1<Long, T> last(UDF1<Long, T> others, UDF1<Long, T> last) {
    return id -> (id == ROWS - 1 ? last : others).call(id);
  }

  private static Vector vector(long id, int columns, double value) {
    return Vectors.sparse(columns, new int[] {(int) id, COLUMNS - 1}, new double[] {1, value});
  }

  private static Double fail(Long id) {
    throw new IllegalStateException("row " + id);
  }

  private static Double overflow(Long id) {
    throw new StackOverflowError("row " + id);
  }

  private static Double cancel(Long id) throws InterruptedException {
    SparkContext.getOrCreate().cancelAllJobs();
    TaskContext task = TaskContext.get();
    for (int i = 0; i < 1000 && !task.isInterrupted(); i++) {
      TimeUnit.MILLISECONDS.sleep(10);
    }
    return 0.0;
  }

  /** The job runs on for a while when nobody waits for it any more. */
  private static Double interrupt(Long id) throws InterruptedException {
    DRIVER.interrupt();
    TimeUnit.MILLISECONDS.sleep(50);
    return 0.0;
  }

  private static void addListeners(Map<String, FailingCase> all) {
    Runnable fail =
        () -> {
          throw new IllegalStateException("listener");
        };
    for (String when : new String[] {"start", "round", "epoch", "end"}) {
      all.put("listener fails at " + when, listening(all, when, fail));
    }
    all.put(
        "listener overflows",
        listening(
            all,
            "epoch",
            () -> {
              throw new StackOverflowError("listener");
            }));
    all.put(
        "listener is interrupted",
        listening(
            all,
            "round",
            () -> {
              Thread.currentThread().interrupt();
              fail.run();
            }));
  }

  private static FailingCase listening(Map<String, FailingCase> all, String when, Runnable action) {
    return new FailingCase(
        all.get(GOOD).data(), estimator -> estimator.setListener(new Listener(when, action)));
  }

  /** Does something at some time. */
  private record Listener(String when, Runnable action) implements TrainingListener {
    private void at(String time) {
      if (when.equals(time)) {
        action.run();
      }
    }

    @Override
    public void onStart(String mode) {
      at("start");
    }

    @Override
    public void onRound(RoundReport report) {
      at("round");
    }

    @Override
    public void onEpoch(EpochReport report) {
      at("epoch");
    }

    @Override
    public void onEnd(TrainingSummary summary) {
      at("end");
    }
  }

  /** Makes it a file, if it was an empty folder too. */
  private static Path write(Path file) {
    delete(file);
    try {
      return Files.writeString(file, "");
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
