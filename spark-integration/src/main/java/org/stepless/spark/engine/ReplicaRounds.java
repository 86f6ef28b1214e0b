package org.stepless.spark.engine;

import java.util.List;
import org.stepless.optimizer.ExampleRule;
import org.stepless.spark.jobs.Shipped;
import org.stepless.spark.placement.Part;
import org.stepless.spark.placement.PartTask;
import org.stepless.spark.placement.Placement;
import org.stepless.training.Budget;
import org.stepless.training.EpochReport;
import org.stepless.training.Progress;
import org.stepless.training.StepHistory;
import org.stepless.training.Training;
import org.stepless.training.TrainingLoop;

/**
 * Every part trains a replica of the state on its rows for a budget; then the replicas are merged
 * by a tree in the order of the parts. A single replica, which has all rows, trains as one machine
 * would, and closes its epochs itself.
 */
final class ReplicaRounds implements Rounds {
  /** Numbers that a problem holds for each coordinate, at most: penalty, scale, centre. */
  static final long ARRAYS = 3;

  private final Placement placement;
  private final Training training;
  private final Shipped<Training> shared;
  private final Budgets budgets;
  private final long rows;

  /**
   * @param rows of all parts
   */
  ReplicaRounds(Placement placement, Training training, Budgets budgets, long rows) {
    this.placement = placement;
    this.training = training;
    this.budgets = budgets;
    this.rows = rows;
    shared = placement.share(training, ARRAYS * training.problem().dimension());
  }

  @Override
  public Round next(Progress progress, int epochs) {
    Budget budget = budgets.next(progress, epochs);
    long start = System.nanoTime();
    Replica merged =
        placement.reduce(
            new ReplicaTask(shared, budget),
            progress,
            Replica.merging(training.plan().rule()),
            progress.state().size());
    double seconds = Rounds.secondsSince(start);
    return budget.closesEpochs()
        ? new Round(
            merged.progress(),
            merged.reports(),
            merged.history(),
            merged.lossSum(),
            merged.seconds(),
            seconds)
        : merged(progress, merged, seconds);
  }

  private Round merged(Progress before, Replica replica, double jobSeconds) {
    Progress own = replica.progress(), after = before.withState(own.state());
    after.count(own.lossSum(), own.lossRows(), own.secondsInEpoch());
    after.tellLoss(own.firstLoss());
    List<EpochReport> reports = List.of();
    if (after.atEpochEnd(training.plan())) {
      if (training.plan().rule() instanceof ExampleRule rule) {
        rule.endPass(after.state().scalars(), replica.trackerSum(), rows);
      }
      reports = List.of(after.endEpoch(training.plan(), replica.gradientNorm()));
    }
    StepHistory history = replica.history();
    return new Round(after, reports, history, Double.NaN, own.secondsInEpoch(), jobSeconds);
  }

  private record ReplicaTask(Shipped<Training> training, Budget budget)
      implements PartTask<Progress, Replica> {
    @Override
    public Replica run(Part part, Progress start) {
      long began = System.nanoTime();
      Training shared = training.get();
      boolean alone = budget.closesEpochs();
      // Losses that others counted too must not be counted once for every replica.
      Progress own = alone ? start.copy() : new Progress(start.state().copy());
      TrainingLoop loop =
          new TrainingLoop(
              part.rows(), part.number(), part.trackers(), shared.problem(), shared.plan(), own);
      budget.spend(loop);
      // The rows are at hand: a job of its own would cost more than this pass.
      double lossSum =
          alone && own.finished(shared.plan())
              ? shared.lossSum(part.rows(), shared.model(own))
              : Double.NaN;
      boolean passEnds = !alone && own.atEpochEnd(shared.plan());
      return new Replica(
          part.rows().rows(),
          own,
          loop.reports(),
          loop.history(),
          lossSum,
          passEnds ? loop.trackerSum() : Double.NaN, // a look at every row
          loop.gradientNorm2(),
          Rounds.secondsSince(began));
    }
  }
}
