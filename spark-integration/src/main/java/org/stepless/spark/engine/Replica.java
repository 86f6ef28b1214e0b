package org.stepless.spark.engine;

import java.io.Serializable;
import java.util.List;
import org.stepless.optimizer.CompensatedSums;
import org.stepless.optimizer.Layout;
import org.stepless.optimizer.Method;
import org.stepless.optimizer.OptimizerState;
import org.stepless.spark.jobs.PartMerge;
import org.stepless.training.EpochReport;
import org.stepless.training.Progress;
import org.stepless.training.StepHistory;

/**
 * What one part has after its steps, or several together.
 *
 * @param rows of the part
 * @param progress where it stands; unless it has all rows, losses count from the round's start
 * @param reports of the epochs that it closed
 * @param history gradient norms of its steps
 * @param lossSum weighted loss sum of its rows at the end of a run; NaN if not taken
 * @param trackerSum of its rows at the end of a pass; NaN if not taken
 * @param gradientNorm of its last step
 * @param seconds of computation, of the slowest part
 */
record Replica(
    long rows,
    Progress progress,
    List<EpochReport> reports,
    StepHistory history,
    double lossSum,
    double trackerSum,
    double gradientNorm,
    double seconds)
    implements Serializable {
  /** The merge of replicas under a rule. */
  static PartMerge<Replica> merging(Method rule) {
    return replicas -> merge(rule.layout(), replicas);
  }

  /**
   * Averages points and state vectors by rows, and each scalar as the layout says. An estimate of D
   * must never be recomputed from averaged sums: it collapses.
   */
  static Replica merge(Layout layout, List<Replica> replicas) {
    Replica first = replicas.get(0), last = replicas.get(replicas.size() - 1);
    if (replicas.size() == 1) {
      return first;
    }
    long rows = 0;
    for (Replica replica : replicas) {
      rows += replica.rows;
    }
    OptimizerState start = first.progress.state();
    int n = start.x().length;
    double[] x = new double[n];
    double[][] vectors = new double[layout.vectors().size()][n];
    double[] scalars = new double[layout.scalars().size()];
    double[] norms1 = new double[first.history.size()];
    double[] norms2 = new double[first.history.size()];
    CompensatedSums trackers = new CompensatedSums(1);
    double firstLoss = 0, lossSum = 0, secondsInEpoch = 0, seconds = 0;
    long lossRows = 0;
    for (Replica replica : replicas) {
      double share = (double) replica.rows / rows;
      OptimizerState own = replica.progress.state();
      add(share, own.x(), x);
      for (int v = 0; v < vectors.length; v++) {
        add(share, own.vectors()[v], vectors[v]);
      }
      for (int i = 0; i < scalars.length; i++) {
        double value = own.scalars()[i];
        scalars[i] =
            switch (layout.scalars().get(i).merge()) {
              case AVERAGE -> scalars[i] + share * value;
              case MAXIMUM -> replica == first ? value : Math.max(scalars[i], value);
            };
      }
      add(share, replica.history.norms1(), norms1);
      add(share, replica.history.norms2(), norms2);
      trackers.add(new double[] {replica.trackerSum}, 1);
      firstLoss += share * replica.progress.firstLoss(); // NaN if one had no rows yet
      lossSum += replica.progress.lossSum();
      lossRows += replica.progress.lossRows();
      secondsInEpoch = Math.max(secondsInEpoch, replica.progress.secondsInEpoch());
      seconds = Math.max(seconds, replica.seconds);
    }
    Progress progress = new Progress(new OptimizerState(x, vectors, scalars, start.step()));
    progress.count(lossSum, lossRows, secondsInEpoch);
    progress.tellLoss(firstLoss);
    StepHistory history = StepHistory.of(norms1, norms2);
    double[] trackerSum = new double[1];
    trackers.get(trackerSum, 1);
    // Steps that keep no norms tell the last part's, all others the mean.
    double norm = history.size() == 0 ? last.gradientNorm : history.lastNorm2();
    return new Replica(
        rows, progress, List.of(), history, Double.NaN, trackerSum[0], norm, seconds);
  }

  private static void add(double share, double[] from, double[] to) {
    for (int i = 0; i < to.length; i++) {
      to[i] += share * from[i];
    }
  }
}
