package org.stepless.spark;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.classification.MultilayerPerceptronClassificationModel;
import org.apache.spark.ml.evaluation.MulticlassClassificationEvaluator;
import org.apache.spark.ml.feature.ElementwiseProduct;
import org.apache.spark.ml.feature.StringIndexer;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.tuning.CrossValidator;
import org.apache.spark.ml.tuning.ParamGridBuilder;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SteplessMultilayerPerceptronClassifierTest {
  /** Products of features make the class: no model without hidden units finds it. */
  private static final Dataset<Row> DATA = Samples.interactions(1500, true, 8);

  private static SteplessMultilayerPerceptronClassifier classifier() {
    return new SteplessMultilayerPerceptronClassifier().setLayers(5, 12, 2).setMaxEpochs(15);
  }

  private static double[] probabilities(int[] layers, String activation, double[] x, double[] v) {
    double[] units = v;
    int at = 0;
    for (int l = 1; l < layers.length; l++) {
      int in = layers[l - 1], out = layers[l];
      double[] next = new double[out];
      for (int k = 0; k < out; k++) {
        double sum = x[at + in * out + k];
        for (int j = 0; j < in; j++) {
          sum += x[at + j * out + k] * units[j];
        }
        next[k] =
            l == layers.length - 1
                ? Math.exp(sum)
                : activation.equals("relu") ? Math.max(sum, 0) : Math.tanh(sum);
      }
      units = next;
      at += (in + 1) * out;
    }
    double total = 0;
    for (double value : units) {
      total += value;
    }
    for (int k = 0; k < units.length; k++) {
      units[k] /= total;
    }
    return units;
  }

  private static double accuracy(List<Row> rows) {
    double right = 0;
    for (Row row : rows) {
      right += row.<Double>getAs("prediction").equals(row.<Double>getAs("label")) ? 1 : 0;
    }
    return right / rows.size();
  }

  /** The mean log loss of a model's own probabilities, weighted or not. */
  private static double logLoss(List<Row> rows, boolean weighted) {
    double sum = 0, weights = 0;
    for (Row row : rows) {
      double weight = weighted ? row.<Double>getAs("weight") : 1;
      int label = (int) (double) row.<Double>getAs("label");
      sum -= weight * Math.log(row.<Vector>getAs("probability").apply(label));
      weights += weight;
    }
    return sum / weights;
  }

  /** Every mode minimises the log loss that Spark's own evaluation of the weights has. */
  @ParameterizedTest
  @CsvSource({"single,32,0,12", "local,32,0,12", "synchronous,150,0.001,12", "single,32,0,8 6"})
  void fitsSparksModel(String mode, int batch, double regParam, String hidden) {
    String[] units = ("5 " + hidden + " 2").split(" ");
    int[] layers = Arrays.stream(units).mapToInt(Integer::parseInt).toArray();
    SteplessMultilayerPerceptronClassifier estimator =
        classifier().setLayers(layers).setMode(mode).setRegParam(regParam).setBatchSize(batch);
    MultilayerPerceptronClassificationModel model = estimator.fit(DATA);
    assertSame(MultilayerPerceptronClassificationModel.class, model.getClass());
    assertArrayEquals(layers, model.getLayers());
    List<Row> rows = model.transform(DATA).collectAsList();
    double squares = 0;
    int at = 0;
    for (int l = 1; l < layers.length; l++) {
      for (int end = at + layers[l - 1] * layers[l]; at < end; at++) {
        squares += Math.pow(model.weights().apply(at), 2);
      }
      at += layers[l];
    }
    double expected = logLoss(rows, false) + regParam / 2 * squares;
    assertEquals(expected, estimator.summary().objective(), 1e-9);
    assertTrue(accuracy(rows) > 0.85, mode + " accuracy " + accuracy(rows));
  }

  /** Handwritten digits, nothing set but the layers: the mean over three splits. */
  @Test
  void defaultsRecogniseDigits() {
    Dataset<Row> digits =
        SharedSpark.session()
            .read()
            .format("libsvm")
            .option("numFeatures", "64")
            .load("../examples/data/digits.libsvm.gz")
            .cache();
    double sum = 0;
    for (int seed = 1; seed <= 3; seed++) {
      Dataset<Row>[] split = digits.randomSplit(new double[] {0.8, 0.2}, seed);
      MultilayerPerceptronClassificationModel model =
          new SteplessMultilayerPerceptronClassifier()
              .setLayers(64, 128, 10)
              .setSeed(seed)
              .fit(split[0]);
      double accuracy = accuracy(model.transform(split[1]).collectAsList());
      assertTrue(accuracy >= 0.96, "seed " + seed + " accuracy " + accuracy);
      sum += accuracy;
    }
    assertTrue(sum / 3 >= 0.97, "mean accuracy " + sum / 3);
  }

  @Test
  void weightsOfRowsAndClassesCount() {
    Dataset<Row> data = Samples.classes(600, 4, 3, 5);
    SteplessMultilayerPerceptronClassifier estimator =
        classifier().setLayers(4, 6, 3).setWeightCol("weight");
    MultilayerPerceptronClassificationModel model = estimator.fit(data);
    double loss = logLoss(model.transform(data).collectAsList(), true);
    assertEquals(loss, estimator.summary().objective(), 1e-9);
    Dataset<Row> factors =
        data.selectExpr("features", "label", "weight * if(label = 0, 9.0, 1.0) as weight");
    MultilayerPerceptronClassificationModel weighted = estimator.fit(factors);
    assertArrayEquals(
        weighted.weights().toArray(),
        estimator.setClassWeights(9, 1, 1).fit(data).weights().toArray());
    assertNotEquals(model.weights(), weighted.weights());
  }

  @ParameterizedTest
  @ValueSource(strings = {"relu", "tanh"})
  void otherActivationsGiveAModelOfOurOwn(String activation, @TempDir Path folder)
      throws Exception {
    SteplessMultilayerPerceptronClassifier estimator =
        classifier().setLayers(5, 8, 6, 2).setHiddenActivation(activation);
    PipelineModel pipeline = new Pipeline().setStages(new PipelineStage[] {estimator}).fit(DATA);
    SteplessPerceptronModel model = (SteplessPerceptronModel) pipeline.stages()[0];
    List<Row> rows = pipeline.transform(DATA).collectAsList();
    double[] x = model.weights().toArray();
    for (Row row : rows) {
      Vector v = row.getAs("features");
      double[] expected = probabilities(model.getLayers(), activation, x, v.toArray());
      assertArrayEquals(expected, row.<Vector>getAs("probability").toArray(), 1e-12);
      assertArrayEquals(expected, model.predictProbability(v).toArray(), 1e-12);
      double prediction = expected[1] > expected[0] ? 1 : 0;
      assertEquals(prediction, row.<Double>getAs("prediction"));
      assertEquals(prediction, model.predict(v));
    }
    assertEquals(logLoss(rows, false), estimator.summary().objective(), 1e-9);
    assertTrue(accuracy(rows) > 0.85, activation + " accuracy " + accuracy(rows));

    pipeline.write().save(folder.resolve("model").toString());
    PipelineModel loaded = PipelineModel.load(folder.resolve("model").toString());
    SteplessPerceptronModel again = (SteplessPerceptronModel) loaded.stages()[0];
    assertEquals(model.uid(), again.uid());
    assertEquals(model.weights(), again.weights());
    assertEquals(activation, again.getHiddenActivation());
    assertEquals(rows, loaded.transform(DATA).collectAsList());
    SteplessPerceptronModel copy = again.copy(new ParamMap().put(again.predictionCol(), "p"));
    assertEquals(rows.get(0).<Double>getAs("prediction"), copy.transform(DATA).first().getAs("p"));
    assertTrue(copy.toString().contains("numLayers=4, numClasses=2, numFeatures=5"));
    assertTrue(copy.toString().contains(activation), copy::toString);
    copy.setThresholds(new double[] {1e-12, 1});
    assertEquals(0, copy.predict(rows.get(0).getAs("features")));
    Messages.assertMessage(
        "the model has 5 features, a row has 2", () -> copy.predict(Vectors.dense(1, 2)));
  }

  @Test
  void withoutHiddenUnitsTheModelIsSparks() {
    MultilayerPerceptronClassificationModel model =
        classifier().setLayers(5, 2).setHiddenActivation("relu").setMaxEpochs(1).fit(DATA);
    assertSame(MultilayerPerceptronClassificationModel.class, model.getClass());
  }

  /** Units and zero points of features are none of the model's business. */
  @Test
  void theUnitsOfFeaturesDoNotMatter() {
    Dataset<Row> scaled =
        new ElementwiseProduct()
            .setInputCol("features")
            .setOutputCol("scaled")
            .setScalingVec(Vectors.dense(1e6, 1, 1e-5, 256, 1e-3))
            .transform(DATA);
    SteplessMultilayerPerceptronClassifier estimator = classifier().setMaxEpochs(5);
    Row[] plain = (Row[]) estimator.fit(DATA).transform(DATA).collect();
    estimator.setFeaturesCol("scaled");
    Row[] other = (Row[]) estimator.fit(scaled).transform(scaled).collect();
    for (int i = 0; i < plain.length; i++) {
      assertArrayEquals(
          plain[i].<Vector>getAs("probability").toArray(),
          other[i].<Vector>getAs("probability").toArray(),
          1e-6);
    }
  }

  @Test
  void theSeedDrawsTheWeightsAndEstimatorsLoad(@TempDir Path folder) throws Exception {
    SteplessMultilayerPerceptronClassifier estimator = classifier().setMaxEpochs(2);
    MultilayerPerceptronClassificationModel model = estimator.fit(DATA);
    Vector first = model.weights();
    model.save(folder.resolve("model").toString());
    assertEquals(
        first,
        MultilayerPerceptronClassificationModel.load(folder.resolve("model").toString()).weights());
    assertNotEquals(first, estimator.copy(new ParamMap()).setSeed(1).fit(DATA).weights());
    estimator.save(folder.resolve("estimator").toString());
    SteplessMultilayerPerceptronClassifier loaded =
        SteplessMultilayerPerceptronClassifier.load(folder.resolve("estimator").toString());
    assertEquals(first, loaded.fit(DATA).weights());
  }

  @Test
  void goesOnFromTheInitialModel() {
    SteplessMultilayerPerceptronClassifier estimator = classifier();
    MultilayerPerceptronClassificationModel model = estimator.fit(DATA);
    double reached = estimator.summary().objective();
    SteplessMultilayerPerceptronClassifier warm =
        estimator.copy(new ParamMap()).setMaxEpochs(1).setInitialModel(model);
    warm.fit(DATA);
    assertEquals(reached, warm.summary().objectiveHistory()[0], 0.1 * reached);
    Messages.assertMessage(
        "the initial model has layers [5, 12, 2], the fit asks for [5, 3, 2]",
        () -> warm.copy(new ParamMap()).setLayers(5, 3, 2).fit(DATA));
    Messages.assertMessage(
        "the initial model has sigmoid units, hiddenActivation asks for relu",
        () -> warm.copy(new ParamMap()).setHiddenActivation("relu").fit(DATA));
  }

  @Test
  void aCrossValidatorChoosesLayers() {
    SteplessMultilayerPerceptronClassifier estimator = classifier();
    double[] accuracies =
        new CrossValidator()
            .setEstimator(estimator)
            .setEvaluator(new MulticlassClassificationEvaluator().setMetricName("accuracy"))
            .setEstimatorParamMaps(
                new ParamGridBuilder()
                    .addGrid(
                        estimator.layers(),
                        ScalaValues.list(List.of(new int[] {5, 2}, new int[] {5, 12, 2})))
                    .build())
            .setNumFolds(2)
            .fit(DATA)
            .avgMetrics();
    assertTrue(accuracies[0] < 0.7 && accuracies[1] > 0.8, accuracies[0] + " " + accuracies[1]);
  }

  @Test
  void wrongParamsAndDataAreRefusedBeforeTraining() {
    Messages.assertMessage("layers is not set", () -> unset().fit(DATA));
    Messages.assertMessage("the number of classes, was [5]", () -> unset().setLayers(5));
    Messages.assertMessage("end with at least 2 classes", () -> unset().setLayers(5, 3, 1));
    Messages.assertMessage(
        "hiddenActivation must be one of sigmoid, relu, tanh, was 'step'",
        () -> unset().setHiddenActivation("step"));
    Messages.assertMessage(
        "layers [4, 3, 2] begins with 4 features, but column 'features' holds vectors of 5",
        () -> unset().setLayers(4, 3, 2).fit(DATA));
    Messages.assertMessage(
        "label 2.0 is no class: layers [4, 3, 2] allows the whole numbers from 0 to 1",
        () -> unset().setLayers(4, 3, 2).fit(Samples.classes(60, 4, 3, 1)));
    Messages.assertMessage(
        "label 0.5 is no class",
        () -> unset().setLayers(5, 2).fit(DATA.selectExpr("features", "0.5 as label")));
    Dataset<Row> three =
        Samples.classes(60, 4, 3, 1).selectExpr("features", "string(label) as text");
    Dataset<Row> indexed =
        new StringIndexer().setInputCol("text").setOutputCol("label").fit(three).transform(three);
    Messages.assertMessage(
        "layers [4, 2] ends with 2 classes, but the metadata of column 'label' declare 3",
        () -> unset().setLayers(4, 2).fit(indexed.where("label < 2")));
  }

  private static SteplessMultilayerPerceptronClassifier unset() {
    return new SteplessMultilayerPerceptronClassifier();
  }
}
