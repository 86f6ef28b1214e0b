package org.stepless.spark.jobs;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import org.stepless.optimizer.CompensatedSums;

/**
 * Gradient, loss and number of some rows, each summed. The gradient is kept by its coordinates that
 * are not 0 where that is smaller; the sum of several has the same bits either way.
 *
 * @param length of the gradient
 * @param indices of {@code values}, ascending; null: the values are the whole gradient
 * @param values those at {@code indices}, or all
 * @param loss weighted sum over the rows
 * @param rows their number
 * @param seconds the longest computing time of a part
 */
public record GradientSum(
    int length, int[] indices, double[] values, double loss, long rows, double seconds)
    implements Serializable {
  private static final int INDEXED_BYTES = Integer.BYTES + Double.BYTES;

  /**
   * @param gradient kept as it is if it has few zeros
   */
  public static GradientSum of(double[] gradient, double loss, long rows, double seconds) {
    int n = gradient.length, used = 0;
    for (double value : gradient) {
      used += value == 0 ? 0 : 1;
    }
    if ((long) used * INDEXED_BYTES >= (long) n * Double.BYTES) {
      return new GradientSum(n, null, gradient, loss, rows, seconds);
    }
    int[] indices = new int[used];
    double[] values = new double[used];
    for (int i = 0, at = 0; at < used; i++) {
      if (gradient[i] != 0) {
        indices[at] = i;
        values[at++] = gradient[i];
      }
    }
    return new GradientSum(n, indices, values, loss, rows, seconds);
  }

  /** Adds in the order of the list, with compensation. */
  public static GradientSum sum(List<GradientSum> parts) {
    int n = parts.get(0).length;
    CompensatedSums gradients = new CompensatedSums(n), losses = new CompensatedSums(1);
    long rows = 0;
    double seconds = 0;
    for (GradientSum part : parts) {
      if (part.indices == null) {
        gradients.add(part.values, n);
      } else {
        gradients.add(part.indices, part.values);
      }
      losses.add(new double[] {part.loss}, 1);
      rows += part.rows;
      seconds = Math.max(seconds, part.seconds);
    }
    double[] gradient = new double[n], loss = new double[1];
    gradients.get(gradient, n);
    losses.get(loss, 1);
    return of(gradient, loss[0], rows, seconds);
  }

  /** Writes the gradient. */
  public void copyGradient(double[] out) {
    if (indices == null) {
      System.arraycopy(values, 0, out, 0, length);
      return;
    }
    Arrays.fill(out, 0, length, 0);
    for (int k = 0; k < indices.length; k++) {
      out[indices[k]] = values[k];
    }
  }
}
