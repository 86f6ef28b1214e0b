package org.stepless.examples.trackers;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.desc;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.monotonically_increasing_id;
import static org.apache.spark.sql.functions.rand;
import static org.apache.spark.sql.functions.when;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.stepless.examples.SampleData;
import org.stepless.spark.SteplessLogisticRegression;

/**
 * Finds wrongly labelled rows. MOTAPS keeps a tracker for every row, which follows the row's loss:
 * where the label contradicts what all other rows say, it stays high. Here some labels are changed
 * on purpose, and the rows with the highest trackers are looked at.
 *
 * <p>A tracker moves slowly where the gradient is large, as it is for a wrong label: it takes a few
 * hundred passes, and a penalty keeps the model from learning the wrong labels by heart. The larger
 * gammaTau lets the target follow the trackers sooner.
 */
public final class MislabelledRows {
  private static final int CLASSES = 10;
  private static final long SEED = 7;

  private MislabelledRows() {}

  /** Gives a share of the rows the next class; column {@code wrong} says which. */
  static Dataset<Row> withWrongLabels(Dataset<Row> rows, double share) {
    return rows.withColumn("id", monotonically_increasing_id())
        .withColumn("wrong", rand(SEED).lt(share))
        .withColumn(
            "label", when(col("wrong"), col("label").plus(1).mod(CLASSES)).otherwise(col("label")))
        .cache();
  }

  /** The rows that most deserve a second look, with their trackers. */
  static Dataset<Row> suspects(Dataset<Row> rows, int count) {
    SteplessLogisticRegression estimator =
        new SteplessLogisticRegression()
            .setOptimizer("motaps(gammaTau=0.1)")
            .setSchedule("constant")
            .setRegParam(0.01)
            .setMaxEpochs(300);
    estimator.fit(rows);
    return estimator.withTrackers(rows).orderBy(desc("tracker")).limit(count);
  }

  /**
   * @param arguments a LIBSVM file of classes 0 to 9, none for the shipped digits
   */
  public static void main(String[] arguments) {
    SparkSession spark = SparkSession.builder().getOrCreate();
    String path = SampleData.path(arguments, "digits.libsvm.gz");
    Dataset<Row> rows = withWrongLabels(spark.read().format("libsvm").load(path), 0.03);
    int wrong = (int) rows.where("wrong").count();
    Dataset<Row> suspects = suspects(rows, wrong);
    suspects.select(col("id"), col("label"), col("tracker"), col("wrong")).show();
    System.out.printf(
        "%d labels are wrong; of the %d rows with the highest trackers %d are%n",
        wrong, wrong, suspects.where(col("wrong").equalTo(lit(true))).count());
  }
}
