package org.stepless.nd4j;

import org.stepless.optimizer.Layout;
import org.stepless.optimizer.OptimizerState;
import org.stepless.optimizer.UpdateRule;

/**
 * The state of a rule on a range of coordinates as one row of numbers, as ND4J saves it: x, the
 * state vectors, the scalars, the number of steps.
 */
final class RuleState {
  private RuleState() {}

  /** Length of the row for so many coordinates. */
  static long size(UpdateRule rule, long coordinates) {
    Layout layout = rule.layout();
    return (layout.vectors().size() + 1) * coordinates + layout.scalars().size() + 1;
  }

  /** How many coordinates a row of this length holds. */
  static long coordinates(UpdateRule rule, long size) {
    Layout layout = rule.layout();
    return (size - layout.scalars().size() - 1) / (layout.vectors().size() + 1);
  }

  /** The row of the coordinates {@code [from, from + n)}. */
  static double[] row(OptimizerState state, int from, int n) {
    int vectors = state.vectors().length, scalars = state.scalars().length;
    double[] row = new double[(vectors + 1) * n + scalars + 1];
    System.arraycopy(state.x(), from, row, 0, n);
    for (int v = 0; v < vectors; v++) {
      System.arraycopy(state.vectors()[v], from, row, (v + 1) * n, n);
    }
    System.arraycopy(state.scalars(), 0, row, (vectors + 1) * n, scalars);
    row[row.length - 1] = state.step();
    return row;
  }

  /** The state that has these rows, one behind the other. */
  static OptimizerState of(UpdateRule rule, double[]... rows) {
    int vectors = rule.layout().vectors().size(), scalars = rule.layout().scalars().size();
    int total = 0;
    for (double[] row : rows) {
      total += (int) coordinates(rule, row.length);
    }
    double[] x = new double[total];
    double[][] all = new double[vectors][total];
    int at = 0;
    for (double[] row : rows) {
      int n = (int) coordinates(rule, row.length);
      System.arraycopy(row, 0, x, at, n);
      for (int v = 0; v < vectors; v++) {
        System.arraycopy(row, (v + 1) * n, all[v], at, n);
      }
      at += n;
    }
    double[] first = rows[0], shared = new double[scalars];
    System.arraycopy(first, first.length - 1 - scalars, shared, 0, scalars);
    return new OptimizerState(x, all, shared, (long) first[first.length - 1]);
  }
}
