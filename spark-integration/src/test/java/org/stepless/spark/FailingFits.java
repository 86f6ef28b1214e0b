package org.stepless.spark;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.ml.Estimator;
import org.apache.spark.sql.SparkSession;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;
import org.stepless.spark.mllib.FailingOptimizations;
import org.stepless.spark.nd4j.SteplessSameDiff;
import org.stepless.spark.params.SteplessParams;

/**
 * Fits every estimator, well and in every way that fails, in a process of its own. Prints a line
 * for each fit that leaves something behind or does not end as it should, and how many there were.
 */
public final class FailingFits {
  private static final int COLUMNS = FailingCase.COLUMNS;

  /** Begins the lines that count; ND4J prints too. */
  static final String MARK = "> ";

  private static final String[] MODES = {"synchronous", "local", "single", "driver"};

  private static final Map<String, Supplier<SteplessParams<?, ?>>> ESTIMATORS =
      new LinkedHashMap<>();

  static {
    ESTIMATORS.put("logistic", SteplessLogisticRegression::new);
    ESTIMATORS.put("motaps", () -> new SteplessLogisticRegression().setOptimizer("motaps"));
    ESTIMATORS.put("cut anew", () -> new SteplessLogisticRegression().setNumPartitions(2));
    ESTIMATORS.put("balanced", () -> new SteplessLogisticRegression().setClassWeights("balanced"));
    ESTIMATORS.put("linear", SteplessLinearRegression::new);
    ESTIMATORS.put("huber", () -> new SteplessLinearRegression().setLoss("huber"));
    ESTIMATORS.put(
        "poisson",
        () ->
            new SteplessGeneralizedLinearRegression().setFamily("poisson").setFitIntercept(false));
    ESTIMATORS.put("svc", SteplessLinearSVC::new);
    ESTIMATORS.put("fm classifier", SteplessFMClassifier::new);
    ESTIMATORS.put("fm regressor", SteplessFMRegressor::new);
    ESTIMATORS.put("perceptron", FailingFits::perceptron);
    ESTIMATORS.put("nd4j", () -> perceptron().setBackend("nd4j"));
    ESTIMATORS.put(
        "graph",
        () ->
            new SteplessSameDiff()
                .setGraph(graph())
                .setLabelPlaceholder("y")
                .setLabelKind("onehot")
                .setOutputVariable("margins"));
  }

  private FailingFits() {}

  private static SteplessMultilayerPerceptronClassifier perceptron() {
    return new SteplessMultilayerPerceptronClassifier().setLayers(COLUMNS, 2, 2);
  }

  private static SameDiff graph() {
    SameDiff graph = SameDiff.create();
    SDVariable x = graph.placeHolder("x", DataType.DOUBLE, -1, COLUMNS);
    SDVariable y = graph.placeHolder("y", DataType.DOUBLE, -1, 2);
    SDVariable w = graph.var("w", Nd4j.zeros(DataType.DOUBLE, COLUMNS, 2));
    graph.loss.softmaxCrossEntropy("loss", y, graph.mmul("margins", x, w), null);
    graph.setLossVariables("loss");
    return graph;
  }

  /**
   * @param args an empty folder, which is also that for temporary files
   */
  public static void main(String[] args) throws Exception {
    Path folder = Path.of(args[0]).toRealPath();
    SparkSession spark =
        SparkSession.builder()
            .master("local[2]")
            .config("spark.ui.enabled", "false")
            .config("spark.driver.host", "127.0.0.1")
            .config("spark.driver.bindAddress", "127.0.0.1")
            .config("spark.local.dir", folder.toString())
            // By default a stack overflow in a task ends the process.
            .config("spark.executor.killOnFatalError.depth", "0")
            .getOrCreate();
    spark.sparkContext().setLogLevel("OFF");
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    Map<String, FailingCase> cases = FailingCase.all(spark, folder);
    int fits = 0;
    for (String name : ESTIMATORS.keySet()) {
      fit(name, cases.get(FailingCase.GOOD), "local"); // loads classes and native libraries
      Held held = new Held(context, folder);
      for (String kind : cases.keySet()) {
        String mode = MODES[fits++ % MODES.length];
        if (mode.equals("driver") && name.matches("motaps|nd4j|graph")) {
          mode = "single"; // the driver is not for these
        }
        Throwable failure = fit(name, cases.get(kind), mode);
        String which = "%s, %s, %s: ".formatted(name, kind, mode);
        if ((failure == null) != kind.equals(FailingCase.GOOD)
            && !kind.equals(FailingCase.UNCERTAIN)) {
          print(which, "as its end " + failure);
        }
        print(which, held.afterFit());
      }
      print(name + " in the end: ", held.afterAll());
    }
    fits += FailingOptimizations.run(context, new Held(context, folder), FailingFits::print);
    System.out.println(MARK + fits + " fits");
    spark.stop();
  }

  private static void print(String which, String left) {
    if (!left.isEmpty()) {
      System.out.println(MARK + which + "left " + left);
    }
  }

  /** Why a fit failed; null if it did not. */
  private static Throwable fit(String name, FailingCase one, String mode) {
    SteplessParams<?, ?> estimator = ESTIMATORS.get(name).get();
    estimator.setMode(mode);
    estimator.setMaxEpochs(2);
    estimator.setBatchSize(4);
    one.change().accept(estimator);
    try {
      ((Estimator<?>) estimator).fit(one.data());
      return null;
    } catch (Throwable e) {
      return e;
    } finally {
      Thread.interrupted();
    }
  }
}
