package org.stepless.spark.nd4j;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;
import org.stepless.spark.Samples;
import org.stepless.spark.SteplessLogisticRegression;
import org.stepless.spark.fit.TrainingSummary;

class SteplessSameDiffTest {
  private static final int COLUMNS = 4, CLASSES = 3;
  private static final Dataset<Row> DATA = Samples.classes(300, COLUMNS, CLASSES, 8);

  /** Multinomial logistic regression, which has a plain-Java path to compare with. */
  private static SameDiff logistic() {
    SameDiff graph = SameDiff.create();
    SDVariable x = graph.placeHolder("x", DataType.DOUBLE, -1, COLUMNS);
    SDVariable y = graph.placeHolder("y", DataType.DOUBLE, -1, CLASSES);
    SDVariable w = graph.var("w", Nd4j.zeros(DataType.DOUBLE, COLUMNS, CLASSES));
    SDVariable margins = graph.mmul("margins", x, w);
    graph.nn.softmax("probability", margins);
    graph.loss.softmaxCrossEntropy("loss", y, margins, null);
    graph.setLossVariables("loss");
    return graph;
  }

  private static SteplessSameDiff estimator() {
    return new SteplessSameDiff()
        .setGraph(logistic())
        .setLabelPlaceholder("y")
        .setLabelKind("onehot")
        .setOutputVariable("probability")
        .setMaxEpochs(5)
        .setBatchSize(16);
  }

  private static double[] point(SteplessSameDiffModel model) {
    return model.getGraph().start();
  }

  /** Same rule, same batches: every mode gives what the plain-Java objective gives. */
  @ParameterizedTest
  @ValueSource(strings = {"single", "synchronous", "local"})
  void trainsAsThePlainPathDoes(String mode) {
    int epochs = mode.equals("synchronous") ? 3 : 5;
    SteplessSameDiff estimator = estimator().setMode(mode).setMaxEpochs(epochs);
    double[] fitted = point(estimator.fit(DATA));
    SteplessLogisticRegression plain =
        new SteplessLogisticRegression()
            .setFamily("multinomial")
            .setFinish("none")
            .setFitIntercept(false)
            .setCoordinates("raw")
            .setMode(mode)
            .setMaxEpochs(epochs)
            .setBatchSize(16);
    double[][] expected = new double[COLUMNS][CLASSES];
    var coefficients = plain.fit(DATA).coefficientMatrix();
    double[] means = new double[COLUMNS];
    for (int j = 0; j < COLUMNS; j++) {
      for (int k = 0; k < CLASSES; k++) {
        expected[j][k] = coefficients.apply(k, j);
        means[j] += fitted[j * CLASSES + k] / CLASSES;
      }
    }
    // That estimator centres the classes of an unpenalised model; the loss is the same.
    for (int j = 0; j < COLUMNS; j++) {
      for (int k = 0; k < CLASSES; k++) {
        assertEquals(expected[j][k], fitted[j * CLASSES + k] - means[j], 1e-9);
      }
    }
    TrainingSummary summary = estimator.summary();
    assertEquals(plain.summary().objective(), summary.objective(), 1e-10);
    assertEquals(plain.summary().steps(), summary.steps());
    assertTrue(summary.mode().contains("mode " + mode), summary.mode());
    assertTrue(summary.backend().startsWith("ND4J CpuBackend on the CPU"), summary.backend());
    assertTrue(summary.backend().endsWith(", 1 thread per task"), summary.backend());
    assertEquals("plain Java", plain.summary().backend());
  }

  @Test
  void inferenceOnExecutorsEqualsThatOfNd4j(@TempDir Path folder) throws Exception {
    SteplessSameDiffModel model = estimator().fit(DATA);
    model.save(folder.resolve("model").toString());
    SteplessSameDiffModel loaded = SteplessSameDiffModel.load(folder.resolve("model").toString());
    List<Row> rows = loaded.transform(DATA).collectAsList();
    assertEquals(300, rows.size());
    SameDiff graph = model.getGraph().open();
    for (Row row : rows.subList(0, 20)) {
      double[] features = row.<Vector>getAs("features").toArray();
      double[] output = row.<Vector>getAs("output").toArray();
      double[] expected =
          graph
              .output(
                  java.util.Map.of("x", Nd4j.createFromArray(new double[][] {features})),
                  "probability")
              .get("probability")
              .toDoubleVector();
      assertArrayEquals(expected, output, 1e-12);
      int best = 0;
      for (int k = 1; k < CLASSES; k++) {
        best = expected[k] > expected[best] ? k : best;
      }
      assertEquals(best, row.<Double>getAs("prediction"));
    }
    assertEquals(DATA.columns().length + 2, rows.get(0).size());
    assertEquals("features", DATA.columns()[0]);
    assertEquals(
        model.transformSchema(DATA.schema()).json(), loaded.transform(DATA).schema().json());
  }

  @Test
  void savedEstimatorsTrainTheSame(@TempDir Path folder) throws Exception {
    SteplessSameDiff estimator = estimator().setOptimizer("dog").setMaxEpochs(1);
    estimator.save(folder.resolve("estimator").toString());
    SteplessSameDiff loaded = SteplessSameDiff.load(folder.resolve("estimator").toString());
    assertArrayEquals(point(estimator.fit(DATA)), point(loaded.fit(DATA)), 1e-14);
    assertEquals(estimator.explainParams(), loaded.explainParams());
  }

  @Test
  void graphsComeFromFiles(@TempDir Path folder) throws Exception {
    SameDiff graph = logistic();
    graph.getVariable("w").getArr().addi(0.5);
    graph.save(folder.resolve("graph.fb").toFile(), false);
    SteplessSameDiff estimator =
        new SteplessSameDiff().setGraphFile(folder.resolve("graph.fb").toString());
    double[] expected = new double[COLUMNS * CLASSES];
    Arrays.fill(expected, 0.5);
    assertArrayEquals(expected, estimator.getGraph().start());
    Exception e =
        assertThrows(
            java.io.UncheckedIOException.class,
            () -> estimator.setGraphFile(folder.resolve("none").toString()));
    assertTrue(e.getMessage().startsWith("cannot read graph file '"), e::getMessage);
  }

  @Test
  void arraysAndVectorsOfLabelsAreTheSameAsNumbers() {
    double[] expected = point(estimator().fit(DATA));
    Dataset<Row> arrays =
        DATA.select(
            org.apache
                .spark
                .ml
                .functions
                .vector_to_array(functions.col("features"), "float64")
                .as("image"),
            functions
                .array(
                    functions.expr("int(label = 0)"),
                    functions.expr("int(label = 1)"),
                    functions.expr("int(label = 2)"))
                .as("target"));
    SteplessSameDiff estimator =
        estimator()
            .setFeaturesCol("image")
            .setFeaturePlaceholders("x[4]")
            .setLabelCol("target")
            .setLabelKind("vector");
    SteplessSameDiffModel model = estimator.fit(arrays);
    assertArrayEquals(expected, point(model), 1e-12);
    assertEquals(300, model.transform(arrays).count());
  }

  /** Rows of weight 2 count as two rows. */
  @Test
  void weightsFillTheirPlaceholder() {
    SameDiff graph = logistic();
    SDVariable weight = graph.placeHolder("weight", DataType.DOUBLE, -1);
    SDVariable logs = graph.math.log(graph.getVariable("probability"));
    graph.getVariable("y").mul(logs).sum(1).neg().mul(weight).sum("weighted");
    graph.setLossVariables("weighted");
    SteplessSameDiff estimator =
        estimator()
            .setGraph(graph)
            .setLossVariable("weighted")
            .setLossReduction("sum")
            .setWeightPlaceholder("weight")
            .setWeightCol("weight")
            .setRegParam(0.01)
            .setMaxEpochs(3);
    double objective = estimator.fit(DATA).getGraph() == null ? 0 : estimator.summary().objective();
    double[] x = point(estimator.fit(DATA));
    double sum = 0, weights = 0, squares = 0;
    for (Row row : DATA.collectAsList()) {
      double[] z = row.<Vector>getAs("features").toArray();
      double[] margins = new double[CLASSES];
      double total = 0;
      for (int k = 0; k < CLASSES; k++) {
        for (int j = 0; j < COLUMNS; j++) {
          margins[k] += z[j] * x[j * CLASSES + k];
        }
        total += Math.exp(margins[k]);
      }
      double w = row.getAs("weight");
      sum += w * (Math.log(total) - margins[(int) (double) row.<Double>getAs("label")]);
      weights += w;
    }
    for (double value : x) {
      squares += value * value;
    }
    assertEquals(sum / weights + 0.005 * squares, objective, 1e-9);
  }

  @Test
  void checkpointsResumeToTheSameBits(@TempDir Path folder) {
    SteplessSameDiff estimator = estimator().setMode("synchronous").setMaxEpochs(2);
    double[] expected = point(estimator.copy(estimator.extractParamMap()).fit(DATA));
    estimator.setCheckpointDir(folder.toString()).setCheckpointInterval(1);
    assertArrayEquals(expected, point(estimator.fit(DATA)));
    assertArrayEquals(expected, point(estimator.fit(DATA)));
    assertTrue(estimator.summary().mode().contains("resumed after step"));
    SameDiff other = logistic();
    other.getVariable("w").getArr().addi(1);
    SteplessSameDiff changed = estimator.setGraph(other);
    message("graph was", () -> changed.fit(DATA));
  }

  @Test
  void validationKeepsTheBestModelAndInitialModelsAreStartedFrom() {
    Dataset<Row> marked = DATA.withColumn("held", functions.expr("weight > 3")).cache();
    SteplessSameDiff estimator = estimator().setValidationIndicatorCol("held").setMaxEpochs(4);
    SteplessSameDiffModel model = estimator.fit(marked);
    double[] history = estimator.summary().validationHistory();
    assertEquals(4, history.length);
    assertEquals(
        Arrays.stream(history).min().getAsDouble(), history[estimator.summary().bestEpoch() - 1]);
    SteplessSameDiff next =
        estimator().setInitialModel(model).setOptimizer("sgd(lr=1e-300)").setMaxEpochs(1);
    assertArrayEquals(point(model), point(next.fit(DATA)), 1e-15);
  }

  /** One job a step: nothing that a task makes outlives it. */
  @Test
  void nativeMemoryStaysFlatOver200Rounds() {
    SteplessSameDiff warm = estimator().setMode("synchronous").setBatchSize(100).setMaxEpochs(4);
    warm.fit(DATA);
    long before = Nd4j.getEnvironment().getDeviceCouner(0);
    SteplessSameDiff estimator = warm.setMaxEpochs(67);
    estimator.fit(DATA);
    assertEquals(201, estimator.summary().steps());
    long grown = Nd4j.getEnvironment().getDeviceCouner(0) - before;
    assertTrue(grown < 50L * COLUMNS * Double.BYTES * 10, () -> "grew by " + grown + " bytes");
  }

  @Test
  void whatDoesNotFitIsRefusedWithTheRemedy() {
    message("graph is not set", () -> new SteplessSameDiff().fit(DATA));
    message("device must be one of auto, cpu, gpu", () -> estimator().setDevice("tpu"));
    message("must be set together", () -> estimator().setWeightCol("weight").fit(DATA));
    message("no column 'image'", () -> estimator().setFeaturesCol("image").fit(DATA));
    message("must hold vectors", () -> estimator().setFeaturesCol("label").fit(DATA));
    message("no placeholder 'z'", () -> estimator().setLabelPlaceholder("z").fit(DATA));
    message("a name with a shape", () -> estimator().setFeaturePlaceholders("x[").fit(DATA));
    message("a batch of rows [-1, 3]", () -> estimator().setFeaturePlaceholders("x[3]").fit(DATA));
    message("no variable 'cost'", () -> estimator().setLossVariable("cost").fit(DATA));
    message("exists already", () -> estimator().setOutputCol("label").fit(DATA));
    Dataset<Row> four = DATA.withColumn("label", functions.expr("label + 1"));
    message("a whole number in [0, 3), was 3", () -> estimator().fit(four));
    SteplessSameDiffModel model = estimator().setMaxEpochs(1).fit(DATA);
    model.clear(model.outputVariable());
    message("outputVariable is not set", () -> model.transform(DATA));
    IllegalStateException e =
        assertThrows(
            IllegalStateException.class,
            () -> {
              throw cause(
                  assertThrows(Exception.class, () -> estimator().setDevice("gpu").fit(DATA)),
                  IllegalStateException.class);
            });
    assertTrue(e.getMessage().contains("device is gpu, but the ND4J backend"), e::getMessage);
  }

  @Test
  void gpuNumbersComeFromSparksAddresses() {
    assertEquals(3, TaskHardware.number(" 3"));
    IllegalStateException e =
        assertThrows(IllegalStateException.class, () -> TaskHardware.number("GPU-8932"));
    assertTrue(e.getMessage().contains("discoveryScript"), e::getMessage);
  }

  @Test
  void aVectorOfLossesIsTheirSumAndNoLabelsAreNeeded() {
    SameDiff graph = SameDiff.create();
    SDVariable x = graph.placeHolder("x", DataType.DOUBLE, -1, COLUMNS);
    SDVariable centre = graph.var("centre", Nd4j.zeros(DataType.DOUBLE, COLUMNS));
    SDVariable difference = x.sub(centre);
    difference.mul(difference).sum("losses", 1);
    SteplessSameDiff estimator =
        new SteplessSameDiff()
            .setGraph(graph)
            .setLossVariable("losses")
            .setLossReduction("sum")
            .setOptimizer("sgd(lr=0.5)")
            .setSchedule("constant")
            .setBatchSize(300)
            .setMaxEpochs(1);
    double[] fitted = point(estimator.fit(DATA.drop("label")));
    double[] means = new double[COLUMNS];
    for (Row row : DATA.collectAsList()) {
      for (int j = 0; j < COLUMNS; j++) {
        means[j] += row.<Vector>getAs("features").apply(j) / 300;
      }
    }
    assertArrayEquals(means, fitted, 1e-12); // a step of 1/2 on the mean squared distance
    assertFalse(estimator.summary().steps() > 1);
  }

  private static <T extends Throwable> T cause(Throwable e, Class<T> type) {
    for (Throwable t = e; t != null; t = t.getCause()) {
      if (type.isInstance(t)) {
        return type.cast(t);
      }
    }
    throw new AssertionError(e);
  }

  private static void message(String part, Runnable action) {
    Exception e = assertThrows(Exception.class, action::run);
    assertTrue(
        cause(e, IllegalArgumentException.class).getMessage().contains(part),
        () -> part + " not in " + e);
  }
}
