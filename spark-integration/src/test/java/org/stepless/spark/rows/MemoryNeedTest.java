package org.stepless.spark.rows;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.stepless.methods.Methods;
import org.stepless.optimizer.Method;
import org.stepless.plan.RunMode;
import org.stepless.spark.SharedSpark;
import org.stepless.spark.SteplessLogisticRegression;

class MemoryNeedTest {
  private static final int CLASSES = 100;

  /** Adam has the point and two vectors: 3 arrays; sgd the point and none. */
  @ParameterizedTest
  @CsvSource({
    "adam, DRIVER, 4, 0",
    "adam, SYNCHRONOUS, 4, 1",
    "adam, SINGLE, 3, 4",
    "adam, LOCAL, 3, 4",
    "motaps, SINGLE, ARRAYS, ARRAYS"
  })
  void arraysOfTheDimensionAreCounted(String rule, RunMode mode, String driver, String task) {
    Method method = Methods.method(rule);
    String all = Integer.toString(1 + method.layout().vectors().size());
    long dimension = 3_000_000_000L;
    assertEquals(
        8 * dimension * Integer.parseInt(driver.replace("ARRAYS", all)),
        MemoryNeed.driver(dimension, method, mode));
    assertEquals(
        8 * dimension * Integer.parseInt(task.replace("ARRAYS", all)),
        MemoryNeed.task(dimension, method, mode));
  }

  @Test
  void statisticsOfAllPartitionsAreCounted() {
    assertEquals(32 * 20_000_000L, MemoryNeed.statistics(20_000_000, 1));
    assertEquals(4 * 32 * 20_000_000L, MemoryNeed.statistics(20_000_000, 3));
  }

  @Test
  void statisticsThatFitAreNotRefused() {
    SharedSpark.session();
    long heap = Runtime.getRuntime().maxMemory();
    assertDoesNotThrow(() -> MemoryNeed.requireStatistics(heap / 188), "failed when measured");
    assertThrows(IllegalArgumentException.class, () -> MemoryNeed.requireStatistics(heap / 128));
  }

  private static Dataset<Row> rows(int columns) {
    return SharedSpark.session()
        .createDataFrame(
            List.of(
                RowFactory.create(0.0, Vectors.sparse(columns, new int[] {1}, new double[] {1})),
                RowFactory.create(1.0, Vectors.sparse(columns, new int[] {2}, new double[] {1}))),
            new StructType()
                .add("label", DataTypes.DoubleType)
                .add("features", SQLDataTypes.VectorType()));
  }

  @Test
  void aFitThatCannotFitEndsBeforeItsWork() {
    long heap = Runtime.getRuntime().maxMemory();
    IllegalArgumentException first =
        assertThrows(
            IllegalArgumentException.class,
            () -> new SteplessLogisticRegression().fit(rows(1_000_000_000)));
    assertTrue(
        first.getMessage().startsWith("1,000,000,000 features need at least 168.0 GB of memory"),
        first.getMessage());
    // What the first pass finds out fits, two states of the rule do not: an array of
    // coefficients takes an eighth of the heap.
    int columns = (int) (heap / (8 * 8 * CLASSES));
    SteplessLogisticRegression estimator = new SteplessLogisticRegression().setMode("single");
    IllegalArgumentException later =
        assertThrows(IllegalArgumentException.class, () -> estimator.fit(manyClasses(columns)));
    assertTrue(later.getMessage().contains("coefficients with optimizer prodigy need at least"));
    assertTrue(later.getMessage().contains("hash the features"), later.getMessage());
  }

  private static Dataset<Row> manyClasses(int columns) {
    return rows(columns)
        .selectExpr("explode(sequence(0, " + (CLASSES - 1) + ")) as k", "features")
        .selectExpr("cast(k as double) as label", "features");
  }
}
