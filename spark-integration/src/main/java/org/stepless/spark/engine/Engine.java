package org.stepless.spark.engine;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.stepless.data.RowBlock;
import org.stepless.losses.BatchObjective;
import org.stepless.methods.Methods;
import org.stepless.optimizer.CompensatedSums;
import org.stepless.optimizer.ExampleRule;
import org.stepless.optimizer.OptimizerState;
import org.stepless.spark.checkpoint.Checkpoint;
import org.stepless.spark.monitoring.TrainingMetrics;
import org.stepless.text.Check;
import org.stepless.training.EpochReport;
import org.stepless.training.Problem;
import org.stepless.training.Progress;
import org.stepless.training.RoundReport;
import org.stepless.training.RunListener;
import org.stepless.training.StepHistory;
import org.stepless.training.TrainingPlan;

/** Trains: turns a configuration and persisted blocks into weights, round by round. */
public final class Engine {
  private static final Logger LOG = LoggerFactory.getLogger(Engine.class);

  /**
   * The outcome of a run.
   *
   * @param model coefficients and intercepts as losses lay them out, for features as they are
   * @param objective over all rows, at the model
   * @param progress where the run stands at its end
   * @param reports one an epoch
   * @param history gradient norms of all steps
   * @param description mode, partitions and batches, and why
   * @param trackers null unless a per-example rule kept some
   */
  public record Result(
      double[] model,
      double objective,
      Progress progress,
      List<EpochReport> reports,
      StepHistory history,
      String description,
      Trackers trackers) {}

  /** Name, in Spark's storage page, of the columns in which per-example rules keep trackers. */
  public static final String TRACKERS = "Stepless trackers";

  /** Levels of the tree in which results are merged, as in Spark's estimators. */
  public static final int DEFAULT_AGGREGATION_DEPTH = 2;

  private final JavaSparkContext context;
  private Checkpoints checkpoints;
  private int aggregationDepth = DEFAULT_AGGREGATION_DEPTH;
  private EpochMonitor monitor;

  /** Runs whose jobs are this context's. */
  public Engine(JavaSparkContext context) {
    this.context = context;
  }

  /** Sets where runs are saved and go on from; null, the default, saves nothing. */
  public Engine setCheckpoints(Checkpoints value) {
    checkpoints = value;
    return this;
  }

  /** Sets the levels of the tree in which the results of partitions are merged; at least 1. */
  public Engine setAggregationDepth(int value) {
    Check.atLeast("aggregationDepth", value, 1);
    aggregationDepth = value;
    return this;
  }

  /**
   * Sets who sees the model after every epoch and chooses the result; null, the default, nobody.
   */
  public Engine setMonitor(EpochMonitor value) {
    monitor = value;
    return this;
  }

  /**
   * Runs to the end of the plan or until the tolerance is met.
   *
   * @param start first model, of the problem's dimension
   * @param listener is told how the run goes
   */
  public Result train(
      TrainingConfig config,
      BlockData data,
      Problem problem,
      double[] start,
      RunListener listener) {
    RunShape shape = RunShape.of(config, data, problem.objective(), heapBytes());
    return train(shape, shape.plan(config), data, problem, start, listener);
  }

  /**
   * Runs a plan that is already made, to its end or until its tolerance is met. A step takes the
   * same share of all rows in every mode.
   *
   * @param mode how to spread the steps over jobs
   * @param syncInterval local steps a round in local mode; 0 chooses
   * @param start first model, of the problem's dimension
   * @param listener is told how the run goes
   */
  public Result train(
      RoundMode mode,
      int syncInterval,
      TrainingPlan plan,
      BlockData data,
      Problem problem,
      double[] start,
      RunListener listener) {
    RunShape shape = RunShape.of(mode, syncInterval, plan, data, problem.objective(), heapBytes());
    return train(shape, plan, data, problem, start, listener);
  }

  private Result train(
      RunShape shape,
      TrainingPlan asked,
      BlockData data,
      Problem problem,
      double[] start,
      RunListener listener) {
    TrainingPlan plan = asked.withLossUnit(problem.units().loss());
    Checkpoint saved =
        checkpoints == null ? null : checkpoints.resume(shape, plan, data, start, aggregationDepth);
    Progress progress =
        saved == null
            ? new Progress(OptimizerState.start(plan.rule(), problem.point(start)))
            : saved.progress();
    if (saved != null && monitor != null) {
      monitor.restore(saved.validation());
    }
    String description =
        shape.describe()
            + (saved == null ? "" : ", resumed after step %d".formatted(progress.state().step()));
    LOG.info("{}", description);
    listener.onStart(description);
    TrainingMetrics.driver().countRun();
    StepHistory history = saved == null ? new StepHistory() : saved.history();
    List<EpochReport> reports = new ArrayList<>(saved == null ? List.of() : saved.reports());
    try (Rounds rounds = rounds(shape, plan, data, problem)) {
      if (saved != null) {
        rounds.restoreTrackers(saved.trackers());
      }
      double lossSum = Double.NaN;
      for (int round = 1; !ended(progress, plan); round++) {
        context.setJobDescription(
            "Stepless round %d, step %d of %d"
                .formatted(round, progress.state().step(), plan.totalSteps()));
        long roundStart = System.nanoTime(), stepBefore = progress.state().step();
        Rounds.Outcome outcome = rounds.next(progress);
        progress = outcome.progress();
        double share = (double) (progress.state().step() - stepBefore) / plan.stepsPerEpoch();
        RoundReport report =
            outcome.report(
                round,
                plan.rule(),
                Math.round(share * data.rows()),
                Rounds.secondsSince(roundStart));
        TrainingMetrics.driver().count(report);
        listener.onRound(report);
        lossSum = outcome.lossSum();
        history.addAll(outcome.history());
        reports.addAll(outcome.reports());
        outcome.reports().forEach(listener::onEpoch);
        if (monitor != null && !outcome.reports().isEmpty()) {
          monitor.see(reports.get(reports.size() - 1), model(plan, problem, progress));
        }
        if (checkpoints != null && (checkpoints.due(reports.size()) || ended(progress, plan))) {
          checkpoints.save(
              progress,
              reports,
              history,
              monitor == null ? Checkpoint.Validated.NOTHING : monitor.seen(),
              rounds.trackers());
        }
      }
      boolean last = monitor == null || reports.isEmpty();
      double[] model = last ? model(plan, problem, progress) : monitor.model();
      context.setJobDescription("Stepless final objective");
      double meanLoss =
          monitor == null && !Double.isNaN(lossSum)
              ? lossSum / data.statistics().weightSum()
              : mean(rounds.lossSums(context, problem.objective(), model), data);
      double objective = meanLoss + problem.objective().penalty(model);
      warnIfDiverged(plan, reports, objective);
      Trackers trackers =
          plan.rule() instanceof ExampleRule rule && rule.tracks()
              ? rounds.result(progress, data.labelledRows())
              : null;
      return new Result(model, objective, progress, reports, history, description, trackers);
    } finally {
      context.setJobDescription(null);
    }
  }

  private static void warnIfDiverged(
      TrainingPlan plan, List<EpochReport> reports, double objective) {
    if (!reports.isEmpty() && reports.get(0).isBelow(objective)) {
      LOG.warn(
          "training diverged: the objective is {} in the end and was {} in the first epoch;"
              + " optimizer {} does not suit this problem: try another (the default is prodigy), a"
              + " larger penalty, or look for outliers in the features",
          objective,
          reports.get(0).loss(),
          Methods.print(plan.rule()));
    }
  }

  private Rounds rounds(RunShape shape, TrainingPlan plan, BlockData data, Problem problem) {
    boolean perExample = plan.rule() instanceof ExampleRule;
    boolean eachEpoch = monitor != null;
    int interval = shape.syncInterval();
    return switch (shape.mode()) {
      case DRIVER -> new DriverRounds(data, problem, plan, eachEpoch);
      case SYNCHRONOUS -> new SynchronousRounds(context, data, problem, plan, aggregationDepth);
      case LOCAL ->
          perExample
              ? new ExampleRounds(context, data, problem, plan, interval, aggregationDepth)
              : new LocalRounds(context, data, problem, plan, interval, aggregationDepth);
      default ->
          perExample
              ? new SingleExampleRounds(context, data, problem, plan, eachEpoch)
              : new SingleRounds(context, data, problem, plan, eachEpoch);
    };
  }

  private boolean ended(Progress progress, TrainingPlan plan) {
    return progress.finished(plan) || (monitor != null && monitor.done());
  }

  /** The model of a run that stands at {@code progress}. */
  static double[] model(TrainingPlan plan, Problem problem, Progress progress) {
    double[] point = new double[problem.dimension()];
    progress.state().model(plan.rule(), point);
    return problem.model(point, problem.modelBuffer());
  }

  /**
   * Mean weighted loss over all rows, without penalty, at given weights; one job, or none if the
   * driver has the rows.
   */
  public double meanLoss(BlockData data, BatchObjective objective, double[] model) {
    List<Double> sums =
        data.onDriver() && objective.portable()
            ? data.driverBlocks().stream().map(block -> lossSum(block, objective, model)).toList()
            : lossSums(context, data.blocks(), objective, model);
    return mean(sums, data);
  }

  private static double mean(List<Double> lossSums, BlockData data) {
    CompensatedSums sum = new CompensatedSums(1);
    lossSums.forEach(part -> sum.add(new double[] {part}, 1));
    double[] total = new double[1];
    sum.get(total, 1);
    return total[0] / data.statistics().weightSum();
  }

  /** Weighted loss sums, block by block. */
  static List<Double> lossSums(
      JavaSparkContext context,
      JavaRDD<RowBlock> blocks,
      BatchObjective objective,
      double[] model) {
    try (Shipped<double[]> point = Shipped.of(context, model, model.length)) {
      return BlockJobs.collect(
          blocks, (partition, block) -> lossSum(block, objective, point.get()));
    }
  }

  /** Weighted loss sum of a block's rows. */
  static double lossSum(RowBlock block, BatchObjective objective, double[] model) {
    return objective.lossSum(block, null, 0, block.rows(), model, objective.workspace());
  }

  private long heapBytes() {
    return context.isLocal()
        ? Runtime.getRuntime().maxMemory()
        : context.getConf().getSizeAsBytes("spark.executor.memory", "1g");
  }
}
