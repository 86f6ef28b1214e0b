package org.stepless.examples.trackers;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.stepless.cli.Commands;

class MislabelledRowsTest {
  @Test
  void mostSuspectsAreIndeedWrong() {
    Dataset<Row> digits = Commands.spark().read().format("libsvm").load("data/digits.libsvm.gz");
    Dataset<Row> rows = MislabelledRows.withWrongLabels(digits, 0.03);
    int wrong = (int) rows.where("wrong").count();
    assertTrue(wrong > 30, wrong + " wrong");
    long found = MislabelledRows.suspects(rows, wrong).where("wrong").count();
    assertTrue(found > 0.7 * wrong, found + " of " + wrong);
  }
}
