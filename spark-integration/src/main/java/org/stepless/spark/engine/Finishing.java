package org.stepless.spark.engine;

import java.util.List;
import org.stepless.finish.Finish;
import org.stepless.finish.Finished;
import org.stepless.finish.RowSums;
import org.stepless.optimizer.CompensatedSums;
import org.stepless.spark.jobs.Shipped;
import org.stepless.spark.placement.Part;
import org.stepless.spark.placement.PartTask;
import org.stepless.spark.placement.Placement;

/**
 * A finish on a placement. Rows in many parts are summed by one job a pass, added in the order of
 * the parts with compensation. Where one part has all rows, the whole finish is done there: a job
 * would cost more than many a pass.
 */
final class Finishing {
  private Finishing() {}

  /**
   * @param model where to start
   * @param alone whether there is one part only
   */
  static Finished run(Placement placement, Finish finish, double[] model, boolean alone) {
    Shipped<Finish> shared =
        placement.share(finish, (ReplicaRounds.ARRAYS + 1) * finish.problem().dimension());
    return alone
        ? placement.collect(new WholeTask(shared), model, model.length).get(0)
        : finish.run(new PlacedSums(placement, shared), model);
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
