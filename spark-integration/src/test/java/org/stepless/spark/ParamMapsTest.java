package org.stepless.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.ml.Predictor;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.param.ParamPair;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.stepless.spark.params.SteplessParams;

/** A fit with a param map is one of a copy; the summary is with the estimator that the user has. */
class ParamMapsTest {
  private static final Dataset<Row> ROWS = Samples.classes(40, 3, 2, 6).cache();

  static Stream<Predictor<Vector, ?, ?>> estimators() {
    return Stream.of(
        new SteplessLogisticRegression(),
        new SteplessLinearRegression(),
        new SteplessLinearSVC(),
        new SteplessGeneralizedLinearRegression().setFamily("poisson"),
        new SteplessFMClassifier(),
        new SteplessFMRegressor(),
        new SteplessMultilayerPerceptronClassifier().setLayers(3, 2));
  }

  @ParameterizedTest
  @MethodSource("estimators")
  void theSummaryIsThere(Predictor<Vector, ?, ?> estimator) {
    SteplessParams<?, ?> params = (SteplessParams<?, ?>) estimator;
    assertNull(params.summary());
    estimator.fit(ROWS, new ParamMap().put(params.maxEpochs(), 3));
    assertEquals(3, params.summary().epochs());
    assertEquals(0, params.getMaxEpochs());
    estimator.fit(ROWS, new ParamPair<>(params.maxEpochs(), 2));
    assertEquals(2, params.summary().epochs());
  }

  @Test
  void theSummaryOfTheLastOfMany() {
    SteplessLinearSVC estimator = new SteplessLinearSVC();
    List<ParamMap> maps =
        List.of(
            new ParamMap().put(estimator.maxEpochs(), 1),
            new ParamMap().put(estimator.maxEpochs(), 4));
    assertEquals(2, estimator.fit(ROWS, ScalaValues.list(maps)).size());
    assertNotNull(estimator.summary());
    assertEquals(4, estimator.summary().epochs());
  }
}
