package org.stepless.spark.engine;

import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.stepless.finish.Finish;
import org.stepless.finish.Finished;
import org.stepless.finish.RowSums;
import org.stepless.optimizer.CompensatedSums;
import org.stepless.plan.RunMode;
import org.stepless.plan.RunPlan;
import org.stepless.spark.jobs.Shipped;
import org.stepless.spark.placement.Part;
import org.stepless.spark.placement.PartTask;
import org.stepless.spark.placement.Placement;
import org.stepless.spark.rows.BlockData;
import org.stepless.training.RunListener;

/**
 * A finish on a placement. Rows in many parts are summed by one job a pass, added in the order of
 * the parts with compensation. Where one part has all rows, the whole finish is done there: a job
 * would cost more than many a pass.
 */
final class Finishing {
  private static final Logger LOG = LoggerFactory.getLogger(Finishing.class);

  /** A pass of so many additions and multiplications takes longer than a job. */
  private static final double WORTH_JOB = 2e7;

  private Finishing() {}

  /**
   * Finishes a model and logs how.
   *
   * @param placement of the run
   * @param placing gives another placement where rows that steps are taken on in one task are
   *     finished faster by all cores
   * @param model where to start
   * @param listener hears of the start and of every step
   */
  static Finished run(
      Finish finish,
      RunPlan plan,
      BlockData data,
      Placement placement,
      Placing placing,
      double[] model,
      RunListener listener) {
    boolean oneTask = plan.mode() == RunMode.SINGLE;
    boolean alone = oneTask || plan.mode() == RunMode.DRIVER || data.partitionRows().length == 1;
    Finished finished;
    if (oneTask && data.partitionRows().length > 1 && finish.work(data.rows()) >= WORTH_JOB) {
      try (Placement spread = placing.inPartitions(data)) {
        finished = run(spread, finish, model, false, listener);
      }
    } else {
      finished = run(placement, finish, model, alone, listener);
    }
    if (finished.converged()) {
      LOG.info("{}", finished.describe());
    } else {
      LOG.warn("{}", finished.describe());
    }
    return finished;
  }

  private static Finished run(
      Placement placement, Finish finish, double[] model, boolean alone, RunListener listener) {
    Shipped<Finish> shared =
        placement.share(finish, (ReplicaRounds.ARRAYS + 1) * finish.problem().dimension());
    if (!alone) {
      return finish.run(new PlacedSums(placement, shared), model, listener::onFinish);
    }
    Finished finished = placement.collect(new WholeTask(shared), model, model.length).get(0);
    finished.path().forEach(listener::onFinish);
    return finished;
  }

  private record WholeTask(Shipped<Finish> finish) implements PartTask<double[], Finished> {
    @Override
    public Finished run(Part part, double[] model) {
      Finish shared = finish.get();
      return shared.run(RowSums.of(shared.problem(), part.rows()), model);
    }
  }

  private record PlacedSums(Placement placement, Shipped<Finish> finish) implements RowSums {
    @Override
    public double[] evaluate(double[] point, boolean hessian) {
      return placement.reduce(
          new EvaluateTask(finish, hessian),
          point,
          Finishing::sum,
          RowSums.length(point.length, hessian));
    }

    @Override
    public double[] blocks(double[] point) {
      int outputs = Finish.outputs(finish.get().problem().objective());
      return placement.reduce(
          new BlocksTask(finish),
          point,
          Finishing::sum,
          RowSums.blocksLength(point.length, outputs));
    }

    @Override
    public double[] times(double[] point, double[] direction) {
      double[][] both = {point, direction};
      return placement.reduce(new TimesTask(finish), both, Finishing::sum, 2L * point.length);
    }

    @Override
    public double information(double[] point) {
      return placement.reduce(new InformationTask(finish), point, Finishing::sum, point.length)[0];
    }
  }

  private record InformationTask(Shipped<Finish> finish) implements PartTask<double[], double[]> {
    @Override
    public double[] run(Part part, double[] point) {
      RowSums sums = RowSums.of(finish.get().problem(), part.rows());
      return new double[] {sums.information(point)};
    }
  }

  private record EvaluateTask(Shipped<Finish> finish, boolean hessian)
      implements PartTask<double[], double[]> {
    @Override
    public double[] run(Part part, double[] point) {
      return RowSums.of(finish.get().problem(), part.rows()).evaluate(point, hessian);
    }
  }

  private record BlocksTask(Shipped<Finish> finish) implements PartTask<double[], double[]> {
    @Override
    public double[] run(Part part, double[] point) {
      return RowSums.of(finish.get().problem(), part.rows()).blocks(point);
    }
  }

  private record TimesTask(Shipped<Finish> finish) implements PartTask<double[][], double[]> {
    @Override
    public double[] run(Part part, double[][] both) {
      return RowSums.of(finish.get().problem(), part.rows()).times(both[0], both[1]);
    }
  }

  private static double[] sum(List<double[]> parts) {
    int n = parts.get(0).length;
    CompensatedSums sums = new CompensatedSums(n);
    parts.forEach(part -> sums.add(part, n));
    double[] total = new double[n];
    sums.get(total, n);
    return total;
  }
}
