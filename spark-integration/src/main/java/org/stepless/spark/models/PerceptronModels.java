package org.stepless.spark.models;

import java.util.Arrays;
import java.util.Random;
import org.apache.spark.ml.classification.MultilayerPerceptronClassificationModel;
import org.stepless.data.ColumnStatistics;
import org.stepless.losses.BatchObjective;
import org.stepless.losses.Loss;
import org.stepless.losses.Softmax;
import org.stepless.models.Activation;
import org.stepless.models.Perceptron;
import org.stepless.nd4j.Device;
import org.stepless.nd4j.Nd4jLibrary;
import org.stepless.spark.fit.FitProblem;
import org.stepless.spark.fit.TrainingSummary;
import org.stepless.spark.nd4j.Nd4jPerceptrons;
import org.stepless.spark.params.PerceptronParams;
import org.stepless.spark.rows.BlockData;
import org.stepless.spark.rows.LabelCheck;
import org.stepless.training.Coordinates;
import org.stepless.training.Problem;

/** Objective, coordinates and start of a perceptron. */
public final class PerceptronModels {
  private PerceptronModels() {}

  /**
   * @param initial where to start; null to start from random weights
   * @param initialActivation of its hidden units
   */
  public static FitProblem setup(
      PerceptronParams<?, ?> params,
      BlockData rows,
      MultilayerPerceptronClassificationModel initial,
      String initialActivation) {
    int[] layers = params.getLayers();
    if (layers[0] != rows.columns()) {
      throw new IllegalArgumentException(
          "layers %s begins with %d features, but column '%s' holds vectors of %d"
              .formatted(
                  Arrays.toString(layers), layers[0], params.getFeaturesCol(), rows.columns()));
    }
    double[] shares = shares(rows.statistics());
    Coordinates coordinates =
        new Coordinates(layers[1], scales(rows.statistics(), shares), rows.statistics().means());
    BatchObjective objective = objective(params, rows);
    double[] start;
    if (initial == null) {
      start = new double[objective.dimension()];
      coordinates.toModel(random(params, shares), start);
    } else {
      requireLike(params, initial, initialActivation);
      start = initial.weights().toArray();
    }
    Loss loss = new Softmax(layers[layers.length - 1]);
    return new FitProblem(
        LabelCheck.of(loss),
        new Problem(objective, coordinates, rows.meanWeight()),
        start,
        isOnNd4j(params) ? Nd4jPerceptrons.backend(params, rows) : TrainingSummary.PLAIN_JAVA);
  }

  private static boolean isOnNd4j(PerceptronParams<?, ?> params) {
    return params.getBackend().equalsIgnoreCase(PerceptronParams.ND4J);
  }

  /**
   * @throws IllegalArgumentException if a device is asked for without ND4J
   * @throws IllegalStateException if ND4J is asked for, but not there
   */
  public static void checkBackend(PerceptronParams<?, ?> params) {
    if (isOnNd4j(params)) {
      Nd4jLibrary.require();
    } else if (Device.parse(params.getDevice()) != Device.AUTO) {
      throw new IllegalArgumentException(
          "device is %s, which only backend nd4j can choose, but backend is %s; set backend to nd4j,"
                  .formatted(params.getDevice(), params.getBackend())
              + " or device to auto");
    }
  }

  /** The one place that chooses who computes the loss; points are laid out as Perceptron says. */
  private static BatchObjective objective(PerceptronParams<?, ?> params, BlockData rows) {
    return isOnNd4j(params)
        ? Nd4jPerceptrons.objective(params, rows)
        : new Perceptron(
            params.getLayers(),
            Activation.parse(params.getHiddenActivation()),
            params.getRegParam());
  }

  /** Share of the rows in which each column is not 0; 0 for a constant column. */
  private static double[] shares(ColumnStatistics statistics) {
    double[] shares = statistics.variances();
    for (int j = 0; j < shares.length; j++) {
      shares[j] = shares[j] > 0 ? (double) statistics.nonZeros(j) / statistics.count() : 0;
    }
    return shares;
  }

  /**
   * The standard deviation that a column would have if it were not mostly 0: dense columns are
   * standardised, one-hot columns stay as they are, and a value that is rare does not become huge.
   */
  private static double[] scales(ColumnStatistics statistics, double[] shares) {
    double[] scales = statistics.standardDeviations();
    for (int j = 0; j < scales.length; j++) {
      scales[j] = shares[j] > 0 ? scales[j] / Math.sqrt(shares[j]) : 0;
    }
    return scales;
  }

  /**
   * Uniform weights whose size keeps the spread of units from layer to layer, and biases of 0. A
   * scaled column has the share of its values as variance, so that the sum of shares counts as
   * number of inputs.
   *
   * <p>Source: Glorot, Bengio, "Understanding the difficulty of training deep feedforward neural
   * networks", AISTATS 2010, eq. (16), four times that for the sigmoid; for relu He, Zhang, Ren,
   * Sun, "Delving deep into rectifiers", ICCV 2015, eq. (10).
   */
  private static double[] random(PerceptronParams<?, ?> params, double[] shares) {
    int[] layers = params.getLayers();
    Activation hidden = Activation.parse(params.getHiddenActivation());
    Random random = new Random(params.getSeed());
    double[] point = new double[new Perceptron(layers, hidden, 0).dimension()];
    for (int l = 1, at = 0; l < layers.length; l++) {
      int in = layers[l - 1], out = layers[l];
      double inputs = l == 1 ? Math.max(1, Arrays.stream(shares).sum()) : in;
      double glorot = Math.sqrt(6 / (inputs + out));
      double limit =
          l == layers.length - 1
              ? glorot
              : switch (hidden) {
                case SIGMOID -> 4 * glorot;
                case TANH -> glorot;
                case RELU -> Math.sqrt(6 / inputs);
              };
      for (int end = at + in * out; at < end; at++) {
        point[at] = limit * (2 * random.nextDouble() - 1);
      }
      at += out;
    }
    return point;
  }

  private static void requireLike(
      PerceptronParams<?, ?> params,
      MultilayerPerceptronClassificationModel initial,
      String activation) {
    int[] layers = params.getLayers();
    if (!Arrays.equals(initial.getLayers(), layers)) {
      throw new IllegalArgumentException(
          "the initial model has layers %s, the fit asks for %s"
              .formatted(Arrays.toString(initial.getLayers()), Arrays.toString(layers)));
    }
    if (layers.length > 2 && !activation.equalsIgnoreCase(params.getHiddenActivation())) {
      throw new IllegalArgumentException(
          "the initial model has %s units, hiddenActivation asks for %s"
              .formatted(activation, params.getHiddenActivation()));
    }
  }
}
