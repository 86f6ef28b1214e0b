package org.stepless.examples.pipeline;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.apache.spark.ml.classification.LogisticRegressionModel;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.stepless.examples.SampleData;
import org.stepless.spark.SteplessLogisticRegression;
import org.stepless.spark.fit.TrainingListener;
import org.stepless.training.EpochReport;

/**
 * A fit whose driver dies goes on where its last checkpoint stands: the same call with the same
 * folder is all it takes, and the model is the same to the bit as that of a fit that nobody
 * disturbed. Here a listener ends the first fit in the middle.
 */
public final class CheckpointAndResume {
  private CheckpointAndResume() {}

  static SteplessLogisticRegression estimator(String folder) {
    SteplessLogisticRegression estimator = new SteplessLogisticRegression().setMaxEpochs(20);
    // One round per checkpoint: a fit of small data would be over before the first is due.
    estimator.setMode("local").setSyncInterval(16);
    return folder == null ? estimator : estimator.setCheckpointDir(folder).setCheckpointInterval(5);
  }

  /** Ends the training after an epoch, as a power cut would. */
  static TrainingListener powerCut(int epoch) {
    return new TrainingListener() {
      @Override
      public void onEpoch(EpochReport report) {
        if (report.epoch() == epoch) {
          throw new IllegalStateException("the lights went out in epoch " + epoch);
        }
      }
    };
  }

  /**
   * @param arguments a LIBSVM file whose labels are 0, 1, ..., none for the shipped digits
   */
  public static void main(String[] arguments) throws IOException {
    SparkSession spark = SparkSession.builder().getOrCreate();
    String path = SampleData.path(arguments, "digits.libsvm.gz");
    Dataset<Row> rows = spark.read().format("libsvm").load(path).cache();
    Path folder = Files.createTempDirectory("stepless-checkpoints");
    try {
      estimator(folder.toUri().toString()).setListener(powerCut(13)).fit(rows);
    } catch (IllegalStateException e) {
      System.out.println("ended: " + e.getMessage());
    }
    SteplessLogisticRegression again = estimator(folder.toUri().toString());
    LogisticRegressionModel resumed = again.fit(rows);
    System.out.println("went on: " + again.summary().mode());
    LogisticRegressionModel undisturbed = estimator(null).fit(rows);
    boolean same =
        Arrays.equals(
            resumed.coefficientMatrix().toArray(), undisturbed.coefficientMatrix().toArray());
    System.out.println("the same model as without the power cut: " + same);
  }
}
