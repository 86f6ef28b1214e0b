package org.stepless.spark;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Collections;
import java.util.List;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Vectors without features are refused, as Spark does: nothing can be learned from them. */
class ZeroFeaturesTest {
  private static final Dataset<Row> DENSE = frame(Vectors.dense(new double[0]));
  private static final Dataset<Row> SPARSE = frame(Vectors.zeros(0).toSparse());

  private static Dataset<Row> frame(Vector vector) {
    List<Row> ones = Collections.nCopies(4, RowFactory.create(vector, 1.0, 1.0));
    List<Row> zeros = Collections.nCopies(4, RowFactory.create(vector, 0.0, 1.0));
    return Samples.frame(Stream.concat(ones.stream(), zeros.stream()).toList());
  }

  static Stream<Estimator<?>> estimators() {
    return Stream.of(
        new SteplessLogisticRegression(),
        new SteplessLogisticRegression().setFamily("multinomial").setNumPartitions(3),
        new SteplessLinearRegression(),
        new SteplessLinearRegression().setLoss("huber"),
        new SteplessGeneralizedLinearRegression().setFamily("poisson").setFitIntercept(false),
        new SteplessLinearSVC(),
        new SteplessFMClassifier(),
        new SteplessFMRegressor(),
        new SteplessMultilayerPerceptronClassifier().setLayers(1, 2));
  }

  @ParameterizedTest
  @MethodSource("estimators")
  void areRefused(Estimator<?> estimator) {
    for (Dataset<Row> data : List.of(DENSE, SPARSE)) {
      Messages.assertMessage(
          "columns 'features' and 'label' hold vectors of 0 features; there is nothing to learn"
              + " from: check how they are made",
          () -> estimator.fit(data));
    }
  }

  @Test
  void sparkRefusesThemToo() {
    for (Estimator<?> estimator :
        List.of(
            new LogisticRegression(),
            new LinearSVC(),
            new LinearRegression().setSolver("l-bfgs"))) {
      Exception e = assertThrows(Exception.class, () -> estimator.fit(SPARSE));
      assertTrue(e.getMessage().contains("dimension larger than zero"), e.getMessage());
    }
  }
}
