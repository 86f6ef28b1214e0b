package org.stepless.spark.engine;

import org.apache.spark.api.java.JavaSparkContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.stepless.finish.Finish;
import org.stepless.finish.FinishMethod;
import org.stepless.finish.Finished;
import org.stepless.losses.BatchObjective;
import org.stepless.methods.Methods;
import org.stepless.optimizer.OptimizerState;
import org.stepless.plan.RunPlan;
import org.stepless.plan.RunRequest;
import org.stepless.spark.checkpoint.Checkpoint;
import org.stepless.spark.checkpoint.Checkpoints;
import org.stepless.spark.monitoring.TrainingMetrics;
import org.stepless.spark.placement.Placement;
import org.stepless.spark.placement.Trackers;
import org.stepless.spark.rows.BlockData;
import org.stepless.spark.rows.MemoryNeed;
import org.stepless.text.Check;
import org.stepless.training.Problem;
import org.stepless.training.Progress;
import org.stepless.training.RoundReport;
import org.stepless.training.RunListener;
import org.stepless.training.Training;

/**
 * Trains a model on persisted rows. All of training is here:
 *
 * <ol>
 *   <li>A request and facts about the rows give a plan ({@link RunPlan}): in which mode, how many
 *       steps, and why.
 *   <li>The mode gives a {@link Placement}, where the rows are: on the driver, in one task or in
 *       partitions, with trackers beside the rows if the rule keeps some. A placement runs a task
 *       on every part of the rows and merges the results by a tree in the order of the parts.
 *   <li>On the placement a run is a sequence of {@link Rounds}, each from one progress to the next.
 *       A {@link GradientRounds gradient round} adds up the gradient of one mini-batch over all
 *       parts and takes one step of the rule on the driver: mode synchronous. In a {@link
 *       ReplicaRounds replica round} every part takes steps on a copy of the state, and the copies
 *       are merged: mode local with many parts; modes single and driver with one, which is
 *       sequential training at memory speed. All steps of all modes are those of {@link
 *       org.stepless.training.TrainingLoop}.
 *   <li>After a round the listener hears of it, the monitor sees the model at the end of an epoch,
 *       and the run is saved if a checkpoint is due. A round never spans more epochs than these
 *       allow. A run that was saved goes on from its checkpoint as if it had not been stopped.
 *   <li>A {@link Finish}, if one is set, brings the last model to its optimum on the same
 *       placement. It is not saved: a run that goes on from the end of its passes finishes anew, to
 *       the same bits.
 * </ol>
 *
 * <p>Where a round ends, which task is first and what is computed again after a failure change
 * nothing in the result: it depends on rows, their layout, plan and problem alone.
 */
public final class Engine {
  private static final Logger LOG = LoggerFactory.getLogger(Engine.class);

  /** Levels of the tree in which results are merged, as in Spark's estimators. */
  public static final int DEFAULT_AGGREGATION_DEPTH = 2;

  private final JavaSparkContext context;
  private Checkpoints checkpoints = Checkpoints.NONE;
  private EpochMonitor monitor = EpochMonitor.NONE;
  private Finish finish; // null for none
  private int aggregationDepth = DEFAULT_AGGREGATION_DEPTH;

  /** Runs whose jobs are this context's. */
  public Engine(JavaSparkContext context) {
    this.context = context;
  }

  /** Sets where runs are saved and go on from; by default nowhere. */
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

  /** Sets who sees the model after every epoch and chooses the result; by default nobody. */
  public Engine setMonitor(EpochMonitor value) {
    monitor = value;
    return this;
  }

  /** Sets what brings the model to its optimum after the passes; null, the default, is nothing. */
  public Engine setFinish(Finish value) {
    finish = value;
    return this;
  }

  /**
   * Makes the plan of a request and runs it, as {@link #train(RunPlan, BlockData, Problem,
   * double[], RunListener)} does.
   */
  public TrainingResult train(
      RunRequest request, BlockData data, Problem problem, double[] start, RunListener listener) {
    RunPlan plan =
        RunPlan.of(
            request,
            data.facts(MemoryNeed.taskHeap(context)),
            problem.objective(),
            finish == null ? FinishMethod.NONE : finish.method());
    return train(plan, data, problem, start, listener);
  }

  /**
   * Runs a plan to its end or until its tolerance is met.
   *
   * @param start first model, of the problem's dimension
   * @param listener is told how the run goes
   */
  public TrainingResult train(
      RunPlan plan, BlockData data, Problem problem, double[] start, RunListener listener) {
    MemoryNeed.require(context, plan, data, problem.dimension());
    Training training = new Training(problem, plan.steps().withLossUnit(problem.units().loss()));
    try (Placement placement = placing().toTrain(plan, data)) {
      Run run = begin(plan, data, training, start, placement);
      String description = plan.describe() + run.resumed();
      LOG.info("{}", description);
      listener.onStart(description);
      TrainingMetrics.driver().countRun();
      Rounds rounds = Rounds.of(plan, data, placement, training);
      for (int number = 1; !run.ended() && !monitor.done(); number++) {
        context.setJobDescription(run.describe(number));
        RoundReport report = run.next(number, rounds, epochsToSpan(run), data.rows());
        TrainingMetrics.driver().count(report);
        listener.onRound(report);
        run.last().reports().forEach(listener::onEpoch);
        if (!run.last().reports().isEmpty()) {
          monitor.see(run.lastReport(), run::model);
        }
        if (checkpoints.epochsToNext(run.epochs()) <= 0 || run.ended() || monitor.done()) {
          checkpoints.save(() -> run.save(monitor.seen(), placement.trackers()));
        }
      }
      Finished finished = finished(run, plan, data, placement, listener);
      return result(run, finished, description, data, placement, start);
    } finally {
      context.setJobDescription(null);
    }
  }

  /** Goes on from the checkpoint of this run, if there is one. */
  private Run begin(
      RunPlan plan, BlockData data, Training training, double[] model, Placement placement) {
    Problem problem = training.problem();
    Checkpoint start =
        checkpoints.start(
            plan,
            data,
            model,
            aggregationDepth,
            () -> new Progress(OptimizerState.start(plan.steps().rule(), problem.point(model))));
    monitor.restore(start.validation());
    placement.restoreTrackers(start.trackers());
    return new Run(training, start);
  }

  /** Epochs that the next round may span. */
  private int epochsToSpan(Run run) {
    return monitor.watches() ? 1 : Math.max(1, checkpoints.epochsToNext(run.epochs()));
  }

  /** The model at its optimum; null if the passes are all. */
  private Finished finished(
      Run run, RunPlan plan, BlockData data, Placement placement, RunListener listener) {
    if (finish == null) {
      return null;
    }
    context.setJobDescription("Stepless finish, " + finish.method().text());
    return Finishing.run(finish, plan, data, placement, placing(), run.model(), listener);
  }

  private TrainingResult result(
      Run run,
      Finished finished,
      String description,
      BlockData data,
      Placement placement,
      double[] first) {
    BatchObjective objective = run.objective();
    double[] last = run.model(), model = finished == null ? monitor.choose(last) : finished.model();
    double value =
        finished == null
            ? objective(run, data, placement, model, model == last)
            : finished.objective();
    boolean diverged =
        run.diverged(
            value, () -> MeanLoss.of(placement, data, objective, first) + objective.penalty(first));
    if (diverged) {
      LOG.warn(
          "training diverged: the objective is {} in the end, was {} in the first epoch and {} in"
              + " its first batch; optimizer {} does not suit this problem: try another (the default"
              + " is prodigy), a larger penalty, or look for outliers in the features",
          value,
          run.reports().get(0).loss(),
          run.progress().firstLoss(),
          Methods.print(run.rule()));
    }
    Trackers trackers = placement.result(run.trackerShift(), data::signature);
    return new TrainingResult(
        model,
        value,
        diverged,
        run.progress(),
        run.reports(),
        run.history(),
        description,
        trackers,
        finished);
  }

  /** Of a model that the passes found. */
  private double objective(
      Run run, BlockData data, Placement placement, double[] model, boolean last) {
    context.setJobDescription("Stepless final objective");
    double loss =
        last && !Double.isNaN(run.lossSum())
            ? run.lossSum() / data.statistics().weightSum()
            : MeanLoss.of(placement, data, run.objective(), model);
    return loss + run.objective().penalty(model);
  }

  /**
   * Mean weighted loss over all rows, without penalty, at given weights; one job, or none if the
   * driver has the rows.
   */
  public double meanLoss(BlockData data, BatchObjective objective, double[] model) {
    try (Placement placement = placing().toRead(data, objective)) {
      return MeanLoss.of(placement, data, objective, model);
    }
  }

  private Placing placing() {
    return new Placing(context, aggregationDepth);
  }
}
