package org.stepless.optimizer;

import java.io.Serializable;

/**
 * Everything that changes while a rule trains: the point, the state vectors, the scalars and the
 * number of steps taken. Plain data: the same rule on equal states takes equal steps.
 */
public final class OptimizerState implements Serializable {
  private static final long serialVersionUID = 1L;

  private final double[] x;
  private final double[][] vectors;
  private final double[] scalars;
  private long step;

  /**
   * Wraps existing arrays without copying them.
   *
   * @param vectors state vectors, each as long as {@code x}
   * @param step number of steps taken so far
   */
  public OptimizerState(double[] x, double[][] vectors, double[] scalars, long step) {
    for (double[] vector : vectors) {
      if (vector.length != x.length) {
        throw new IllegalArgumentException(
            "a state vector has %d coordinates, x has %d".formatted(vector.length, x.length));
      }
    }
    this.x = x;
    this.vectors = vectors;
    this.scalars = scalars;
    this.step = step;
  }

  /** The state before the first step from {@code x0}, which is copied. */
  public static OptimizerState start(Method method, double[] x0) {
    Layout layout = method.layout();
    double[] x = x0.clone();
    double[][] vectors = new double[layout.vectors().size()][x.length];
    double[] scalars = new double[layout.scalars().size()];
    method.initialize(scalars);
    method.initialize(new Block(x, x, vectors, 0, x.length, 0));
    return new OptimizerState(x, vectors, scalars, 0);
  }

  /** Writes the weights that serve as the model; {@code out} is as long as {@code x}. */
  public void model(Method method, double[] out) {
    method.model(new Block(x, x, vectors, 0, x.length, 0), scalars, out);
  }

  /** A deep copy. */
  public OptimizerState copy() {
    double[][] copies = new double[vectors.length][];
    for (int v = 0; v < vectors.length; v++) {
      copies[v] = vectors[v].clone();
    }
    return new OptimizerState(x.clone(), copies, scalars.clone(), step);
  }

  /** The point at which the next gradient is to be taken. */
  public double[] x() {
    return x;
  }

  /** State vectors in the order of the rule's layout. */
  public double[][] vectors() {
    return vectors;
  }

  /** Scalars in the order of the rule's layout. */
  public double[] scalars() {
    return scalars;
  }

  /** How many numbers the state holds. */
  public long size() {
    return (1L + vectors.length) * x.length + scalars.length;
  }

  /** Number of steps taken. */
  public long step() {
    return step;
  }

  void countStep() {
    step++;
  }
}
