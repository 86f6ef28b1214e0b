package org.stepless.cluster;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.ml.classification.LogisticRegressionModel;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.stepless.spark.SteplessLogisticRegression;
import org.stepless.spark.fit.TrainingListener;
import org.stepless.training.EpochReport;

/**
 * An application that trains models on rows that it makes itself, and prints {@code model
 * WORKLOAD/CASE BITS}, where BITS is a digest of the exact bits of the model, of the run's history
 * and of the trackers that a per-example rule leaves. The rows and their layout over partitions
 * depend on the {@link Workload} alone.
 */
public final class TrainingJob {
  private static final StructType SCHEMA =
      new StructType()
          .add("features", SQLDataTypes.VectorType())
          .add("label", DataTypes.DoubleType);
  private static final int CLASSES = 3;

  private TrainingJob() {}

  /**
   * @param arguments names of {@link Workload}s with commas between them, and a folder if every
   *     model is to have a folder for its checkpoints there
   */
  public static void main(String[] arguments) {
    String checkpoints = arguments.length < 2 ? null : arguments[1];
    SparkSession spark = SparkSession.builder().getOrCreate();
    TaskCounts counts = new TaskCounts();
    spark.sparkContext().addSparkListener(counts);
    for (String name : arguments[0].split(",")) {
      Workload workload = Workload.valueOf(name);
      Dataset<Row> rows = rows(spark, workload);
      for (Workload.Case one : workload.cases()) {
        System.out.println("start " + workload.id(one));
        String folder = checkpoints == null ? null : checkpoints + "/" + one.folder();
        System.out.println("model " + workload.id(one) + " " + train(one, rows, folder));
      }
    }
    spark.stop();
    System.out.println("counts " + counts.describe());
  }

  private static String train(Workload.Case one, Dataset<Row> rows, String checkpoints) {
    SteplessLogisticRegression estimator =
        new SteplessLogisticRegression()
            .setOptimizer(one.rule())
            .setMode(one.mode())
            .setBatchSize(one.batchSize())
            .setMaxEpochs(one.epochs())
            .setSyncInterval(one.syncInterval())
            .setListener(new Milestones());
    if (checkpoints != null) {
      // Every epoch of a long run in one task would be a job and a file of its own.
      estimator.setCheckpointDir(checkpoints).setCheckpointInterval(Math.max(1, one.epochs() / 20));
    }
    LogisticRegressionModel model = estimator.fit(rows);
    MessageDigest digest = sha256();
    add(digest, model.coefficientMatrix().toArray());
    add(digest, model.interceptVector().toArray());
    add(digest, estimator.summary().objective());
    add(digest, estimator.summary().gradientNorms1());
    add(digest, estimator.summary().gradientNorms2());
    if (estimator.summary().trackers() != null) {
      add(digest, trackers(estimator, rows));
    }
    return HexFormat.of().formatHex(digest.digest()).substring(0, 32);
  }

  private static double[] trackers(SteplessLogisticRegression estimator, Dataset<Row> rows) {
    return estimator.withTrackers(rows).select("tracker").collectAsList().stream()
        .mapToDouble(row -> row.getDouble(0))
        .toArray();
  }

  /**
   * Prints {@code mode ...} once and {@code epoch K} now and then, so that whoever disturbs a run
   * can wait for progress.
   */
  private static final class Milestones implements TrainingListener {
    private static final int COUNT = 20;

    @Override
    public void onStart(String description) {
      System.out.println(description);
    }

    @Override
    public void onEpoch(EpochReport report) {
      if (report.epoch() % Math.max(1, report.epochs() / COUNT) == 0) {
        System.out.println("epoch " + report.epoch());
      }
    }
  }

  private static void add(MessageDigest digest, double... values) {
    ByteBuffer bytes = ByteBuffer.allocate(values.length * Double.BYTES);
    for (double value : values) {
      bytes.putLong(Double.doubleToRawLongBits(value));
    }
    digest.update(bytes.array());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Dataset<Row> rows(SparkSession spark, Workload workload) {
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    List<Integer> partitions = IntStream.range(0, workload.partitions()).boxed().toList();
    int count = workload.rowsPerPartition(), columns = workload.columns();
    boolean fails = spark.sparkContext().getConf().getInt(Disturbance.FAIL, 0) > 0;
    JavaRDD<Row> rows =
        context
            .parallelize(partitions, partitions.size())
            .flatMap(
                partition -> {
                  // The even ones break in the midst of their rows, at the first attempt.
                  boolean breaks =
                      fails && partition % 2 == 0 && TaskContext.get().attemptNumber() == 0;
                  return rows(partition, count, columns, breaks ? count / 2 : count + 1);
                });
    return spark.createDataFrame(rows, SCHEMA);
  }

  /** Rows of noisy classes, drawn from the same model in every partition. */
  private static Iterator<Row> rows(int partition, int count, int columns, int breakAt) {
    double[] truth = new Random(7).doubles((long) CLASSES * columns, -1, 1).toArray();
    Random random = new Random(1_000 + partition);
    return IntStream.range(0, count)
        .mapToObj(
            i -> {
              if (i == breakAt) {
                throw new IllegalStateException("injected failure");
              }
              return row(random, truth, columns);
            })
        .iterator();
  }

  private static Row row(Random random, double[] truth, int columns) {
    double[] x = random.doubles(columns, -1, 1).toArray();
    int best = 0;
    double bestScore = Double.NEGATIVE_INFINITY;
    for (int k = 0; k < CLASSES; k++) {
      double score = random.nextGaussian();
      for (int j = 0; j < columns; j++) {
        score += truth[k * columns + j] * x[j];
      }
      if (score > bestScore) {
        best = k;
        bestScore = score;
      }
    }
    return RowFactory.create(Vectors.dense(x), (double) best);
  }
}
