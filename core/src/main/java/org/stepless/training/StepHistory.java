package org.stepless.training;

import java.io.Serializable;
import java.util.Arrays;

/** Gradient norms of consecutive steps, as schedule refinement needs them. */
public final class StepHistory implements Serializable {
  private static final long serialVersionUID = 1L;

  private double[] norms1 = {};
  private double[] norms2 = {};
  private int size;

  /** A history of these norms, which are not copied. */
  public static StepHistory of(double[] norms1, double[] norms2) {
    if (norms1.length != norms2.length) {
      throw new IllegalArgumentException(
          "%d l1 norms but %d l2 norms".formatted(norms1.length, norms2.length));
    }
    StepHistory history = new StepHistory();
    history.norms1 = norms1;
    history.norms2 = norms2;
    history.size = norms1.length;
    return history;
  }

  /** Appends the norms of a step. */
  public void add(double norm1, double norm2) {
    if (size == norms1.length) {
      norms1 = Arrays.copyOf(norms1, Math.max(16, 2 * size));
      norms2 = Arrays.copyOf(norms2, Math.max(16, 2 * size));
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

  /** The steps from this one on, counted from 0. */
  public StepHistory from(int step) {
    return of(Arrays.copyOfRange(norms1, step, size), Arrays.copyOfRange(norms2, step, size));
  }

  /** Number of steps. */
  public int size() {
    return size;
  }

  /** Euclidean norm of the last step; NaN if there is none. */
  public double lastNorm2() {
    return size == 0 ? Double.NaN : norms2[size - 1];
  }

  /** Sums of absolute values, one per step. */
  public double[] norms1() {
    return Arrays.copyOf(norms1, size);
  }

  /** Euclidean norms, one per step. */
  public double[] norms2() {
    return Arrays.copyOf(norms2, size);
  }
}
