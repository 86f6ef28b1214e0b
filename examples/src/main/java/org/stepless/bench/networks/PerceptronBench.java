package org.stepless.bench.networks;

import java.util.Arrays;
import org.apache.spark.ml.classification.MultilayerPerceptronClassificationModel;
import org.apache.spark.ml.classification.MultilayerPerceptronClassifier;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.stepless.spark.SteplessMultilayerPerceptronClassifier;
import org.stepless.spark.fit.TrainingSummary;

/** Fits of perceptrons of the same layers on the same rows, by Stepless and by Spark. */
public final class PerceptronBench implements AutoCloseable {

  /**
   * What came of a fit.
   *
   * @param loss mean log loss over the rows trained on
   * @param accuracy share of other rows whose class was found
   * @param milliseconds of the whole fit
   * @param backend what computed the gradients, in words
   */
  public record Result(double loss, double accuracy, double milliseconds, String backend) {}

  private final Dataset<Row> training;
  private final Dataset<Row> test;
  private final int[] layers;
  private final long seed;
  private final String backend;

  /**
   * @param training rows to train on; cached until this is closed
   * @param test other rows
   * @param seed of the first weights
   * @param backend of Stepless, as the estimator's param
   */
  public PerceptronBench(
      Dataset<Row> training, Dataset<Row> test, int[] layers, long seed, String backend) {
    this.training = training.cache();
    this.test = test.cache();
    this.layers = layers;
    this.seed = seed;
    this.backend = backend;
    training.count();
    test.count();
  }

  /** Stepless with nothing set but layers and seed. */
  public Result defaults() {
    return fit(estimator());
  }

  /** Stepless with a rule, passes and rows per step. */
  public Result race(String optimizer, int epochs, int batchSize) {
    return fit(estimator().setOptimizer(optimizer).setMaxEpochs(epochs).setBatchSize(batchSize));
  }

  private SteplessMultilayerPerceptronClassifier estimator() {
    return new SteplessMultilayerPerceptronClassifier()
        .setLayers(layers)
        .setSeed(seed)
        .setBackend(backend);
  }

  private Result fit(SteplessMultilayerPerceptronClassifier estimator) {
    long start = System.nanoTime();
    MultilayerPerceptronClassificationModel model = estimator.fit(training);
    double milliseconds = (System.nanoTime() - start) * 1e-6;
    TrainingSummary summary = estimator.summary();
    return new Result(summary.objective(), accuracy(model), milliseconds, summary.backend());
  }

  /** Spark's classifier with nothing set but layers and seed; the loss is the best of its run. */
  public Result spark() {
    MultilayerPerceptronClassifier estimator =
        new MultilayerPerceptronClassifier().setLayers(layers).setSeed(seed);
    long start = System.nanoTime();
    MultilayerPerceptronClassificationModel model = estimator.fit(training);
    double milliseconds = (System.nanoTime() - start) * 1e-6;
    double[] losses = model.summary().objectiveHistory();
    double best = Arrays.stream(losses).min().orElseThrow();
    return new Result(best, accuracy(model), milliseconds, "Spark");
  }

  private double accuracy(MultilayerPerceptronClassificationModel model) {
    return (double) model.transform(test).where("prediction = label").count() / test.count();
  }

  @Override
  public void close() {
    training.unpersist();
    test.unpersist();
  }
}
