package org.stepless.training;

import java.io.Serializable;
import java.util.Arrays;

/** Gradient norms of consecutive steps, as schedule refinement needs them. */
public final class StepHistory implements Serializable {
  private static final long serialVersionUID = 1L;

  private double[] norms1 = new double[16];
  private double[] norms2 = new double[16];
  private int size;

  /** Appends the norms of a step. */
  public void add(double norm1, double norm2) {
    if (size == norms1.length) {
      norms1 = Arrays.copyOf(norms1, 2 * size);
      norms2 = Arrays.copyOf(norms2, 2 * size);
    }
    norms1[size] = norm1;
    norms2[size++] = norm2;
  }

  /** Appends the steps of another history. */
  public void addAll(StepHistory other) {
    for (int i = 0; i < other.size; i++) {
      add(other.norms1[i], other.norms2[i]);
    }
  }

  public int size() {
    return size;
  }

  /** Sums of absolute values, one a step. */
  public double[] norms1() {
    return Arrays.copyOf(norms1, size);
  }

  /** Euclidean norms, one a step. */
  public double[] norms2() {
    return Arrays.copyOf(norms2, size);
  }
}
