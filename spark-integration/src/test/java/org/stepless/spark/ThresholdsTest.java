package org.stepless.spark;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.util.stream.Stream;
import org.apache.spark.ml.classification.LinearSVC;
import org.apache.spark.ml.classification.LinearSVCModel;
import org.apache.spark.ml.classification.LogisticRegression;
import org.apache.spark.ml.classification.LogisticRegressionModel;
import org.apache.spark.ml.classification.ProbabilisticClassifier;
import org.apache.spark.ml.feature.StringIndexer;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.stepless.spark.fit.TrainingListener;

/** Thresholds are one a class, which a fit checks before it trains. */
class ThresholdsTest {
  private static final Dataset<Row> DATA = Samples.classes(60, 3, 2, 1);

  static Stream<ProbabilisticClassifier<Vector, ?, ?>> classifiers() {
    TrainingListener listener =
        new TrainingListener() {
          @Override
          public void onStart(String mode) {
            fail("training began");
          }
        };
    return Stream.of(
        new SteplessLogisticRegression().setListener(listener),
        new SteplessLogisticRegression().setFamily("multinomial").setListener(listener),
        new SteplessFMClassifier().setListener(listener),
        new SteplessMultilayerPerceptronClassifier().setLayers(3, 2).setListener(listener));
  }

  @ParameterizedTest
  @MethodSource("classifiers")
  void otherLengthsAreRefusedBeforeTraining(ProbabilisticClassifier<Vector, ?, ?> classifier) {
    for (double[] thresholds : new double[][] {{}, {0.5}, {0.2, 0.3, 0.5}}) {
      classifier.set("thresholds", thresholds);
      Messages.assertMessage(
          "thresholds has length %d, but column 'label' has 2 classes; give one number a class"
              .formatted(thresholds.length),
          () -> classifier.fit(DATA));
    }
  }

  /** Where the number of classes is known before the rows are read, they are not read. */
  @ParameterizedTest
  @MethodSource("classifiers")
  void aKnownNumberOfClassesNeedsNoRows(ProbabilisticClassifier<Vector, ?, ?> classifier) {
    Dataset<Row> indexed =
        new StringIndexer()
            .setInputCol("label")
            .setOutputCol("class")
            .fit(DATA)
            .transform(DATA.withColumn("label", functions.col("label").cast("string")));
    Dataset<Row> unreadable =
        indexed.withColumn(
            "features",
            functions
                .udf(
                    (Vector v) -> {
                      throw new IllegalStateException("the rows were read");
                    },
                    indexed.schema().apply("features").dataType())
                .apply(functions.col("features")));
    classifier.set("thresholds", new double[] {0.2, 0.3, 0.5});
    classifier.set("labelCol", "class");
    Messages.assertMessage(
        "thresholds has length 3, but column 'class' has 2 classes",
        () -> classifier.fit(unreadable));
  }

  /** The prediction is the class with the largest probability for its threshold, as in Spark. */
  @Test
  void oneAClassDecides() {
    double[] thresholds = {0.9, 0.1};
    LogisticRegressionModel model =
        new SteplessLogisticRegression().setThresholds(thresholds).setMaxEpochs(3).fit(DATA);
    for (Row row : model.transform(DATA).collectAsList()) {
      Vector probability = row.getAs("probability");
      boolean one = probability.apply(1) / thresholds[1] > probability.apply(0) / thresholds[0];
      assertEquals(one ? 1.0 : 0.0, row.<Double>getAs("prediction"));
    }
  }

  /** Either clears the other, and each says what the other would. */
  @Test
  void oneThresholdAndTwoAreTheSameAsInSpark() {
    LogisticRegression spark = new LogisticRegression();
    SteplessLogisticRegression ours = new SteplessLogisticRegression().setMaxEpochs(3);
    assertEquals(spark.getThreshold(), ours.getThreshold());
    spark.setThreshold(0.3);
    ours.setThreshold(0.3);
    assertArrayEquals(spark.getThresholds(), ours.getThresholds());
    double[] two = {0.9, 0.1};
    spark.setThresholds(two);
    ours.setThresholds(two);
    assertEquals(spark.getThreshold(), ours.getThreshold());
    assertFalse(ours.isSet(ours.threshold()));
    spark.setThreshold(0.2);
    ours.setThreshold(0.2);
    assertFalse(ours.isSet(ours.thresholds()));
    LogisticRegressionModel model = ours.fit(DATA);
    assertEquals(0.2, model.getThreshold());
    for (Row row : model.transform(DATA).collectAsList()) {
      double probability = row.<Vector>getAs("probability").apply(1);
      assertEquals(probability > 0.2 ? 1.0 : 0.0, row.<Double>getAs("prediction"));
    }
  }

  @Test
  void contradictionsAreRefusedAsInSpark() {
    for (double[] thresholds : new double[][] {{0.5, 0.5}, {0.1, 0.2, 0.7}}) {
      ParamMap both = new ParamMap();
      SteplessLogisticRegression ours = new SteplessLogisticRegression();
      both.put(ours.threshold(), 0.3).put(ours.thresholds(), thresholds);
      LogisticRegression spark = new LogisticRegression();
      spark.set(spark.threshold(), 0.3).set(spark.thresholds(), thresholds);
      assertThrows(IllegalArgumentException.class, () -> spark.fit(DATA));
      Messages.assertMessage("clear one of them", () -> ours.fit(DATA, both));
      Messages.assertMessage("clear one of them", () -> ours.copy(both).getThreshold());
    }
  }

  /** That of a support vector machine is a margin. */
  @Test
  void aMarginMayDecide() {
    SteplessLinearSVC ours = new SteplessLinearSVC().setMaxEpochs(3);
    assertEquals(new LinearSVC().getThreshold(), ours.getThreshold());
    LinearSVCModel model = ours.setThreshold(0.4).fit(DATA);
    long between = 0;
    for (Row row : model.transform(DATA).collectAsList()) {
      double margin = row.<Vector>getAs("rawPrediction").apply(1);
      assertEquals(margin > 0.4 ? 1.0 : 0.0, row.<Double>getAs("prediction"));
      between += margin > 0 && margin <= 0.4 ? 1 : 0;
    }
    assertTrue(between > 0);
  }
}
