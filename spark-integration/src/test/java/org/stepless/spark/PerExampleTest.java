package org.stepless.spark;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.ml.classification.LogisticRegressionModel;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.stepless.training.RowOrder;

/** SP, TAPS and MOTAPS in the estimators, and their trackers beside the rows. */
class PerExampleTest {
  private static final int ROWS = 90, COLUMNS = 4, EPOCHS = 5;
  private static final double REG = 0.01;
  private static final Dataset<Row> DATA = Samples.classes(ROWS, COLUMNS, 2, 11);

  private static SteplessLogisticRegression estimator(String optimizer) {
    return new SteplessLogisticRegression()
        .setOptimizer(optimizer)
        .setSchedule("constant")
        .setFitIntercept(false)
        .setStandardization(false)
        .setCoordinates("raw")
        .setRegParam(REG)
        .setBatchSize(1)
        .setMaxEpochs(EPOCHS);
  }

  /** The rows in the same order in other partitions, the second of which is empty. */
  private static Dataset<Row> cut(int partitions) {
    List<Row> rows = DATA.collectAsList();
    JavaSparkContext context =
        JavaSparkContext.fromSparkContext(SharedSpark.session().sparkContext());
    return SharedSpark.session()
        .createDataFrame(
            context
                .parallelize(rows, partitions)
                .union(context.emptyRDD())
                .mapPartitionsWithIndex((p, part) -> part, false),
            DATA.schema())
        .cache();
  }

  /** The papers' formulas in plain loops; every partition starts a pass from the averaged point. */
  private static final class PlainLoops {
    final double[] x = new double[COLUMNS];
    final double[] alpha;
    private final List<Row> rows;
    private double tau;

    PlainLoops(List<Row> rows, double tau) {
      this.rows = rows;
      this.tau = tau;
      alpha = new double[rows.size()];
    }

    void pass(int epoch, int[] starts, boolean learnsTau) {
      int n = rows.size();
      double[] mean = new double[COLUMNS];
      for (int p = 0; p + 1 < starts.length; p++) {
        int count = starts[p + 1] - starts[p];
        double[] z = x.clone();
        RowOrder order = new RowOrder(count, 42, p, epoch);
        int[] turn = new int[count];
        order.fill(0, count, turn);
        for (int i : turn) {
          step(starts[p] + i, z);
        }
        for (int j = 0; j < COLUMNS; j++) {
          mean[j] += z[j] * count / n;
        }
      }
      System.arraycopy(mean, 0, x, 0, COLUMNS);
      double average = 0;
      for (double a : alpha) {
        average += a / n;
      }
      if (learnsTau) {
        tau = 0.999 * tau + 0.001 * n / (n + 1.0) * average;
      }
      for (int i = 0; i < n; i++) {
        alpha[i] += tau - average;
      }
    }

    private void step(int row, double[] z) {
      double[] a = rows.get(row).<Vector>getAs("features").toArray();
      double sign = rows.get(row).<Double>getAs("label") * 2 - 1;
      double margin = 0, square = 0, loss = 0;
      for (int j = 0; j < COLUMNS; j++) {
        margin += sign * a[j] * z[j];
        loss += REG / 2 * z[j] * z[j];
      }
      loss += Math.log1p(Math.exp(-margin));
      double[] g = new double[COLUMNS];
      for (int j = 0; j < COLUMNS; j++) {
        g[j] = -sign * a[j] / (1 + Math.exp(margin)) + REG * z[j];
        square += g[j] * g[j];
      }
      double c = (loss - alpha[row]) / (square + 1);
      alpha[row] += c;
      for (int j = 0; j < COLUMNS; j++) {
        z[j] -= c * g[j];
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "single,  motaps,             1",
    "single,  taps(target=0.2),   1",
    "local,   motaps,             3",
    "local,   taps(target=0.2),   3"
  })
  void modelAndTrackersAreThoseOfPlainLoops(String mode, String optimizer, int partitions) {
    Dataset<Row> data = cut(partitions);
    boolean learnsTau = optimizer.equals("motaps");
    List<Row> given = data.collectAsList();
    PlainLoops plain = new PlainLoops(given, learnsTau ? 0 : 0.2);
    int[] starts = new int[partitions + 1];
    for (int p = 0; p <= partitions; p++) {
      starts[p] = p * ROWS / partitions;
    }
    for (int epoch = 0; epoch < EPOCHS; epoch++) {
      plain.pass(epoch, starts, learnsTau);
    }
    SteplessLogisticRegression estimator =
        estimator(optimizer).setMode(mode).setSyncInterval(1_000);
    LogisticRegressionModel model = estimator.fit(data);
    assertArrayEquals(plain.x, model.coefficients().toArray(), 1e-11);
    List<Row> rows = estimator.withTrackers(data).collectAsList();
    assertEquals(ROWS, rows.size());
    for (int i = 0; i < ROWS; i++) {
      assertEquals(plain.alpha[i], rows.get(i).<Double>getAs("tracker"), 1e-11);
      assertEquals(given.get(i).get(0), rows.get(i).get(0));
    }
    assertEquals(0, estimator.summary().gradientNorms2().length);
    assertEquals(EPOCHS, estimator.summary().epochHistory().size());
  }

  /** Enough rounds that the lineage is cut several times on the way. */
  @ParameterizedTest
  @ValueSource(strings = {"motaps", "motaps(beta=0.5)", "sp", "taps(target=0.3)"})
  void shortRoundsLearnAsWellAsOnePartition(String optimizer) {
    Dataset<Row> data = cut(3);
    SteplessLogisticRegression local =
        estimator(optimizer).setMode("local").setSyncInterval(2).setMaxEpochs(8);
    local.fit(data);
    SteplessLogisticRegression single = estimator(optimizer).setMode("single").setMaxEpochs(8);
    single.fit(data);
    // Steps of constant length jump about the optimum; averages jump less.
    assertTrue(
        local.summary().objective() <= single.summary().objective() + 0.01,
        local.summary().objective() + " " + single.summary().objective());
    assertEquals(optimizer.equals("sp"), local.summary().trackers() == null);
  }

  @Test
  void everyModelOfAFitIsTheSame() {
    Dataset<Row> data = cut(4);
    SteplessLogisticRegression estimator =
        estimator("motaps(beta=0.3)").setMode("local").setSyncInterval(5).setBatchSize(3);
    LogisticRegressionModel first = estimator.fit(data);
    List<Row> trackers = estimator.withTrackers(data).select("tracker").collectAsList();
    assertEquals(first.coefficients(), estimator.fit(data).coefficients());
    assertEquals(trackers, estimator.withTrackers(data).select("tracker").collectAsList());
  }

  @Test
  void wrongLabelsHaveTheHighestTrackers() {
    Random random = new Random(5);
    List<Row> rows = Samples.classes(2_000, 6, 2, 17).collectAsList();
    boolean[] wrong = new boolean[rows.size()];
    List<Row> changed = new java.util.ArrayList<>();
    for (int i = 0; i < wrong.length; i++) {
      Row row = rows.get(i);
      Vector features = row.getAs("features");
      // A clear class boundary, so that a wrong label contradicts its features.
      double label = features.apply(0) + features.apply(1) > 1 ? 1 : 0;
      wrong[i] = random.nextInt(20) == 0;
      double id = i;
      changed.add(
          org.apache.spark.sql.RowFactory.create(features, wrong[i] ? 1 - label : label, id));
    }
    Dataset<Row> data = Samples.frame(changed);
    SteplessLogisticRegression estimator =
        new SteplessLogisticRegression().setOptimizer("motaps").setMaxEpochs(20);
    estimator.fit(data);
    int count = 0, found = 0;
    for (boolean one : wrong) {
      count += one ? 1 : 0;
    }
    List<Row> highest =
        estimator
            .withTrackers(data)
            .orderBy(functions.desc("tracker"))
            .limit(count)
            .collectAsList();
    for (Row row : highest) {
      found += wrong[(int) row.<Double>getAs("weight").doubleValue()] ? 1 : 0;
    }
    assertTrue(found > 0.8 * count, found + " of " + count);
  }

  @Test
  void rowsCutAnewAndRowsHeldOutKeepTheirPlace() {
    Dataset<Row> data = cut(2).withColumn("held", functions.col("weight").equalTo(0.5)).cache();
    SteplessLogisticRegression estimator =
        estimator("motaps")
            .setMode("local")
            .setNumPartitions(5)
            .setValidationIndicatorCol("held")
            .setPatience(100);
    estimator.fit(data);
    Map<String, Double> trackers = new TreeMap<>();
    for (Row row : estimator.withTrackers(data).collectAsList()) {
      if (row.<Boolean>getAs("held")) {
        assertNull(row.getAs("tracker"));
      } else {
        trackers.put(row.getAs("features").toString(), row.getAs("tracker"));
      }
    }
    Dataset<Row> kept = data.where("not held").drop("held");
    SteplessLogisticRegression plain = estimator("motaps").setMode("local").setNumPartitions(5);
    plain.fit(kept);
    for (Row row : plain.withTrackers(kept).collectAsList()) {
      assertEquals(trackers.get(row.getAs("features").toString()), row.getAs("tracker"));
    }
  }

  @Test
  void errorsSayWhatToDo() {
    Messages.assertMessage("use motaps", () -> estimator("taps"));
    SteplessLogisticRegression synchronous = estimator("motaps").setMode("synchronous");
    Messages.assertMessage("set mode to auto, single or local", () -> synchronous.fit(DATA));
    Messages.assertMessage("set regParam instead of reg", () -> estimator("sp(reg=0.1)").fit(DATA));
    SteplessLogisticRegression estimator = estimator("motaps");
    assertThrows(IllegalStateException.class, () -> estimator.withTrackers(DATA));
    estimator.fit(DATA);
    Messages.assertMessage("40 rows are given", () -> estimator.withTrackers(DATA.limit(40)));
    Messages.assertMessage(
        "in another order", () -> estimator.withTrackers(DATA.orderBy("weight")));
    Messages.assertMessage(
        "column 'tracker' already",
        () -> estimator.withTrackers(DATA.withColumn("tracker", functions.lit(1))));
    SteplessLogisticRegression plain = estimator("prodigy");
    plain.fit(DATA);
    Exception e = assertThrows(IllegalStateException.class, () -> plain.withTrackers(DATA));
    assertTrue(e.getMessage().contains("prodigy keeps no trackers"), e.getMessage());
  }
}
