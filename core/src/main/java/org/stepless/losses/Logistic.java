package org.stepless.losses;

import org.stepless.data.RowBlock;

/**
 * Logistic loss, {@code log(1 + exp(-z))} with z = m for label 1 and z = -m for label 0.
 *
 * <p>With e = exp(-|z|), which cannot overflow: loss = log(1 + e) + max(-z, 0) and derivative by z
 * = -1 / (1 + exp(z)), which is -e / (1 + e) for positive z and -1 / (1 + e) otherwise.
 */
public record Logistic() implements CurvedScalarLoss {
  /** Factors 1 + e, each at most 2, whose product stays below the largest double. */
  private static final int FACTORS = 512;

  @Override
  public double evaluate(RowBlock block, int[] order, int from, int to, double[] margins) {
    boolean weighted = block.weighted();
    double sum = 0;
    for (int start = from; start < to; start += FACTORS) {
      int end = Math.min(to, start + FACTORS);
      // One logarithm for many rows of weight 1: excess is the product of all 1 + e less 1, built
      // up from positive terms only, so that it is as exact as each e however small they are.
      double excess = 0;
      for (int r = start; r < end; r++) {
        int row = order == null ? r : order[r];
        double sign = 2 * block.label(row) - 1;
        double z = sign * margins[r - from], distance = Math.abs(z);
        double e = Exponential.exp(-distance);
        double slope = -sign * oneIfNegative(z, e) / (1 + e);
        if (weighted) {
          double weight = block.weight(row);
          sum += weight * (Math.log1p(e) + 0.5 * (distance - z));
          margins[r - from] = weight * slope;
        } else {
          excess += e + e * excess;
          sum += 0.5 * (distance - z);
          margins[r - from] = slope;
        }
      }
      sum += Math.log1p(excess);
    }
    return sum;
  }

  @Override
  public double sum(RowBlock block, int[] order, int from, int to, double[] margins) {
    if (block.weighted()) {
      return CurvedScalarLoss.super.sum(block, order, from, to, margins);
    }
    double sum = 0;
    for (int start = from; start < to; start += FACTORS) {
      int end = Math.min(to, start + FACTORS);
      double excess = 0;
      for (int r = start; r < end; r++) {
        double label = block.label(order == null ? r : order[r]);
        double z = (2 * label - 1) * margins[r - from], distance = Math.abs(z);
        double e = Exponential.exp(-distance);
        excess += e + e * excess;
        sum += 0.5 * (distance - z);
      }
      sum += Math.log1p(excess);
    }
    return sum;
  }

  @Override
  public double value(double margin, double label) {
    double z = (2 * label - 1) * margin, distance = Math.abs(z);
    return Math.log1p(Exponential.exp(-distance)) + 0.5 * (distance - z);
  }

  @Override
  public double derivative(double margin, double label) {
    double sign = 2 * label - 1, z = sign * margin;
    double e = Exponential.exp(-Math.abs(z));
    return -sign * oneIfNegative(z, e) / (1 + e);
  }

  /** {@code z < 0 ? 1 : e} without a branch, which half of all rows would mispredict. */
  private static double oneIfNegative(double z, double e) {
    long negative = Double.doubleToRawLongBits(z) >> 63;
    long one = Double.doubleToRawLongBits(1.0);
    return Double.longBitsToDouble(one & negative | Double.doubleToRawLongBits(e) & ~negative);
  }

  /** e / (1 + e)^2, which is the same for both labels. */
  @Override
  public double curvature(double margin, double label) {
    double e = Exponential.exp(-Math.abs(margin));
    return e / ((1 + e) * (1 + e));
  }

  @Override
  public void checkLabel(double label) {
    Loss.requireLabel(label == 0 || label == 1, "0 or 1 for the logistic loss", label);
  }
}
