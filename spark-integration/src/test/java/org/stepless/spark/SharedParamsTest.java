package org.stepless.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.spark.ml.Predictor;
import org.apache.spark.ml.classification.Classifier;
import org.apache.spark.ml.classification.FMClassifier;
import org.apache.spark.ml.classification.LinearSVC;
import org.apache.spark.ml.classification.LogisticRegression;
import org.apache.spark.ml.classification.MultilayerPerceptronClassifier;
import org.apache.spark.ml.classification.OneVsRest;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.shared.HasMaxIter;
import org.apache.spark.ml.param.shared.HasWeightCol;
import org.apache.spark.ml.regression.FMRegressor;
import org.apache.spark.ml.regression.LinearRegression;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Others find the params of estimators by Spark's traits, as they do those of Spark's own. */
class SharedParamsTest {
  /** What Spark's algorithms need and ours do not, and penalties that are not ridge. */
  private static final Set<String> ABSENT =
      Set.of("HasElasticNetParam", "HasStepSize", "HasBlockSize", "HasMaxBlockSizeInMB");

  /** Their default is drawn or has another meaning. */
  private static final Set<String> OTHER_DEFAULT = Set.of("seed", "tol");

  static Stream<Arguments> pairs() {
    return Stream.of(
        Arguments.of(new SteplessLogisticRegression(), new LogisticRegression()),
        Arguments.of(new SteplessLinearRegression(), new LinearRegression()),
        Arguments.of(new SteplessLinearSVC(), new LinearSVC()),
        Arguments.of(new SteplessFMClassifier(), new FMClassifier()),
        Arguments.of(new SteplessFMRegressor(), new FMRegressor()),
        Arguments.of(
            new SteplessMultilayerPerceptronClassifier(), new MultilayerPerceptronClassifier()));
  }

  private static Set<Class<?>> traits(Class<?> type) {
    Set<Class<?>> found = new java.util.HashSet<>();
    for (Class<?> at = type; at != null; at = at.getSuperclass()) {
      add(at, found);
    }
    return found;
  }

  private static void add(Class<?> type, Set<Class<?>> found) {
    if (type.getName().startsWith("org.apache.spark.ml.param.shared.")) {
      found.add(type);
    }
    Arrays.stream(type.getInterfaces()).forEach(each -> add(each, found));
  }

  @ParameterizedTest
  @MethodSource("pairs")
  void everyTraitOfSparksPeerIsThere(Predictor<?, ?, ?> ours, Predictor<?, ?, ?> peer) {
    int shared = 0;
    Set<String> missing = new TreeSet<>();
    for (Class<?> trait : traits(peer.getClass())) {
      if (trait.isInstance(ours)) {
        shared++;
      } else {
        missing.add(trait.getSimpleName());
      }
    }
    assertTrue(ABSENT.containsAll(missing), missing::toString);
    assertTrue(shared >= 7, "only " + shared);
  }

  /** A trait's accessor is the param of that name, with the default that Spark gives it. */
  @ParameterizedTest
  @MethodSource("pairs")
  void traitsGiveTheParamsAndDefaultsOfSpark(Predictor<?, ?, ?> ours, Predictor<?, ?, ?> peer)
      throws ReflectiveOperationException {
    for (Class<?> trait : traits(ours.getClass())) {
      String name = trait.getSimpleName().substring("Has".length());
      name = Character.toLowerCase(name.charAt(0)) + name.substring(1);
      Param<?> param = (Param<?>) trait.getMethod(name).invoke(ours);
      assertSame(ours.getParam(name), param);
      if (peer.hasParam(name) && !OTHER_DEFAULT.contains(name)) {
        assertEquals(peer.getDefault(peer.getParam(name)), ours.getDefault(param), name);
      }
    }
    assertEquals(100, ((HasMaxIter) ours).getMaxIter());
  }

  /** Three classes in a plane, of which the second and third weigh next to nothing. */
  private static Dataset<Row> weighted() {
    Random random = new Random(3);
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      int label = i % 3;
      double angle = 2 * Math.PI * label / 3;
      Vector features =
          Vectors.dense(
              Math.cos(angle) + random.nextGaussian(), Math.sin(angle) + random.nextGaussian());
      rows.add(RowFactory.create(features, (double) label, label == 0 ? 50 : 0.05));
    }
    return Samples.frame(rows);
  }

  private static List<Double> predictions(Classifier<?, ?, ?> each, Dataset<Row> rows) {
    OneVsRest rest = new OneVsRest().setClassifier(each).setWeightCol("weight");
    return rest.fit(rows).transform(rows).select("prediction").collectAsList().stream()
        .map(row -> row.getDouble(0))
        .toList();
  }

  @Test
  void oneVsRestHandsWeightsOn() {
    Dataset<Row> rows = weighted();
    List<Double> spark = predictions(new LinearSVC().setRegParam(0.1).setTol(1e-9), rows);
    List<Double> ours =
        predictions(new SteplessLinearSVC().setRegParam(0.1).setMaxEpochs(200), rows);
    assertTrue(new SteplessLinearSVC() instanceof HasWeightCol);
    long zeros = spark.stream().filter(label -> label == 0).count();
    assertTrue(zeros > 250, zeros + " rows"); // a third of them without weights
    assertEquals(spark, ours);
  }
}
