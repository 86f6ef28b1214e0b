package org.stepless.models;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Random;
import java.util.stream.DoubleStream;
import org.stepless.data.RowBlock;
import org.stepless.losses.BatchObjective;
import org.stepless.losses.Workspace;

/** Compares an objective's gradient with central differences of its loss sum and penalty. */
public final class FiniteDifferences {
  private static final double STEP = 1e-5;

  private FiniteDifferences() {}

  public static void check(
      BatchObjective objective, RowBlock block, Random random, DoubleStream coordinates) {
    double[] x = coordinates.limit(objective.dimension()).map(v -> v - 0.5).toArray();
    int from = random.nextInt(block.rows()), to = block.rows();
    double[] gradient = new double[x.length];
    objective.addLossAndGradient(block, null, from, to, x, gradient, objective.workspace());
    objective.addPenaltyGradient(x, gradient);
    for (int i = 0; i < x.length; i++) {
      double at = x[i];
      x[i] = at + STEP;
      double above = value(objective, block, from, to, x);
      x[i] = at - STEP;
      double below = value(objective, block, from, to, x);
      x[i] = at;
      double scale = 1 + Math.abs(above);
      assertEquals((above - below) / (2 * STEP), gradient[i], 1e-6 * scale, "coordinate " + i);
    }
  }

  private static double value(
      BatchObjective objective, RowBlock block, int from, int to, double[] x) {
    Workspace workspace = objective.workspace();
    return objective.lossSum(block, null, from, to, x, workspace) + objective.penalty(x);
  }
}
