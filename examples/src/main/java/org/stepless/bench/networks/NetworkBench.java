package org.stepless.bench.networks;

import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.stepless.examples.nd4j.Network;
import org.stepless.spark.fit.TrainingSummary;
import org.stepless.spark.nd4j.SteplessSameDiff;
import org.stepless.spark.nd4j.SteplessSameDiffModel;
import org.stepless.training.EpochReport;

/** Trains one network with many rules on the same rows, and tests it on others. */
public final class NetworkBench {
  private static final double HELD = 0.2;
  private static final long SEED = 3;

  /** Rules that find their step on their own or have a usual one, at their defaults. */
  public static final List<String> RULES =
      List.of(
          "madgrad",
          "mda",
          "dadaptadam",
          "prodigy",
          "momoadam",
          "mechanic(adamw)",
          "schedulefreeadamw");

  /** The grids of the peers: the rate with the lowest loss on the rows trained on counts. */
  public static final List<List<String>> TUNED =
      List.of(
          List.of(
              "adam(lr=0.001)",
              "adam(lr=0.003)",
              "adam(lr=0.01)",
              "adam(lr=0.03)",
              "adam(lr=0.1)",
              "adam(lr=0.3)"),
          List.of(
              "sgd(lr=0.003, momentum=0.9)",
              "sgd(lr=0.01, momentum=0.9)",
              "sgd(lr=0.03, momentum=0.9)",
              "sgd(lr=0.1, momentum=0.9)",
              "sgd(lr=0.3, momentum=0.9)",
              "sgd(lr=1, momentum=0.9)"));

  /**
   * How a rule did.
   *
   * @param loss mean loss of the final model over the rows trained on
   * @param accuracy share of the rows held out whose class is named
   * @param epochLosses mean loss of the batches of every epoch, each before its step
   */
  public record Result(
      String rule, double loss, double accuracy, double seconds, double[] epochLosses) {}

  private final Network network;
  private final int epochs;
  private final Dataset<Row> training;
  private final Dataset<Row> test;

  public NetworkBench(Network network, int epochs) {
    this.network = network;
    this.epochs = epochs;
    Dataset<Row>[] parts = network.rows().randomSplit(new double[] {1 - HELD, HELD}, SEED);
    training = parts[0].cache();
    test = parts[1].cache();
  }

  public Network network() {
    return network;
  }

  /** Trains with a rule; a run that diverges has the loss NaN. */
  public Result run(String rule) {
    SteplessSameDiff estimator =
        network
            .estimator()
            .setOptimizer(rule)
            .setSchedule(rule.startsWith("schedulefree") ? "constant" : "linear")
            .setMaxEpochs(epochs)
            .setBatchSize(32)
            .setMode("single");
    SteplessSameDiffModel model;
    try {
      model = estimator.fit(training);
    } catch (ArithmeticException e) {
      return new Result(rule, Double.NaN, Double.NaN, Double.NaN, new double[0]);
    }
    TrainingSummary summary = estimator.summary();
    return new Result(
        rule,
        summary.objective(),
        accuracy(model.transform(test)),
        summary.seconds(),
        summary.epochHistory().stream().mapToDouble(EpochReport::loss).toArray());
  }

  private double accuracy(Dataset<Row> predictions) {
    return network.labelKind().equals("onehot")
        ? Network.accuracy(predictions)
        : Network.accuracy(predictions.withColumn("prediction", ROUNDED));
  }

  private static final org.apache.spark.sql.Column ROUNDED =
      org.apache.spark.sql.functions.round(org.apache.spark.sql.functions.col("prediction"));

  /** The best of a grid by the loss on the rows trained on. */
  public Result best(List<String> grid) {
    Result best = null;
    for (String rule : grid) {
      Result result = run(rule);
      if (best == null || !(result.loss() >= best.loss())) {
        best = result;
      }
    }
    return best;
  }
}
