package org.stepless.spark.rows;

import java.io.Serializable;
import java.util.Arrays;
import org.stepless.data.RowBlock;

/**
 * Weighted mean and variance of the labels, and the weight of every class where all labels are
 * whole numbers from 0.
 *
 * @param weight sum of the weights
 * @param weightSquares sum of the squared weights
 * @param mean weighted mean of the labels
 * @param squares weighted sum of the labels' squared distances from the mean
 * @param classWeights sum of the weights of each class; null if some label is no class
 */
public record LabelStatistics(
    double weight, double weightSquares, double mean, double squares, double[] classWeights)
    implements Serializable {
  private static final int MOST_CLASSES = 1 << 20;

  static LabelStatistics of(RowBlock block) {
    double weight = 0, weightSquares = 0, mean = 0, squares = 0;
    double[] classes = new double[2];
    for (int row = 0; row < block.rows(); row++) {
      double label = block.label(row), w = block.weight(row);
      if (w > 0) {
        weight += w;
        weightSquares += w * w;
        double difference = label - mean;
        mean += difference * (w / weight);
        squares += w * difference * (label - mean);
      }
      if (label != Math.rint(label) || label < 0 || label >= MOST_CLASSES) {
        classes = null;
      }
      if (classes != null) {
        if (label >= classes.length) {
          classes = Arrays.copyOf(classes, Math.max((int) label + 1, 2 * classes.length));
        }
        classes[(int) label] += w;
      }
    }
    return new LabelStatistics(weight, weightSquares, mean, squares, classes);
  }

  LabelStatistics merge(LabelStatistics other) {
    double[] merged = null;
    if (classWeights != null && other.classWeights != null) {
      merged =
          Arrays.copyOf(classWeights, Math.max(classWeights.length, other.classWeights.length));
      for (int c = 0; c < other.classWeights.length; c++) {
        merged[c] += other.classWeights[c];
      }
    }
    double total = weight + other.weight;
    if (total == 0) {
      return new LabelStatistics(0, 0, 0, 0, merged);
    }
    double difference = other.mean - mean, share = other.weight / total;
    return new LabelStatistics(
        total,
        weightSquares + other.weightSquares,
        mean + difference * share,
        squares + other.squares + difference * difference * weight * share,
        merged);
  }

  /** Unbiased weighted standard deviation of the labels; 0 if all are equal. */
  public double deviation() {
    double divisor = weight - weightSquares / weight;
    return divisor > 0 ? Math.sqrt(squares / divisor) : 0;
  }

  /**
   * Intercepts at which a model without features predicts the frequencies of the classes: one for
   * each of them, or if there is but one output that of class 1 against class 0. A pseudo-count
   * spread over the classes keeps those without rows finite.
   */
  public double[] intercepts(int classes, int outputs) {
    double[] logs = new double[classes];
    for (int c = 0; c < classes; c++) {
      logs[c] = Math.log((classWeight(c) + 1.0 / classes) / (weight + 1));
    }
    return outputs == 1 ? new double[] {logs[1] - logs[0]} : logs;
  }

  /** Weight of a class; 0 beyond the largest label. */
  public double classWeight(int label) {
    return label < classWeights.length ? classWeights[label] : 0;
  }
}
