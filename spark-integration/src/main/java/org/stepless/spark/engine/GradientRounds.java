package org.stepless.spark.engine;

import java.util.List;
import org.stepless.spark.jobs.GradientSum;
import org.stepless.spark.jobs.Shipped;
import org.stepless.spark.placement.Part;
import org.stepless.spark.placement.PartTask;
import org.stepless.spark.placement.Placement;
import org.stepless.training.BatchGradient;
import org.stepless.training.EpochReport;
import org.stepless.training.GradientSource;
import org.stepless.training.Progress;
import org.stepless.training.Training;
import org.stepless.training.TrainingLoop;

/**
 * One round a step: every part sums the gradients of its share of the batch, the sums are added in
 * the order of the parts with compensation, and the driver takes one step of the rule.
 */
final class GradientRounds implements Rounds {
  private final Training training;
  private final PlacedGradient gradients;
  private TrainingLoop loop; // null before the first round

  GradientRounds(Placement placement, Training training) {
    this.training = training;
    gradients = new PlacedGradient(placement, training);
  }

  @Override
  public Round next(Progress progress, int epochs) {
    if (loop == null || loop.progress() != progress) {
      loop = new TrainingLoop(gradients, training.problem(), training.plan(), progress);
    }
    int taken = loop.history().size();
    loop.runSteps(1);
    List<EpochReport> reports =
        progress.atEpochEnd(training.plan())
            ? List.of(progress.endEpoch(training.plan(), loop.gradientNorm2()))
            : List.of();
    return new Round(
        progress,
        reports,
        loop.history().from(taken),
        Double.NaN,
        gradients.computeSeconds,
        gradients.jobSeconds);
  }

  /** The gradient of a batch that is spread over the parts of a placement. */
  private static final class PlacedGradient implements GradientSource {
    private final Placement placement;
    private final Shipped<Training> training;
    private long rows;
    private double computeSeconds;
    private double jobSeconds;

    PlacedGradient(Placement placement, Training training) {
      this.placement = placement;
      this.training =
          placement.share(training, ReplicaRounds.ARRAYS * training.problem().dimension());
    }

    @Override
    public double sum(long step, double[] model, double[] gradient) {
      long start = System.nanoTime();
      GradientSum sum =
          placement.reduce(new BatchTask(training, step), model, GradientSum::sum, model.length);
      jobSeconds = Rounds.secondsSince(start);
      computeSeconds = sum.seconds();
      rows = sum.rows();
      sum.copyGradient(gradient);
      return sum.loss();
    }

    @Override
    public long rows() {
      return rows;
    }
  }

  private record BatchTask(Shipped<Training> training, long step)
      implements PartTask<double[], GradientSum> {
    @Override
    public GradientSum run(Part part, double[] model) {
      long start = System.nanoTime();
      Training shared = training.get();
      BatchGradient batches =
          new BatchGradient(
              part.rows(), part.number(), shared.problem().objective(), shared.plan());
      double[] gradient = new double[shared.problem().dimension()];
      double loss = batches.sum(step, model, gradient);
      return GradientSum.of(gradient, loss, batches.rows(), Rounds.secondsSince(start));
    }
  }
}
