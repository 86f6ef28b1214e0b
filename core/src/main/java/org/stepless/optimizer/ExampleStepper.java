package org.stepless.optimizer;

/**
 * Carries out the local steps of a per-example rule on the rows of one partition, from gradients
 * that the caller takes. Nothing is allocated per step; a step costs O(coordinates + rows of its
 * batch).
 *
 * <p>Making one begins by adding the state's pending shift to the trackers. In a distributed pass
 * every partition works on its own copy of the state and of its trackers; then the states are
 * merged and {@link #trackerSum} is added up for {@link ExampleRule#endPass}.
 *
 * <p>Mini-batches are this library's extension, not the paper's: the batch counts as one example
 * whose loss, gradient and tracker are the means over its rows, and the tracker's change is given
 * to every row of it. With fixed batches this is the method on the batches' losses.
 *
 * <p>Not thread-safe.
 */
public final class ExampleStepper {
  private final ExampleRule rule;
  private final OptimizerState state;
  private final double[] trackers;
  private final double[] gradient;
  private double gradientSquared;
  private double seen;

  /**
   * @param state changed by the steps
   * @param trackers one value per row, changed by the steps; empty if the rule does not track
   */
  public ExampleStepper(ExampleRule rule, OptimizerState state, double[] trackers) {
    if (!rule.tracks() && trackers.length > 0) {
      throw new IllegalArgumentException(
          "%s keeps no trackers, got %d".formatted(rule, trackers.length));
    }
    this.rule = rule;
    this.state = state;
    this.trackers = trackers;
    gradient = new double[state.x().length];
    takeShift();
  }

  private void takeShift() {
    double shift = state.scalars()[ExampleRule.SHIFT];
    state.scalars()[ExampleRule.SHIFT] = 0;
    if (shift != 0) { // within a pass there is none: a short round should not touch every row
      for (int row = 0; row < trackers.length; row++) {
        trackers[row] += shift;
      }
    }
  }

  /** The array that the caller fills with the batch's mean gradient at the state's x. */
  public double[] gradient() {
    return gradient;
  }

  /** What the steps change: point, state and step number. */
  public OptimizerState state() {
    return state;
  }

  /**
   * Takes one step with the gradient in {@link #gradient()}, to which the rule's regularisation is
   * added. A step of no rows counts, but changes nothing.
   *
   * @param multiplier schedule multiplier of the step, finite and at least 0: scales the whole
   *     step; 0 changes nothing but the step number
   * @param loss mean loss of the batch, without the rule's regularisation
   * @param rows the batch's rows are {@code count} of these, from position {@code from} on: a
   *     single one in the paper's methods, more in a mini-batch; null for all rows in their order
   * @throws ArithmeticException if loss or gradient is not finite, naming the first row; the state
   *     is as before the step
   */
  public void step(double multiplier, double loss, int[] rows, int from, int count) {
    Stepper.requireMultiplier(multiplier, state.step());
    if (count > 0) {
      double regularised = loss + addRegularisation();
      gradientSquared = squared(gradient);
      double factor =
          multiplier * rule.factor(regularised, gradientSquared, meanTracker(rows, from, count));
      if (!Double.isFinite(regularised)
          || !Double.isFinite(gradientSquared)
          || !Double.isFinite(factor)) {
        throw new ArithmeticException(
            "row %d of its partition: loss %s, squared gradient norm %s; "
                    .formatted(rows == null ? 0 : rows[from], regularised, gradientSquared)
                + "the data overflow or training diverged");
      }
      state.scalars()[ExampleRule.FACTOR] = factor;
      if (multiplier > 0) {
        move(factor, rows, from, count);
      }
    }
    state.countStep();
  }

  private double addRegularisation() {
    double reg = rule.reg();
    if (reg == 0) {
      return 0;
    }
    double[] x = state.x();
    for (int j = 0; j < x.length; j++) {
      gradient[j] += reg * x[j];
    }
    return reg / 2 * squared(x);
  }

  private double meanTracker(int[] rows, int from, int count) {
    double sum = 0;
    if (rule.tracks()) {
      for (int i = 0; i < count; i++) {
        sum += trackers[rows == null ? i : rows[from + i]];
      }
    }
    return sum / count;
  }

  private void move(double factor, int[] rows, int from, int count) {
    if (rule.tracks()) {
      for (int i = 0; i < count; i++) {
        trackers[rows == null ? i : rows[from + i]] += factor;
      }
    }
    double[] x = state.x();
    double beta = rule.beta();
    if (beta == 0) {
      for (int j = 0; j < x.length; j++) {
        x[j] -= factor * gradient[j];
      }
      return;
    }
    double[] z = state.vectors()[ExampleState.Z];
    for (int j = 0; j < x.length; j++) {
      z[j] -= factor * gradient[j];
      x[j] = beta * x[j] + (1 - beta) * z[j];
    }
  }

  /** Four accumulators: a single chain of additions would wait for each one's latency. */
  private static double squared(double[] a) {
    double s0 = 0, s1 = 0, s2 = 0, s3 = 0;
    int i = 0;
    for (; i + 3 < a.length; i += 4) {
      s0 += a[i] * a[i];
      s1 += a[i + 1] * a[i + 1];
      s2 += a[i + 2] * a[i + 2];
      s3 += a[i + 3] * a[i + 3];
    }
    for (; i < a.length; i++) {
      s0 += a[i] * a[i];
    }
    return (s0 + s1) + (s2 + s3);
  }

  /**
   * Reads the trackers of rows that are to come, so that they are in the cache when they are
   * needed.
   */
  public void lookAhead(int[] rows, int count) {
    if (rule.tracks()) {
      for (int i = 0; i < count; i++) {
        seen += trackers[rows[i]];
      }
    }
  }

  /** Ends a pass over all rows there are, which are those of this partition, and begins another. */
  public void endPass() {
    rule.endPass(state.scalars(), trackerSum(), trackers.length);
    takeShift();
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

  /** Euclidean norm of the last step's gradient, regularisation included. */
  public double gradientNorm2() {
    return Math.sqrt(gradientSquared);
  }
}
