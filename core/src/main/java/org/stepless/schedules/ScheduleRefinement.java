package org.stepless.schedules;

import java.util.Locale;
import java.util.Objects;
import org.stepless.text.Check;

/**
 * Turns the gradient norms of a run into the multipliers of the next run.
 *
 * <pre>
 * G = median filter of the norms, width 2 floor(floor(smoothing T) / 2) + 1
 *     (before the first norm the first again, after the last the norms reflected)
 * w_k = G_k^-2 (l2) or G_k^-1 (l1)
 * multiplier_k = w_k sum_{p > k} w_p, divided by the largest
 * </pre>
 *
 * <p>The multiplier of the last step is always 0. Time is O(T log T).
 *
 * <p>Source: Defazio, Cutkosky, Mehta and Mishchenko, "Optimal Linear Decay Learning Rate Schedules
 * and Further Refinements", arXiv:2310.07831, Algorithms 1 and 2.
 *
 * @param norm which norm the values are: l2 for SGD, l1 for methods like Adam
 * @param smoothing width of the filter as a fraction of the run; in [0, 1), usually 0.1
 */
public record ScheduleRefinement(Norm norm, double smoothing) {
  /** Width of the filter as a fraction of the run, as in the paper's experiments. */
  public static final double DEFAULT_SMOOTHING = 0.1;

  /** The norm of the gradients. */
  public enum Norm {
    /** Sum of absolute values, for coordinate-wise methods like Adam. */
    L1,
    /** Euclidean norm, for SGD and its kin. */
    L2;

    /**
     * The norm that {@code l1} or {@code l2} names.
     *
     * @throws IllegalArgumentException naming the text and what is allowed
     */
    public static Norm parse(String text) {
      for (Norm norm : values()) {
        if (norm.toString().equals(text)) {
          return norm;
        }
      }
      throw new IllegalArgumentException("norm must be l1 or l2, was '" + text + "'");
    }

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public ScheduleRefinement {
    Objects.requireNonNull(norm, "norm");
    Check.fraction("smoothing", smoothing);
  }

  /** Refinement with the default smoothing. */
  public ScheduleRefinement(Norm norm) {
    this(norm, DEFAULT_SMOOTHING);
  }

  /**
   * The norms after the median filter.
   *
   * @param norms one gradient norm per step, at least 2; finite and at least 0
   * @throws IllegalArgumentException naming the step whose norm is not usable
   */
  public double[] filter(double[] norms) {
    int n = norms.length;
    if (n < 2) {
      throw new IllegalArgumentException(
          "refinement needs the gradient norms of at least 2 steps, got " + n);
    }
    for (int k = 0; k < n; k++) {
      if (!(norms[k] >= 0 && norms[k] < Double.POSITIVE_INFINITY)) {
        throw new IllegalArgumentException(
            "gradient norm of step %d must be finite and at least 0, was %s"
                .formatted(k, norms[k]));
      }
    }
    int half = (int) (smoothing * n) / 2;
    SlidingMedian window = new SlidingMedian(norms);
    for (int k = -half; k < half; k++) {
      window.add(norms[inside(k, n)]);
    }
    double[] filtered = new double[n];
    for (int k = 0; k < n; k++) {
      window.add(norms[inside(k + half, n)]);
      filtered[k] = window.median();
      window.remove(norms[inside(k - half, n)]);
    }
    return filtered;
  }

  /** Index that stands for one outside: nearest on the left, reflected on the right. */
  private static int inside(int k, int n) {
    return k < 0 ? 0 : k < n ? k : 2 * (n - 1) - k;
  }

  /**
   * The multipliers of the next run, the largest being 1.
   *
   * @param norms one gradient norm per step, at least 2; finite and at least 0
   * @throws IllegalArgumentException naming the step whose norm is not usable, or is 0 even after
   *     the filter
   */
  public double[] multipliers(double[] norms) {
    double[] g = filter(norms);
    double least = Double.POSITIVE_INFINITY;
    for (int k = 0; k < g.length; k++) {
      if (g[k] == 0) {
        throw new IllegalArgumentException(
            "gradient norms around step %d are 0 after smoothing %s: its weight would be infinite;"
                    .formatted(k, smoothing)
                + " use the norms up to that step, or a larger smoothing");
      }
      least = Math.min(least, g[k]);
    }
    double[] multipliers = new double[g.length];
    double later = 0;
    double largest = 0;
    for (int k = g.length - 1; k >= 0; k--) {
      // Relative to the least norm, weights are at most 1 and cannot overflow.
      double ratio = least / g[k];
      double weight = norm == Norm.L1 ? ratio : ratio * ratio;
      multipliers[k] = weight * later;
      largest = Math.max(largest, multipliers[k]);
      later += weight;
    }
    if (largest == 0) {
      throw new IllegalArgumentException(
          "gradient norms span so many orders of magnitude that all weights but one vanish;"
              + " use a larger smoothing");
    }
    for (int k = 0; k < multipliers.length; k++) {
      multipliers[k] /= largest;
    }
    return multipliers;
  }
}
