package org.stepless.bench.rounds;

import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.mllib.linalg.Vector;
import org.apache.spark.mllib.linalg.Vectors;
import org.apache.spark.mllib.optimization.GradientDescent;
import org.apache.spark.mllib.optimization.LogisticGradient;
import org.apache.spark.mllib.optimization.SimpleUpdater;
import org.apache.spark.mllib.optimization.Updater;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.stepless.bench.common.Times;
import org.stepless.data.RowBlock;
import org.stepless.losses.Logistic;
import org.stepless.losses.Objective;
import org.stepless.methods.Methods;
import org.stepless.plan.RunMode;
import org.stepless.plan.RunPlan;
import org.stepless.schedules.Schedule;
import org.stepless.spark.engine.Engine;
import org.stepless.spark.rows.BlockData;
import org.stepless.spark.rows.FrameReader;
import org.stepless.spark.rows.LabelCheck;
import org.stepless.training.Problem;
import org.stepless.training.RunListener;
import org.stepless.training.TrainingPlan;
import scala.Tuple2;

/**
 * What one synchronous step costs, beside an empty job of the same shape and a step of MLlib's
 * GradientDescent, on the same rows. A step lasts from one question for its step size to the next,
 * so all that driver and executors do for it counts.
 */
public final class StepBench implements AutoCloseable {
  private static final double STEP_SIZE = 0.1;

  private final JavaSparkContext context;
  private final BlockData blocks;
  private final JavaRDD<Tuple2<Object, Vector>> pairs;
  private final Problem problem;

  /** Keeps the rows of a frame as blocks, and for MLlib as pairs. */
  public StepBench(Dataset<Row> rows) {
    context = JavaSparkContext.fromSparkContext(rows.sparkSession().sparkContext());
    blocks =
        BlockData.persist(
            FrameReader.blocks(rows, "features", "label", null, LabelCheck.of(new Logistic())),
            "the rows");
    pairs = pairs(rows.toJavaRDD()).cache();
    pairs.count();
    problem =
        new Problem(
            new Objective(new Logistic(), blocks.columns(), false, null),
            null,
            blocks.meanWeight());
  }

  private static JavaRDD<Tuple2<Object, Vector>> pairs(JavaRDD<Row> rows) {
    return rows.map(
        row ->
            new Tuple2<>(
                row.getDouble(0), Vectors.fromML((org.apache.spark.ml.linalg.Vector) row.get(1))));
  }

  /** Times empty jobs: Spark's treeAggregate over the blocks, of an array as long as a step's. */
  public void emptyJobs(int count, Times times) {
    JavaRDD<RowBlock> rows = blocks.blocks();
    double[] zero = new double[problem.dimension() + 2];
    times.rest();
    times.tick();
    for (int i = 0; i < count; i++) {
      emptyJob(rows, zero);
      times.tick();
    }
  }

  private static void emptyJob(JavaRDD<RowBlock> rows, double[] zero) {
    rows.treeAggregate(zero, (sum, block) -> sum, (a, b) -> a, Engine.DEFAULT_AGGREGATION_DEPTH);
  }

  /**
   * Times synchronous steps.
   *
   * @param stepsPerPass steps that together take every row once
   */
  public void steps(int count, int stepsPerPass, Times times) {
    times.rest();
    int epochs = count / stepsPerPass + 1;
    TrainingPlan plan =
        new TrainingPlan(
            Methods.parse("prodigy"), new Stopwatch(times), epochs, stepsPerPass, 1, 0, count + 1L);
    new Engine(context)
        .train(
            RunPlan.of(RunMode.SYNCHRONOUS, plan, 1),
            blocks,
            problem,
            new double[problem.dimension()],
            RunListener.NONE);
  }

  /** Times iterations of MLlib's GradientDescent. */
  public void gradientDescent(int count, double fraction, Times times) {
    times.rest();
    GradientDescent.runMiniBatchSGD(
        pairs.rdd(),
        new LogisticGradient(),
        new StopwatchUpdater(times),
        STEP_SIZE,
        count,
        0,
        fraction,
        Vectors.zeros(problem.dimension()),
        0);
  }

  @Override
  public void close() {
    blocks.close();
    pairs.unpersist();
  }

  /** A constant schedule that ticks at every step. */
  private static final class Stopwatch implements Schedule {
    private static final long serialVersionUID = 1L;
    private final transient Times times;

    Stopwatch(Times times) {
      this.times = times;
    }

    @Override
    public double multiplier(long step, long totalSteps) {
      times.tick();
      return 1;
    }
  }

  /** Ticks at every step; GradientDescent asks once more before the first. */
  private static final class StopwatchUpdater extends Updater {
    private static final long serialVersionUID = 1L;
    private final transient Times times;
    private final SimpleUpdater updater = new SimpleUpdater();

    StopwatchUpdater(Times times) {
      this.times = times;
    }

    @Override
    public Tuple2<Vector, Object> compute(
        Vector weights, Vector gradient, double stepSize, int iteration, double regParam) {
      times.tick();
      return updater.compute(weights, gradient, stepSize, iteration, regParam);
    }
  }
}
