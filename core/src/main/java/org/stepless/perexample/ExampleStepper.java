package org.stepless.perexample;

import java.util.Arrays;

/**
 * The local pass of a per-example rule over the rows of one partition. Nothing is allocated per
 * step; a step costs O(coordinates of the model + nonzeros of its rows).
 *
 * <p>One instance serves one pass: it begins by adding the state's pending shift to the trackers.
 * In a distributed pass every partition works on its own copy of the state and of its trackers;
 * then {@code x} and {@code z} are averaged by rows and {@link #trackerSum} is added up for {@link
 * ExampleState#finishPass}.
 *
 * <p>Mini-batches are this library's extension, not the paper's: the batch counts as one example
 * whose loss, gradient and tracker are the means over its rows, and the tracker's change is given
 * to every row of it. With fixed batches this is the method on the batches' losses.
 *
 * <p>Not thread-safe.
 */
public final class ExampleStepper {
  private final ExampleRule rule;
  private final RowObjective objective;
  private final ExampleState state;
  private final double[] trackers;
  private final double[] gradient;
  private double lastFactor;

  /**
   * Begins a pass.
   *
   * @param state changed by the steps
   * @param trackers one value a row, changed by the steps; empty if the rule does not track
   */
  public ExampleStepper(
      ExampleRule rule, RowObjective objective, ExampleState state, double[] trackers) {
    if (!rule.tracks() && trackers.length > 0) {
      throw new IllegalArgumentException(
          "%s keeps no trackers, got %d".formatted(ExampleRules.print(rule), trackers.length));
    }
    this.rule = rule;
    this.objective = objective;
    this.state = state;
    this.trackers = trackers;
    gradient = new double[state.x().length];
    double shift = state.takeShift();
    for (int row = 0; row < trackers.length; row++) {
      trackers[row] += shift;
    }
  }

  /**
   * Takes one step with the rows {@code order[from]} to {@code order[to - 1]}: a single row in the
   * paper's methods, more in a mini-batch. An empty batch changes nothing.
   *
   * @param multiplier schedule multiplier of the step, finite and at least 0: scales the whole
   *     step; 0 changes nothing
   * @return the batch's loss at the point before the step, regularisation included
   * @throws ArithmeticException if loss or gradient is not finite, naming the first row; the state
   *     is as before the step
   */
  public double step(int[] order, int from, int to, double multiplier) {
    if (!(multiplier >= 0 && multiplier < Double.POSITIVE_INFINITY)) {
      throw new ArithmeticException(
          "schedule multiplier must be finite and not negative, was " + multiplier);
    }
    if (from == to) {
      return 0;
    }
    double[] x = state.x();
    double reg = rule.reg();
    double squares = 0;
    if (reg == 0) {
      Arrays.fill(gradient, 0);
    } else {
      for (int j = 0; j < x.length; j++) {
        squares += x[j] * x[j];
        gradient[j] = reg * x[j];
      }
    }
    double weight = 1.0 / (to - from);
    double loss = reg / 2 * squares;
    double tracker = 0;
    for (int i = from; i < to; i++) {
      loss += weight * objective.addGradient(order[i], x, weight, gradient);
      tracker += rule.tracks() ? weight * trackers[order[i]] : 0;
    }
    double gradientSquared = 0;
    for (double g : gradient) {
      gradientSquared += g * g;
    }
    double factor = multiplier * rule.factor(loss, gradientSquared, tracker);
    if (!Double.isFinite(loss) || !Double.isFinite(gradientSquared) || !Double.isFinite(factor)) {
      throw new ArithmeticException(
          "row %d of its partition: loss %s, squared gradient norm %s; "
                  .formatted(order[from], loss, gradientSquared)
              + "the data overflow or training diverged");
    }
    lastFactor = factor;
    if (multiplier > 0) {
      move(factor, order, from, to);
    }
    return loss;
  }

  private void move(double factor, int[] order, int from, int to) {
    if (rule.tracks()) {
      for (int i = from; i < to; i++) {
        trackers[order[i]] += factor;
      }
    }
    double[] x = state.x(), z = state.z();
    double beta = rule.beta();
    for (int j = 0; j < x.length; j++) {
      z[j] -= factor * gradient[j];
      x[j] = beta * x[j] + (1 - beta) * z[j];
    }
  }

  /**
   * Takes steps with consecutive batches of the given order, all with the same multiplier.
   *
   * @param batchSize rows a step, at least 1; the last batch may be smaller
   * @return the mean of the rows' losses, each at the point before its step
   */
  public double pass(int[] order, int batchSize, double multiplier) {
    if (batchSize < 1) {
      throw new IllegalArgumentException("batchSize must be at least 1, was " + batchSize);
    }
    double sum = 0;
    for (int from = 0; from < order.length; from += batchSize) {
      int to = (int) Math.min(order.length, (long) from + batchSize);
      sum += (to - from) * step(order, from, to, multiplier);
    }
    return order.length == 0 ? 0 : sum / order.length;
  }

  /** Sum of this partition's trackers, compensated. */
  public double trackerSum() {
    double sum = 0;
    double lost = 0;
    for (double tracker : trackers) {
      double next = sum + tracker;
      lost += Math.abs(sum) >= Math.abs(tracker) ? sum - next + tracker : tracker - next + sum;
      sum = next;
    }
    return sum + lost;
  }

  /** Length of the last step along its gradient. */
  public double stepSize() {
    return lastFactor;
  }

  /** The state this stepper changes. */
  public ExampleState state() {
    return state;
  }
}
