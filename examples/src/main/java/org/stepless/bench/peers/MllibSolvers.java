package org.stepless.bench.peers;

import java.util.Comparator;
import java.util.List;
import java.util.stream.DoubleStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.mllib.linalg.Vector;
import org.apache.spark.mllib.linalg.Vectors;
import org.apache.spark.mllib.optimization.Gradient;
import org.apache.spark.mllib.optimization.GradientDescent;
import org.apache.spark.mllib.optimization.HingeGradient;
import org.apache.spark.mllib.optimization.LBFGS;
import org.apache.spark.mllib.optimization.LeastSquaresGradient;
import org.apache.spark.mllib.optimization.LogisticGradient;
import org.apache.spark.mllib.optimization.SimpleUpdater;
import org.apache.spark.mllib.util.MLUtils;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.stepless.bench.peers.Solver.Fitted;
import scala.Tuple2;

/**
 * MLlib's optimisers on a cached RDD of the same rows with a bias behind the features, which is
 * made before any time is taken.
 */
public final class MllibSolvers implements AutoCloseable {
  private static final int CORRECTIONS = 10;
  private static final double TOLERANCE = 1e-12;
  private static final double[] STEP_SIZES = {0.01, 0.1, 1, 10, 100};

  private final JavaRDD<Tuple2<Object, Vector>> rows;
  private final Gradient gradient;
  private final int columns;
  private final int outputs;
  private final Vector start;
  private final int most;

  /**
   * @param most iterations
   */
  public MllibSolvers(LinearTask task, Dataset<Row> frame, int columns, int classes, int most) {
    this.most = most;
    this.columns = columns;
    outputs = task == LinearTask.LOGISTIC && classes > 2 ? classes : 1;
    gradient =
        switch (task) {
          case LOGISTIC -> new LogisticGradient(classes);
          case LINEAR -> new LeastSquaresGradient();
          case SVC -> new HingeGradient();
        };
    start = Vectors.zeros((columns + 1) * Math.max(1, outputs - 1));
    rows = frame.select("label", "features").javaRDD().map(MllibSolvers::withBias).cache();
    rows.count();
  }

  private static Tuple2<Object, Vector> withBias(Row row) {
    org.apache.spark.ml.linalg.Vector features = row.getAs(1);
    return new Tuple2<>(row.getDouble(0), MLUtils.appendBias(Vectors.fromML(features)));
  }

  /** LBFGS, and GradientDescent with the best of five step sizes. */
  public List<Solver> all() {
    double stepSize =
        DoubleStream.of(STEP_SIZES)
            .boxed()
            .min(Comparator.comparingDouble(size -> last(gradientDescent(size, most))))
            .orElseThrow();
    return List.of(
        LinearTask.of("mllib LBFGS", most, this::lbfgs),
        LinearTask.of(
            "mllib GradientDescent, step %s".formatted(stepSize),
            most,
            k -> gradientDescent(stepSize, k)));
  }

  /** A run that diverged is worse than all others. */
  private static double last(Fitted fitted) {
    double[] history = fitted.history();
    double last = history.length == 0 ? Double.NaN : history[history.length - 1];
    return Double.isNaN(last) ? Double.POSITIVE_INFINITY : last;
  }

  private Fitted lbfgs(int iterations) {
    Tuple2<Vector, double[]> result =
        LBFGS.runLBFGS(
            rows.rdd(),
            gradient,
            new SimpleUpdater(),
            CORRECTIONS,
            TOLERANCE,
            iterations,
            0,
            start);
    return new Fitted(point(result._1()), LinearTask.afterStart(result._2()));
  }

  private Fitted gradientDescent(double stepSize, int iterations) {
    Tuple2<Vector, double[]> result =
        GradientDescent.runMiniBatchSGD(
            rows.rdd(), gradient, new SimpleUpdater(), stepSize, iterations, 0, 1, start, 0);
    // Its history holds the objective before every step.
    return new Fitted(point(result._1()), LinearTask.afterStart(result._2()));
  }

  /** MLlib holds class by class, without the first, each with its bias behind. */
  private double[] point(Vector weights) {
    double[] point = new double[(columns + 1) * outputs];
    int first = outputs > 1 ? 1 : 0;
    for (int k = first; k < outputs; k++) {
      for (int j = 0; j <= columns; j++) {
        point[j * outputs + k] = weights.apply((k - first) * (columns + 1) + j);
      }
    }
    return point;
  }

  @Override
  public void close() {
    rows.unpersist(false);
  }
}
