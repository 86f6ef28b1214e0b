package org.stepless.spark.engine;

import java.io.Serializable;
import java.util.List;
import org.stepless.optimizer.Layout;
import org.stepless.optimizer.OptimizerState;
import org.stepless.training.Progress;
import org.stepless.training.StepHistory;

/** What one partition has after its local steps. */
record Replica(
    long rows,
    OptimizerState state,
    double lossSum,
    long lossRows,
    double seconds,
    StepHistory history)
    implements Serializable {

  static Replica of(long rows, Progress progress, StepHistory history) {
    return new Replica(
        rows,
        progress.state(),
        progress.lossSum(),
        progress.lossRows(),
        progress.secondsInEpoch(),
        history);
  }

  /**
   * Averages points and state vectors by rows, and each scalar as the layout says. An estimate of D
   * must never be recomputed from averaged sums: it collapses.
   */
  static Replica merge(Layout layout, List<Replica> replicas) {
    Replica first = replicas.get(0);
    if (replicas.size() == 1) {
      return first;
    }
    long rows = 0;
    for (Replica replica : replicas) {
      rows += replica.rows;
    }
    int n = first.state.x().length;
    double[] x = new double[n];
    double[][] vectors = new double[layout.vectors().size()][n];
    double[] scalars = new double[layout.scalars().size()];
    StepHistory history = new StepHistory();
    double[] norms1 = new double[first.history.size()];
    double[] norms2 = new double[first.history.size()];
    double lossSum = 0, seconds = 0;
    long lossRows = 0;
    for (int r = 0; r < replicas.size(); r++) {
      Replica replica = replicas.get(r);
      double share = (double) replica.rows / rows;
      add(share, replica.state.x(), x);
      for (int v = 0; v < vectors.length; v++) {
        add(share, replica.state.vectors()[v], vectors[v]);
      }
      double[] own = replica.state.scalars();
      for (int i = 0; i < scalars.length; i++) {
        scalars[i] =
            switch (layout.scalars().get(i).merge()) {
              case AVERAGE -> scalars[i] + share * own[i];
              case MAXIMUM -> r == 0 ? own[i] : Math.max(scalars[i], own[i]);
            };
      }
      add(share, replica.history.norms1(), norms1);
      add(share, replica.history.norms2(), norms2);
      lossSum += replica.lossSum;
      lossRows += replica.lossRows;
      seconds = Math.max(seconds, replica.seconds);
    }
    for (int i = 0; i < norms1.length; i++) {
      history.add(norms1[i], norms2[i]);
    }
    OptimizerState state = new OptimizerState(x, vectors, scalars, first.state.step());
    return new Replica(rows, state, lossSum, lossRows, seconds, history);
  }

  private static void add(double share, double[] from, double[] to) {
    for (int i = 0; i < to.length; i++) {
      to[i] += share * from[i];
    }
  }
}
