package org.stepless.spark.mllib;

import java.util.Arrays;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.mllib.linalg.Vector;
import org.apache.spark.mllib.linalg.Vectors;
import org.apache.spark.mllib.optimization.Gradient;
import org.apache.spark.mllib.optimization.Optimizer;
import org.apache.spark.rdd.RDD;
import org.stepless.methods.Methods;
import org.stepless.optimizer.Method;
import org.stepless.plan.RunMode;
import org.stepless.schedules.Schedule;
import org.stepless.schedules.Schedules;
import org.stepless.spark.fit.FitSettings;
import org.stepless.spark.fit.TrainingListener;
import org.stepless.spark.fit.TrainingSummary;
import org.stepless.spark.placement.Trackers;
import org.stepless.text.Check;
import scala.Tuple2;

/**
 * An {@code Optimizer} of MLlib without a step size: takes the place of {@code GradientDescent} or
 * {@code LBFGS} in a {@code GeneralizedLinearAlgorithm}, or on its own.
 *
 * <p>Minimised is the mean of the gradient's loss over the rows plus {@code 1/2 regParam |w|^2},
 * all weights included, as {@code SquaredL2Updater} has it. There is no intercept beside the
 * weights: {@code GeneralizedLinearAlgorithm} appends a column of ones.
 *
 * <p>MLlib's own {@code LogisticGradient} (of any number of classes, with MLlib's layout of the
 * weights), {@code LeastSquaresGradient} and {@code HingeGradient} run on fast kernels; any other
 * gradient is called row by row.
 *
 * <p>The rows become blocks once, are persisted while training lasts and then released. An
 * iteration is one step on one mini-batch. In the default mode it is one Spark job that computes
 * the exact gradient over all partitions and costs what its rows cost. A job takes 10 to 30 ms, so
 * where the rows fit one task, {@code setMode("auto")} is many times faster: see {@link #setMode}.
 *
 * <p>Equal data in equal partitions, seed and settings give equal bits. Not thread-safe.
 */
public final class SteplessOptimizer implements Optimizer {
  private static final long serialVersionUID = 1L;

  private Gradient gradient;
  private double regParam;
  private boolean featureScaling;
  private final RunSettings run = new RunSettings();
  private transient TrainingListener listener;
  private transient TrainingSummary summary;

  /** An optimiser of a loss, given with its gradient for one row. */
  public SteplessOptimizer(Gradient gradient) {
    setGradient(gradient);
  }

  /** Sets the loss of a row and its gradient. */
  public SteplessOptimizer setGradient(Gradient value) {
    if (value == null) {
      throw new IllegalArgumentException("gradient must not be null; try new LogisticGradient()");
    }
    gradient = value;
    return this;
  }

  /** Sets the method by its text, such as {@code prodigy(d0=1e-5)}; default {@code prodigy}. */
  public SteplessOptimizer setRule(String text) {
    return setRule(Methods.method(text));
  }

  /** Sets the method. */
  public SteplessOptimizer setRule(Method value) {
    run.rule = value;
    return this;
  }

  /** Sets the schedule by its text, such as {@code cosine(warmup=0.1)}; default {@code linear}. */
  public SteplessOptimizer setSchedule(String text) {
    return setSchedule(Schedules.parse(text));
  }

  /** Sets the schedule. */
  public SteplessOptimizer setSchedule(Schedule value) {
    run.schedule = value;
    return this;
  }

  /** Sets the number of steps, each on one mini-batch; at least 1, default 100. */
  public SteplessOptimizer setNumIterations(int value) {
    Check.atLeast("numIterations", value, 1);
    run.numIterations = value;
    return this;
  }

  /**
   * Sets the share of the rows that a step takes; above 0 and at most 1, which is the default. It
   * becomes 1/n, with n the nearest whole number, but no more than the largest partition has rows:
   * every pass visits each row once, in n batches, in an order drawn anew for the pass.
   */
  public SteplessOptimizer setMiniBatchFraction(double value) {
    Check.require(value > 0 && value <= 1, "miniBatchFraction", "in (0, 1]", value);
    run.miniBatchFraction = value;
    return this;
  }

  /** Sets the strength of the L2 penalty on all weights; at least 0, default 0. */
  public SteplessOptimizer setRegParam(double value) {
    Check.notNegative("regParam", value);
    regParam = value;
    return this;
  }

  /**
   * Sets the relative change of the loss from pass to pass at which training stops, if the step
   * size does not grow and 20 steps at least agree; at least 0. The default, 0, takes all
   * iterations.
   */
  public SteplessOptimizer setConvergenceTol(double value) {
    Check.notNegative("convergenceTol", value);
    run.convergenceTol = value;
    return this;
  }

  /**
   * Sets whether steps are taken in the coordinates of features of deviation 1, for columns that
   * differ much in scale; weights, penalty and minimum stay those of the features as they came.
   * Constant columns keep their scale. Needs one of MLlib's own gradients; default false.
   */
  public SteplessOptimizer setFeatureScaling(boolean value) {
    featureScaling = value;
    return this;
  }

  /** Sets the seed of the order in which rows are visited; default 42. */
  public SteplessOptimizer setSeed(long value) {
    run.seed = value;
    return this;
  }

  /**
   * Sets how steps are spread over jobs: {@code synchronous} (the default, except for per-example
   * rules such as {@code motaps}, which run in {@code auto}), one job per step; {@code driver}, the
   * few rows on the driver; {@code single}, all in one task; {@code local}, every partition takes
   * steps of its own, which are averaged; {@code auto}, the fastest that the rows allow.
   */
  public SteplessOptimizer setMode(String text) {
    run.mode = RunMode.parse(text);
    return this;
  }

  /** Sets the steps between two averagings in local mode; 0, the default, chooses. */
  public SteplessOptimizer setSyncInterval(int value) {
    Check.atLeast("syncInterval", value, 0);
    run.syncInterval = value;
    return this;
  }

  /** Sets the levels of the tree in which synchronous mode adds gradients; default 2. */
  public SteplessOptimizer setAggregationDepth(int value) {
    run.setAggregationDepth(value);
    return this;
  }

  /**
   * Sets the folder in which this one run is saved as it goes, on any Hadoop file system; null, the
   * default, saves nothing. A run with the same data, layout, settings and initial weights that
   * finds a checkpoint there goes on from it to the same bits; any other fails and names what
   * differs. A gradient of your own is known by the name of its class.
   */
  public SteplessOptimizer setCheckpointDir(String value) {
    run.setCheckpointDir(value);
    return this;
  }

  /** Sets the whole passes between two checkpoints; at least 1, default 10. */
  public SteplessOptimizer setCheckpointInterval(int value) {
    run.setCheckpointInterval(value);
    return this;
  }

  /** Sets who is told how training goes; not serialized. Default null: nobody. */
  public SteplessOptimizer setListener(TrainingListener value) {
    listener = value;
    return this;
  }

  /**
   * What happened in the last run on this driver.
   *
   * @throws IllegalStateException before the first run
   */
  public TrainingSummary summary() {
    if (summary == null) {
      throw new IllegalStateException("nothing was optimised yet; call optimize first");
    }
    return summary;
  }

  /**
   * Minimises the mean loss plus penalty.
   *
   * @param data labels and features; labels are 0 and 1 for hinge and binary logistic loss, class
   *     numbers from 0 for the multinomial, any finite number otherwise
   * @param initialWeights first point; as many as features, numClasses - 1 times as many for the
   *     multinomial loss (class by class from class 1), any number that another gradient takes
   * @return weights laid out as the initial ones
   * @throws IllegalArgumentException if there are no rows, a value is not finite, a label is not
   *     allowed or sizes do not fit; the message names it
   * @throws ArithmeticException if loss or gradient become infinite, naming the step
   */
  @Override
  public Vector optimize(RDD<Tuple2<Object, Vector>> data, Vector initialWeights) {
    return optimizeWithLossReturned(data, initialWeights)._1();
  }

  /**
   * {@link #optimize}, with losses: for each whole pass the mean over its batches of loss plus
   * penalty, each before its step, and last that of the returned weights over all rows. At
   * miniBatchFraction 1 that is one for each iteration and one more.
   */
  public Tuple2<Vector, double[]> optimizeWithLossReturned(
      RDD<Tuple2<Object, Vector>> data, Vector initialWeights) {
    TrainingListener told = listener == null ? TrainingListener.NONE : listener;
    OptimizerRun optimizer = new OptimizerRun(gradient, regParam, featureScaling);
    FitSettings settings = run.of(optimizer.fingerprint(), told);
    OptimizerRun.Fitted fitted = optimizer.fit(data, initialWeights.toArray(), settings);
    summary = fitted.summary();
    return new Tuple2<>(Vectors.dense(fitted.weights()), summary.objectiveHistory());
  }

  /**
   * The trackers that a per-example rule left in the last run, in the order of the rows: {@code
   * data.toJavaRDD().zip(optimizer.trackers(data))} pairs rows with them. The highest mark hard or
   * wrongly labelled rows.
   *
   * @param data what was optimised, whose rows must come in the same order again
   * @throws IllegalStateException before the first run, or if the rule keeps no trackers
   * @throws IllegalArgumentException if the rows are not those optimised, or not in that order
   */
  public JavaRDD<Double> trackers(RDD<Tuple2<Object, Vector>> data) {
    Trackers trackers = summary().trackers();
    if (trackers == null) {
      throw new IllegalStateException(
          "rule %s keeps no trackers; motaps and taps do".formatted(Methods.print(run.rule)));
    }
    return trackers
        .beside(LabeledRows.counted(data.toJavaRDD()))
        .flatMap(part -> Arrays.stream(part).iterator());
  }
}
