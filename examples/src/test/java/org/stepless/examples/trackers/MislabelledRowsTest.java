package org.stepless.examples.trackers;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;

class MislabelledRowsTest {
  private static SparkSession spark() {
    return SparkSession.builder()
        .master("local[2]")
        .appName("stepless tests")
        .config("spark.ui.enabled", "false")
        .config("spark.driver.host", "localhost")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.sql.shuffle.partitions", "2")
        .getOrCreate();
  }

  @Test
  void mostSuspectsAreIndeedWrong() {
    Dataset<Row> digits = spark().read().format("libsvm").load("data/digits.libsvm.gz");
    Dataset<Row> rows = MislabelledRows.withWrongLabels(digits, 0.03);
    int wrong = (int) rows.where("wrong").count();
    assertTrue(wrong > 30, wrong + " wrong");
    long found = MislabelledRows.suspects(rows, wrong).where("wrong").count();
    assertTrue(found > 0.7 * wrong, found + " of " + wrong);
  }
}
