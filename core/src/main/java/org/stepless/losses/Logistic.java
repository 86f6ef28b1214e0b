package org.stepless.losses;

import org.stepless.data.RowBlock;

/**
 * Logistic loss, {@code log(1 + exp(-z))} with z = m for label 1 and z = -m for label 0.
 *
 * <p>With e = exp(-|z|), which cannot overflow: loss = log(1 + e) + max(-z, 0) and derivative by z
 * = -1 / (1 + exp(z)), which is -e / (1 + e) for positive z and -1 / (1 + e) otherwise.
 */
public record Logistic() implements ScalarLoss {
  /** Factors 1 + e, each at most 2, whose product stays below the largest double. */
  private static final int FACTORS = 512;

  @Override
  public double evaluate(RowBlock block, int[] order, int from, int to, double[] margins) {
    if (block.weighted()) {
      return ScalarLoss.super.evaluate(block, order, from, to, margins);
    }
    double sum = 0;
    for (int start = from; start < to; start += FACTORS) {
      int end = Math.min(to, start + FACTORS);
      // One logarithm for many rows: excess is the product of all 1 + e less 1, built up from
      // positive terms only, so that it is as exact as each e however small they are.
      double excess = 0;
      for (int r = start; r < end; r++) {
        double label = block.label(order == null ? r : order[r]);
        double margin = margins[r - from];
        double z = label > 0.5 ? margin : -margin;
        double e = Math.exp(-Math.abs(z));
        excess += e + e * excess;
        sum += Math.max(-z, 0);
        double slope = (z > 0 ? e : 1) / (1 + e);
        margins[r - from] = label > 0.5 ? -slope : slope;
      }
      sum += Math.log1p(excess);
    }
    return sum;
  }

  @Override
  public double value(double margin, double label) {
    double z = label > 0.5 ? margin : -margin;
    return Math.log1p(Math.exp(-Math.abs(z))) + Math.max(-z, 0);
  }

  @Override
  public double derivative(double margin, double label) {
    double z = label > 0.5 ? margin : -margin;
    double e = Math.exp(-Math.abs(z));
    double slope = (z > 0 ? e : 1) / (1 + e);
    return label > 0.5 ? -slope : slope;
  }

  @Override
  public void checkLabel(double label) {
    Loss.requireLabel(label == 0 || label == 1, "0 or 1 for the logistic loss", label);
  }
}
