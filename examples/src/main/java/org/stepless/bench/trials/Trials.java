package org.stepless.bench.trials;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import org.apache.spark.api.java.JavaSparkContext;
import org.stepless.bench.common.ClassSet;
import org.stepless.bench.common.Divergence;
import org.stepless.data.RowBlock;
import org.stepless.losses.Objective;
import org.stepless.methods.Methods;
import org.stepless.optimizer.ExampleRule;
import org.stepless.optimizer.Method;
import org.stepless.plan.RunMode;
import org.stepless.plan.RunPlan;
import org.stepless.schedules.Schedule;
import org.stepless.spark.engine.Engine;
import org.stepless.spark.engine.TrainingResult;
import org.stepless.spark.rows.BlockData;
import org.stepless.spark.rows.FeatureCoordinates;
import org.stepless.training.EpochReport;
import org.stepless.training.Problem;
import org.stepless.training.RunListener;
import org.stepless.training.StepHistory;
import org.stepless.training.TrainingPlan;

/**
 * Short training runs on one data set, as many at once as the master has cores: linear model with
 * intercept, no penalty, all rows in one partition.
 */
public final class Trials implements AutoCloseable {

  /** Where runs start. */
  public enum Start {
    /** At 0, as the papers' experiments do. */
    ZERO,
    /** At the intercepts that predict the classes' frequencies, as the estimators do. */
    CLASS_SHARES
  }

  /**
   * A run.
   *
   * @param rule rule text
   * @param batch rows per step; per-example rules always take 1
   */
  public record Trial(String rule, Schedule schedule, int epochs, int batch, long seed) {}

  /**
   * What a run reached; a run that diverged has NaN everywhere.
   *
   * @param loss mean loss of the final model over all rows
   * @param accuracy share of the rows that it classifies correctly
   * @param epochLosses mean loss of the batches of every epoch, each before its step
   */
  public record Result(
      double loss, double accuracy, double[] epochLosses, double[] stepSizes, StepHistory norms) {

    static Result diverged(int epochs) {
      double[] nothing = new double[epochs];
      Arrays.fill(nothing, Double.NaN);
      return new Result(Double.NaN, Double.NaN, nothing, nothing, new StepHistory());
    }
  }

  private final JavaSparkContext context;
  private final ClassSet set;
  private final Objective objective;
  private final Problem problem;
  private final double[] start;
  private final ExecutorService threads;

  /**
   * The rows, once for every run at a time: where a job fails, as a diverging run's does, Spark
   * ends all jobs on the same RDD.
   */
  private final BlockingQueue<BlockData> data = new LinkedBlockingQueue<>();

  /**
   * @param coordinates in which steps are taken
   * @param start the first model
   */
  public Trials(
      JavaSparkContext context, ClassSet set, FeatureCoordinates coordinates, Start start) {
    this.context = context;
    this.set = set;
    objective = new Objective(set.loss(), set.rows().columns(), true, null);
    int count = context.defaultParallelism();
    for (int i = 0; i < count; i++) {
      data.add(BlockData.persist(context.parallelize(List.of(set.rows()), 1), set.name()));
    }
    problem = new Problem(objective, coordinates.of(data.peek(), objective.outputs(), true), 1);
    this.start = start == Start.ZERO ? new double[problem.dimension()] : classShares(data.peek());
    threads = Executors.newFixedThreadPool(count);
  }

  private double[] classShares(BlockData rows) {
    double[] model = new double[objective.dimension()];
    int outputs = objective.outputs();
    double[] intercepts = rows.labels().intercepts(set.classes(), outputs);
    System.arraycopy(intercepts, 0, model, objective.columns() * outputs, outputs);
    return model;
  }

  public ClassSet set() {
    return set;
  }

  /** The results of some runs, in their order; what a run finds depends on no other. */
  public List<Result> run(List<Trial> trials) throws InterruptedException {
    List<Future<Result>> running =
        trials.stream().map(trial -> threads.submit(() -> run(trial))).toList();
    try {
      List<Result> results = new ArrayList<>();
      for (Future<Result> result : running) {
        results.add(result.get());
      }
      return results;
    } catch (ExecutionException e) {
      running.forEach(result -> result.cancel(true));
      throw e.getCause() instanceof RuntimeException cause
          ? cause
          : new IllegalStateException(e.getCause());
    }
  }

  private Result run(Trial trial) throws InterruptedException {
    BlockData own = data.take();
    try {
      return run(trial, own);
    } finally {
      data.add(own);
    }
  }

  private Result run(Trial trial, BlockData rowsOfRun) {
    Method rule = Methods.method(trial.rule());
    int rows = set.rows().rows();
    int batch = rule instanceof ExampleRule ? 1 : trial.batch();
    TrainingPlan plan =
        new TrainingPlan(
            rule, trial.schedule(), trial.epochs(), (rows + batch - 1) / batch, trial.seed(), 0);
    try {
      TrainingResult result =
          new Engine(context)
              .train(
                  RunPlan.of(RunMode.SINGLE, plan, 1), rowsOfRun, problem, start, RunListener.NONE);
      List<EpochReport> reports = result.reports();
      return new Result(
          result.objective(),
          accuracy(result.model()),
          reports.stream().mapToDouble(EpochReport::loss).toArray(),
          reports.stream().mapToDouble(EpochReport::stepSize).toArray(),
          result.history());
    } catch (Exception e) { // Spark throws checked ones that it does not declare
      if (Divergence.isCauseOf(e)) {
        return Result.diverged(trial.epochs());
      }
      throw e;
    }
  }

  /** Share of the rows whose class has the largest margin. */
  private double accuracy(double[] model) {
    RowBlock rows = set.rows();
    int outputs = objective.outputs(), right = 0;
    double[] margins = new double[rows.rows() * outputs];
    objective.margins(rows, null, 0, rows.rows(), model, margins);
    for (int row = 0; row < rows.rows(); row++) {
      int best = outputs == 1 && margins[row] > 0 ? 1 : 0;
      for (int k = 1; k < outputs; k++) {
        best = margins[row * outputs + k] > margins[row * outputs + best] ? k : best;
      }
      right += best == (int) rows.label(row) ? 1 : 0;
    }
    return (double) right / rows.rows();
  }

  @Override
  public void close() {
    threads.shutdownNow();
    data.forEach(BlockData::close);
  }
}
