package org.stepless.bench.peers;

import org.stepless.data.ColumnStatistics;
import org.stepless.losses.Loss;
import org.stepless.losses.Objective;

/**
 * A penalty with Spark's meaning, on standardised features.
 *
 * @param reg strength; 0 for none
 * @param share of the L1 penalty, in [0, 1]
 */
record Penalty(double reg, double share) {
  boolean absent() {
    return reg == 0;
  }

  /** The objective that all solvers minimise. */
  Objective objective(Loss loss, int columns, ColumnStatistics statistics) {
    double[] deviations = statistics.standardDeviations();
    return new Objective(
        loss,
        columns,
        true,
        Objective.l2(reg * (1 - share), deviations, true),
        Objective.l1(reg * share, deviations, true),
        null);
  }

  /** Behind the name of a set. */
  String text() {
    return absent() ? "" : ", reg %s, L1 %s".formatted(reg, share);
  }
}
