package org.stepless.spark.params;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.ml.Predictor;
import org.apache.spark.ml.feature.ElementwiseProduct;
import org.apache.spark.ml.linalg.Matrices;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.stepless.spark.Samples;
import org.stepless.spark.SteplessFMClassifier;
import org.stepless.spark.SteplessFMRegressor;
import org.stepless.spark.SteplessGeneralizedLinearRegression;
import org.stepless.spark.SteplessLinearRegression;
import org.stepless.spark.SteplessLinearSVC;
import org.stepless.spark.SteplessLogisticRegression;
import org.stepless.spark.SteplessMultilayerPerceptronClassifier;

/**
 * Every param of every estimator either leaves the result alone, or is refused by name when it
 * differs from a checkpoint's. A new param fails these tests until it is listed here.
 */
class CheckpointFingerprintTest {
  /** Another value of each param that a result depends on, where no estimator needs its own. */
  private static final Map<String, Object> OTHER =
      Map.ofEntries(
          Map.entry("optimizer", "adam"),
          Map.entry("schedule", "cosine"),
          Map.entry("maxEpochs", 2),
          Map.entry("batchSize", 20),
          Map.entry("seed", 7L),
          Map.entry("tol", 0.5),
          Map.entry("mode", "local"),
          Map.entry("syncInterval", 3),
          Map.entry("numPartitions", 3),
          Map.entry("aggregationDepth", 3),
          Map.entry("regParam", 0.25),
          Map.entry("elasticNetParam", 0.5),
          Map.entry("fitIntercept", false),
          Map.entry("standardization", false),
          Map.entry("coordinates", "raw"),
          Map.entry("classWeights", "1, 2"),
          Map.entry("epsilon", 2.0),
          Map.entry("link", "sqrt"),
          Map.entry("variancePower", 1.5),
          Map.entry("linkPower", 0.5),
          Map.entry("offsetCol", "weight"),
          Map.entry("factorSize", 3),
          Map.entry("fitLinear", false),
          Map.entry("initStd", 0.5),
          Map.entry("layers", new int[] {3, 5, 2}),
          Map.entry("hiddenActivation", "tanh"),
          Map.entry("backend", "nd4j"),
          Map.entry("device", "gpu"),
          Map.entry("weightCol", "weight"),
          Map.entry("validationIndicatorCol", "held"),
          Map.entry("patience", 9),
          Map.entry("featuresCol", "otherFeatures"),
          Map.entry("labelCol", "otherLabel"));

  private static final Map<String, String> OTHER_LOSS =
      Map.of("SteplessLinearRegression", "huber", "SteplessLinearSVC", "squaredHinge");

  private static final Map<String, String> OTHER_FAMILY =
      Map.of(
          "SteplessLogisticRegression", "multinomial",
          "SteplessGeneralizedLinearRegression", "gamma");

  /** What the message names instead of the param: what a column holds, not what it is called. */
  private static final Map<String, String> NAMED_OTHERWISE =
      Map.of("featuresCol", "training features", "labelCol", "training labels and weights");

  private static final Map<String, Object> WITHOUT_EFFECT =
      Map.ofEntries(
          Map.entry("predictionCol", "p"),
          Map.entry("rawPredictionCol", "r"),
          Map.entry("probabilityCol", "q"),
          Map.entry("threshold", 0.25),
          Map.entry("thresholds", new double[] {0.25, 0.75}),
          Map.entry("checkpointInterval", 3),
          Map.entry("maxIter", 7), // the passes are one in any case
          Map.entry("solver", "gd"),
          Map.entry("linkPredictionCol", "eta"),
          Map.entry("finish", "tron"),
          Map.entry("lowerBoundsOnCoefficients", Matrices.dense(1, 3, new double[] {-1, -1, -1})),
          Map.entry("upperBoundsOnCoefficients", Matrices.dense(1, 3, new double[] {1, 1, 1})),
          Map.entry("lowerBoundsOnIntercepts", Vectors.dense(-1)),
          Map.entry("upperBoundsOnIntercepts", Vectors.dense(1)));

  private static final Dataset<Row> DATA =
      new ElementwiseProduct()
          .setInputCol("features")
          .setOutputCol("otherFeatures")
          .setScalingVec(Vectors.dense(1, 1, 1.5))
          .transform(Samples.classes(60, 3, 2, 5))
          .selectExpr("*", "1 - label as otherLabel", "weight > 3 as held")
          .cache();

  private static List<Predictor<Vector, ?, ?>> estimators() {
    return List.of(
        new SteplessLogisticRegression(),
        new SteplessLinearRegression(),
        new SteplessLinearSVC(),
        new SteplessGeneralizedLinearRegression().setFamily("poisson"),
        new SteplessFMClassifier(),
        new SteplessFMRegressor(),
        new SteplessMultilayerPerceptronClassifier().setLayers(3, 4, 2));
  }

  @SuppressWarnings("unchecked") // tests below give every param a value of its type
  private static <T> ParamMap with(Param<T> param, Object value) {
    return new ParamMap().put(param, (T) value);
  }

  private static Predictor<Vector, ?, ?> changed(
      Predictor<Vector, ?, ?> estimator, Param<?> param, Object value) {
    return estimator.copy(with(param, value));
  }

  /** Another value of a param on which results depend; null for the other params. */
  private static Object other(Predictor<Vector, ?, ?> estimator, Param<?> param) {
    String name = param.name();
    if (name.equals("loss")) {
      return OTHER_LOSS.get(estimator.getClass().getSimpleName());
    }
    if (name.equals("family")) {
      return OTHER_FAMILY.get(estimator.getClass().getSimpleName());
    }
    boolean harmless = WITHOUT_EFFECT.containsKey(name) || name.equals("checkpointDir");
    if (!harmless && !OTHER.containsKey(name)) {
      fail("say in this test whether the result depends on the new param " + name);
    }
    return OTHER.get(name);
  }

  private static Predictor<Vector, ?, ?> saved(Predictor<Vector, ?, ?> plain, Path folder) {
    Map<String, Object> settings =
        Map.of(
            "mode", "synchronous", "batchSize", 30, "maxEpochs", 1, "checkpointDir", "" + folder);
    Predictor<Vector, ?, ?> estimator = plain;
    for (Map.Entry<String, Object> setting : settings.entrySet()) {
      estimator = changed(estimator, estimator.getParam(setting.getKey()), setting.getValue());
    }
    estimator.fit(DATA);
    return estimator;
  }

  private static void assertRefused(Predictor<Vector, ?, ?> estimator, Param<?> param) {
    Predictor<Vector, ?, ?> other = changed(estimator, param, other(estimator, param));
    Exception e = assertThrows(IllegalArgumentException.class, () -> other.fit(DATA), param.name());
    String named = NAMED_OTHERWISE.getOrDefault(param.name(), param.name()) + " was ";
    assertTrue(e.getMessage().contains(named), () -> named + " not in " + e.getMessage());
    assertTrue(e.getMessage().contains("choose another folder"), e::getMessage);
  }

  private static Map<String, String> entries(Predictor<Vector, ?, ?> estimator) {
    return ParamFingerprint.of((SteplessParams<?, ?>) estimator).entries();
  }

  @ParameterizedTest
  @MethodSource("estimators")
  void aParamThatMattersIsInTheFingerprint(Predictor<Vector, ?, ?> plain, @TempDir Path folder) {
    int relevant = 0;
    for (Param<?> param : plain.params()) {
      String name = param.name();
      Object other = other(plain, param);
      if (other == null || NAMED_OTHERWISE.containsKey(name)) {
        assertFalse(entries(plain).containsKey(name), name);
      } else {
        Map<String, String> before = new HashMap<>(entries(plain));
        Map<String, String> after = new HashMap<>(entries(changed(plain, param, other)));
        assertNotEquals(before.remove(name), after.remove(name), name);
        assertEquals(before, after);
        relevant++;
      }
    }
    assertTrue(relevant >= 17, "only " + relevant);
    Predictor<Vector, ?, ?> saved = saved(plain, folder);
    assertRefused(saved, saved.getParam("regParam"));
  }

  @Test
  void aParamThatMattersIsRefusedByName(@TempDir Path folder) {
    Predictor<Vector, ?, ?> saved = saved(new SteplessLogisticRegression(), folder);
    for (Param<?> param : saved.params()) {
      if (param.name().equals("tol")) {
        changed(saved, param, 0.5).fit(DATA); // ends the finish, which is not saved
      } else if (other(saved, param) != null) {
        assertRefused(saved, param);
      } else if (!param.name().equals("checkpointDir")) {
        changed(saved, param, WITHOUT_EFFECT.get(param.name())).fit(DATA);
      }
    }
  }

  @Test
  void theToleranceOfPassesMatters(@TempDir Path folder) {
    Predictor<Vector, ?, ?> saved =
        saved(new SteplessLogisticRegression().setFinish("none"), folder);
    assertRefused(saved, saved.getParam("tol"));
  }

  /** The name of a column says nothing: what it holds does. */
  @Test
  void renamedColumnsAreTheSame(@TempDir Path folder) {
    SteplessLogisticRegression estimator =
        new SteplessLogisticRegression().setMaxEpochs(1).setCheckpointDir(folder.toString());
    Vector expected = estimator.fit(DATA).coefficients();
    estimator.setFeaturesCol("f");
    estimator.setLabelCol("y");
    Dataset<Row> renamed = DATA.selectExpr("features as f", "label as y");
    assertEquals(expected, estimator.fit(renamed).coefficients());
    assertTrue(estimator.summary().mode().contains("resumed after step"));
  }
}
