package org.stepless.bench.trials;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.stepless.bench.common.ClassSet;
import org.stepless.bench.trials.Trials.Result;
import org.stepless.bench.trials.Trials.Trial;
import org.stepless.cli.Commands;
import org.stepless.data.RowBlock;
import org.stepless.schedules.Constant;
import org.stepless.schedules.Linear;
import org.stepless.spark.rows.FeatureCoordinates;

class TrialsTest {
  private static final SparkSession SPARK = Commands.spark();

  private static ClassSet iris() {
    return read("iris.csv");
  }

  private static ClassSet read(String name) {
    return ClassSet.read(SPARK, "--data", Commands.DATA.resolve(name).toString(), 1);
  }

  private static Trials trials(ClassSet set, FeatureCoordinates coordinates) {
    return trials(set, coordinates, Trials.Start.ZERO);
  }

  private static Trials trials(ClassSet set, FeatureCoordinates coordinates, Trials.Start start) {
    JavaSparkContext context = JavaSparkContext.fromSparkContext(SPARK.sparkContext());
    return new Trials(context, set, coordinates, start);
  }

  /** Loss of a model that cannot move. */
  private static double first(ClassSet set, Trials.Start start) throws InterruptedException {
    try (Trials trials = trials(set, FeatureCoordinates.AUTO, start)) {
      return trials.run(List.of(new Trial("adam", (step, steps) -> 0, 1, 64, 1))).get(0).loss();
    }
  }

  /** 357 of the 569 rows are of one class, so that guessing by shares has their entropy. */
  @Test
  void runsStartAtZeroOrAtTheSharesOfTheClasses() throws InterruptedException {
    ClassSet set = read("breast_cancer.csv.gz");
    double share = 357.0 / 569;
    double entropy = -share * Math.log(share) - (1 - share) * Math.log(1 - share);
    assertEquals(Math.log(2), first(set, Trials.Start.ZERO), 1e-12);
    assertEquals(entropy, first(set, Trials.Start.CLASS_SHARES), 1e-6); // a pseudo-count more
  }

  @Test
  void aModelThatCannotMoveHasTheLossOfAGuess() throws InterruptedException {
    try (Trials trials = trials(iris(), FeatureCoordinates.AUTO)) {
      Result result = trials.run(List.of(new Trial("adam", (step, steps) -> 0, 2, 16, 1))).get(0);
      assertEquals(Math.log(3), result.loss(), 1e-12);
      assertEquals(50.0 / 150, result.accuracy(), 1e-12);
      assertEquals(2, result.epochLosses().length);
      assertEquals(20, result.norms().size());
    }
  }

  @Test
  void outcomesDoNotDependOnWhatRunsBeside() throws InterruptedException {
    Trial prodigy = new Trial("prodigy", new Linear(), 20, 16, 3);
    Trial wild = new Trial("sgd(lr=1.7e308)", new Constant(), 20, 16, 3);
    Trial perRow = new Trial("motaps", new Constant(), 5, 16, 3);
    try (Trials trials = trials(iris(), FeatureCoordinates.RAW)) {
      Result alone = trials.run(List.of(prodigy)).get(0);
      List<Result> together = trials.run(List.of(wild, prodigy, perRow, prodigy));
      assertEquals(alone.loss(), together.get(1).loss());
      assertEquals(alone.loss(), together.get(3).loss());
      assertArrayEquals(alone.epochLosses(), together.get(3).epochLosses());
      assertTrue(alone.accuracy() > 0.95, "accuracy " + alone.accuracy());
      assertTrue(Double.isNaN(together.get(0).loss()), "loss " + together.get(0).loss());
      assertTrue(together.get(2).loss() < 0.5, "loss " + together.get(2).loss());
    }
  }

  @Test
  void featuresAreScaledAsPapersDo() {
    ClassSet set = iris();
    RowBlock unit = set.scaledToUnit().rows(), raw = set.rows();
    RowBlock tenth = set.dividedBy(10).rows();
    int[] indices = new int[4];
    double[] values = new double[4], before = new double[4];
    double[] least = {9, 9, 9, 9}, most = {-9, -9, -9, -9};
    for (int row = 0; row < unit.rows(); row++) {
      unit.copyRow(row, indices, values);
      for (int j = 0; j < 4; j++) {
        least[j] = Math.min(least[j], values[j]);
        most[j] = Math.max(most[j], values[j]);
      }
      tenth.copyRow(row, indices, values);
      raw.copyRow(row, indices, before);
      for (int j = 0; j < 4; j++) {
        assertEquals(before[j] / 10, values[j], 1e-7);
      }
      assertEquals(raw.label(row), unit.label(row));
    }
    assertArrayEquals(new double[] {-1, -1, -1, -1}, least, 1e-7);
    assertArrayEquals(new double[] {1, 1, 1, 1}, most, 1e-7);
  }
}
