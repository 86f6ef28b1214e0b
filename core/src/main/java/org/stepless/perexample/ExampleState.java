package org.stepless.perexample;

import java.io.Serializable;

/**
 * What all partitions share while a per-example rule trains; the trackers are with their rows.
 * Plain data.
 *
 * <p>The trackers of the rows are the stored values plus {@link #shift()}: the shift after a pass
 * reaches the stored values when the next pass begins, so no second pass is needed for it.
 */
public final class ExampleState implements Serializable {
  private static final long serialVersionUID = 1L;

  private final double[] x;
  private final double[] z;
  private double tau;
  private double meanTracker;
  private double shift;

  /**
   * Wraps existing arrays without copying them.
   *
   * @param x the point
   * @param z the point without momentum, as long as {@code x}
   * @param tau target of the mean loss
   * @param meanTracker mean of all trackers, {@code shift} included
   * @param shift what is still to be added to every stored tracker
   */
  public ExampleState(double[] x, double[] z, double tau, double meanTracker, double shift) {
    if (z.length != x.length) {
      throw new IllegalArgumentException(
          "z has %d coordinates, x has %d".formatted(z.length, x.length));
    }
    this.x = x;
    this.z = z;
    this.tau = tau;
    this.meanTracker = meanTracker;
    this.shift = shift;
  }

  /** The state before the first step from {@code x0}, which is copied; all trackers are 0. */
  public static ExampleState start(ExampleRule rule, double[] x0) {
    return new ExampleState(x0.clone(), x0.clone(), rule.initialTau(), 0, 0);
  }

  /** A deep copy, for the local pass of one partition. */
  public ExampleState copy() {
    return new ExampleState(x.clone(), z.clone(), tau, meanTracker, shift);
  }

  /**
   * The global step after every row had its turn once on average.
   *
   * @param trackerSum sum of the trackers of all rows of all partitions, after the pass
   * @param rows number of those rows
   */
  public void finishPass(ExampleRule rule, double trackerSum, long rows) {
    if (!rule.tracks() || rows == 0) {
      return;
    }
    double mean = trackerSum / rows;
    tau = rule.nextTau(tau, mean, rows);
    shift = rule.shift(tau, mean);
    meanTracker = mean + shift;
  }

  /** Returns the pending shift and clears it: the caller adds it to the trackers. */
  double takeShift() {
    double taken = shift;
    shift = 0;
    return taken;
  }

  /** The point, which is also the model. */
  public double[] x() {
    return x;
  }

  /** The point without momentum. */
  public double[] z() {
    return z;
  }

  /** Target of the mean loss. */
  public double tau() {
    return tau;
  }

  /** Mean of all trackers after the last finished pass. */
  public double meanTracker() {
    return meanTracker;
  }

  /** What is still to be added to every stored tracker. */
  public double shift() {
    return shift;
  }
}
