package org.stepless.spark.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.ml.classification.LogisticRegressionModel;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.stepless.spark.Samples;
import org.stepless.spark.SharedSpark;
import org.stepless.spark.SteplessLogisticRegression;
import org.stepless.spark.fit.TrainingListener;

class RoundModesTest {
  private static final Dataset<Row> DATA = Samples.classes(2000, 6, 3, 5);

  private static SteplessLogisticRegression estimator(String mode) {
    return new SteplessLogisticRegression().setMode(mode).setMaxEpochs(5);
  }

  private static double[] fit(SteplessLogisticRegression estimator, Dataset<Row> data) {
    LogisticRegressionModel model = estimator.fit(data);
    return model.coefficientMatrix().toArray();
  }

  @ParameterizedTest
  @ValueSource(strings = {"driver", "single", "synchronous", "local"})
  void sameLayoutAndSeedGiveTheSameBits(String mode) {
    Dataset<Row> data = DATA.coalesce(1).repartition(3).cache();
    double[] first = fit(estimator(mode).setBatchSize(100), data);
    assertArrayEquals(first, fit(estimator(mode).setBatchSize(100), data), 0.0);
    double[] other = fit(estimator(mode).setBatchSize(100).setSeed(43), data);
    assertTrue(first[0] != other[0], "the seed must matter");
  }

  /** A batch of all rows has no order: however rows are spread, the mathematics is the same. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5})
  void synchronousFullBatchesEqualOnePartition(int partitions) {
    double[] single = fit(estimator("single").setBatchSize(2000).setMaxEpochs(40), DATA);
    double[] spread =
        fit(
            estimator("synchronous").setBatchSize(2000).setMaxEpochs(40),
            DATA.repartition(partitions));
    assertArrayEquals(single, spread, 1e-9);
  }

  /**
   * 10,000 rows in 4 partitions: whoever takes steps wants 2,000 in all, in batches of 32 to 256
   * rows and at least a 120th of the rows; but a job is too much for a small step.
   */
  @ParameterizedTest
  @CsvSource({
    "single, 1, 313", "single, 10, 313", "single, 20, 157", "single, 30, 157",
    "local, 1, 79", "local, 30, 79", "local, 60, 40", "synchronous, 1, 157"
  })
  void shortRunsTakeMoreStepsAnEpoch(String mode, int epochs, int steps) {
    SteplessLogisticRegression estimator = estimator(mode).setMaxEpochs(epochs);
    estimator.fit(Samples.classes(10_000, 2, 2, 5).repartition(4));
    String shape = estimator.summary().mode();
    assertTrue(shape.contains(", %d steps per epoch".formatted(steps)), shape);
  }

  /**
   * 4,096 rows of one value in 10,000 columns: a step costs as much as 10,000 rows. 32 batches an
   * epoch are enough for a run of one; with more epochs 128 steps in all are.
   */
  @ParameterizedTest
  @CsvSource({"1, 32", "4, 32", "16, 8", "64, 2"})
  void dearStepsAreFew(int epochs, int steps) {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < 4096; i++) {
      Vector one = Vectors.sparse(10_000, new int[] {i * 2}, new double[] {1});
      rows.add(RowFactory.create((double) (i % 2), one));
    }
    StructType schema =
        new StructType()
            .add("label", DataTypes.DoubleType)
            .add("features", SQLDataTypes.VectorType());
    Dataset<Row> data = SharedSpark.session().createDataFrame(rows, schema);
    SteplessLogisticRegression estimator = estimator("single").setMaxEpochs(epochs);
    estimator.fit(data);
    String shape = estimator.summary().mode();
    assertTrue(shape.contains(", %d steps per epoch".formatted(steps)), shape);
  }

  @Test
  void oneReplicaTrainsLocallyAsInOnePartition() {
    Dataset<Row> one = DATA.coalesce(1).cache();
    assertArrayEquals(
        fit(estimator("single").setBatchSize(64), one),
        fit(estimator("local").setBatchSize(64).setSyncInterval(7), one),
        0.0);
  }

  @Test
  void localRoundsKeepTheQuality() {
    SteplessLogisticRegression single = estimator("single").setMaxEpochs(20).setBatchSize(16);
    single.fit(DATA);
    SteplessLogisticRegression local = estimator("local").setMaxEpochs(20).setBatchSize(16);
    local.fit(DATA.repartition(4));
    assertEquals(single.summary().objective(), local.summary().objective(), 0.01);
    assertTrue(local.summary().mode().startsWith("mode local (as configured)"));
  }

  @Test
  void morePartitionsThanRowsTrain() {
    Dataset<Row> few = DATA.limit(5).repartition(8);
    for (String mode : new String[] {"driver", "single", "synchronous", "local"}) {
      for (int batchSize : new int[] {0, 1}) { // 1: some batches hold no row in any partition
        SteplessLogisticRegression estimator = estimator(mode).setBatchSize(batchSize);
        estimator.fit(few);
        assertTrue(Double.isFinite(estimator.summary().objective()), mode);
      }
    }
  }

  @Test
  void automaticModeSaysWhatItChoseAndWhy() {
    SteplessLogisticRegression estimator = estimator("auto");
    estimator.fit(DATA);
    assertTrue(
        estimator.summary().mode().matches("mode driver \\(the rows take 0.1 MB\\), .*"),
        estimator.summary().mode());
    // Too long for the driver.
    estimator.setMaxEpochs(10_000_000).setFinish("none").setTol(0.1).fit(DATA);
    assertTrue(
        estimator.summary().mode().matches("mode single \\(the rows take .* MB, a task may use .*"),
        estimator.summary().mode());
    estimator.setOptimizer("motaps").setMaxEpochs(2).fit(DATA); // tasks keep trackers
    assertTrue(estimator.summary().mode().startsWith("mode single"), estimator.summary().mode());
  }

  /** Where the steps are taken changes nothing; nor how the rows came to the driver. */
  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void theDriverTakesTheStepsOfATask(int partitions) {
    Dataset<Row> data = DATA.coalesce(1).repartition(partitions).cache();
    assertArrayEquals(fit(estimator("single"), data), fit(estimator("driver"), data), 0.0);
    Dataset<Row> large = Samples.classes(30_000, 100, 2, 3).coalesce(partitions).cache();
    double[] task = fit(estimator("auto").setMaxEpochs(1), large);
    SteplessLogisticRegression driver = estimator("driver").setMaxEpochs(1);
    assertArrayEquals(task, fit(driver, large), 0.0);
    assertTrue(driver.summary().mode().startsWith("mode driver (as configured)"));
  }

  @Test
  void theDriverIsRefusedWhatIsNotForIt() {
    SteplessLogisticRegression trackers = estimator("driver").setOptimizer("motaps");
    assertTrue(
        assertThrows(IllegalArgumentException.class, () -> trackers.fit(DATA))
            .getMessage()
            .contains("set mode to auto, single or local"));
  }

  /** On the driver too, where there is no job that could be cancelled. */
  @ParameterizedTest
  @ValueSource(strings = {"driver", "single", "synchronous", "local"})
  void trainingCanBeInterrupted(String mode) {
    SteplessLogisticRegression estimator = estimator(mode);
    estimator.setListener(
        new TrainingListener() {
          @Override
          public void onStart(String mode) {
            Thread.currentThread().interrupt();
          }
        });
    assertThrows(CancellationException.class, () -> estimator.fit(DATA));
    assertFalse(Thread.interrupted(), "the interruption is answered");
  }

  @Test
  void nothingStaysPersisted() {
    JavaSparkContext context =
        JavaSparkContext.fromSparkContext(DATA.sparkSession().sparkContext());
    DATA.count();
    Set<Integer> before = context.getPersistentRDDs().keySet();
    estimator("single").fit(DATA);
    // Spark may meanwhile have let go of what other tests persisted.
    assertTrue(before.containsAll(context.getPersistentRDDs().keySet()));
  }
}
