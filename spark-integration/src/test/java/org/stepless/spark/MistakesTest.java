package org.stepless.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.ml.Estimator;
import org.apache.spark.ml.classification.LinearSVC;
import org.apache.spark.ml.classification.LogisticRegression;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.ml.regression.LinearRegression;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.functions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Mistakes in the rows: what Spark's estimators refuse, ours refuse. */
class MistakesTest {
  private static final List<Row> GOOD =
      List.of(
          RowFactory.create(Vectors.dense(0, 1), 0.0, 1.0),
          RowFactory.create(Vectors.dense(1, 3), 1.0, 2.0),
          RowFactory.create(Vectors.dense(2, 2), 0.0, 3.0),
          RowFactory.create(Vectors.dense(4, 1), 1.0, 1.0));

  static Stream<Arguments> pairs() {
    return Stream.of(
        Arguments.of(
            new SteplessLogisticRegression().setWeightCol("weight").setMaxEpochs(1),
            new LogisticRegression().setWeightCol("weight").setMaxIter(1)),
        Arguments.of(
            new SteplessLinearSVC().setWeightCol("weight").setMaxEpochs(1),
            new LinearSVC().setWeightCol("weight").setMaxIter(1)),
        Arguments.of(
            new SteplessLinearRegression().setWeightCol("weight").setMaxEpochs(1),
            new LinearRegression().setWeightCol("weight").setMaxIter(1)));
  }

  private static Dataset<Row> with(Vector features, Double label, Double weight) {
    List<Row> rows = new ArrayList<>(GOOD);
    rows.add(RowFactory.create(features, label, weight));
    return Samples.frame(rows);
  }

  /** Seen in the schema: the very same type of exception. */
  @ParameterizedTest
  @MethodSource("pairs")
  void framesAreRefusedByTheSameException(Estimator<?> ours, Estimator<?> spark) {
    Dataset<Row> good = Samples.frame(GOOD);
    Map<String, Dataset<Row>> frames = new LinkedHashMap<>();
    for (String column : List.of("label", "weight", "features")) {
      frames.put("no " + column, good.drop(column));
    }
    for (String column : List.of("label", "weight")) {
      frames.put(
          column + " as text", good.withColumn(column, functions.col(column).cast("string")));
    }
    frames.put("features are numbers", good.withColumn("features", functions.lit(1.0)));
    frames.put("prediction is there", good.withColumn("prediction", functions.lit(1.0)));
    frames.forEach(
        (mistake, frame) -> {
          Throwable expected = assertThrows(Exception.class, () -> spark.fit(frame), mistake);
          Throwable actual = assertThrows(Exception.class, () -> ours.fit(frame), mistake);
          assertEquals(expected.getClass(), actual.getClass(), mistake);
        });
  }

  /**
   * Seen in rows. Spark's exception depends on its version, a checked SparkException in 3.5, and
   * names no column; ours says which row or column and what to do.
   */
  @ParameterizedTest
  @MethodSource("pairs")
  void rowsAreRefused(Estimator<?> ours, Estimator<?> spark) {
    Vector v = Vectors.dense(1, 2);
    Map<Dataset<Row>, String> frames = new LinkedHashMap<>();
    frames.put(with(v, null, 1.0), "column 'label' is null in row");
    frames.put(with(v, Double.NaN, 1.0), "label NaN");
    frames.put(with(v, Double.POSITIVE_INFINITY, 1.0), "label ");
    frames.put(with(v, 1.0, null), "column 'weight' is null in row");
    frames.put(with(v, 1.0, Double.NaN), "weight NaN");
    frames.put(with(v, 1.0, -1.0), "weight -1");
    frames.put(with(v, 1.0, Double.POSITIVE_INFINITY), "weight infinity");
    frames.put(with(null, 1.0, 1.0), "column 'features' is null in row");
    frames.put(with(Vectors.dense(Double.NaN, 1), 1.0, 1.0), "the feature is NaN");
    frames.put(
        with(Vectors.sparse(2, new int[] {1}, new double[] {1 / 0.0}), 1.0, 1.0),
        "the feature is infinity");
    frames.put(with(Vectors.dense(1, 2, 3), 1.0, 1.0), "vectors of 2 and of 3 features");
    frames.put(
        Samples.frame(GOOD).withColumn("weight", functions.lit(0.0)), "together the weight 0.0");
    frames.forEach(
        (frame, part) -> {
          assertThrows(Throwable.class, () -> spark.fit(frame), part); // an AssertionError too
          Exception e = assertThrows(IllegalArgumentException.class, () -> ours.fit(frame), part);
          assertTrue(e.getMessage().contains(part), e::getMessage);
        });
  }
}
