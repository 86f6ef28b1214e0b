package org.stepless.spark.engine;

import java.io.Serializable;
import java.util.Arrays;
import org.stepless.data.RowBlock;

/**
 * Weighted mean of the labels, and the weight of every class where all labels are whole numbers
 * from 0.
 *
 * @param weight sum of the weights
 * @param sum weighted sum of the labels
 * @param classWeights sum of the weights of each class; null if some label is no class
 */
public record LabelStatistics(double weight, double sum, double[] classWeights)
    implements Serializable {
  private static final int MOST_CLASSES = 1 << 20;

  static LabelStatistics of(RowBlock block) {
    double weight = 0, sum = 0;
    double[] classes = new double[2];
    for (int row = 0; row < block.rows(); row++) {
      double label = block.label(row), w = block.weight(row);
      weight += w;
      sum += w * label;
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
    return new LabelStatistics(weight, sum, classes);
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
    return new LabelStatistics(weight + other.weight, sum + other.sum, merged);
  }

  /** Weighted mean of the labels. */
  public double mean() {
    return sum / weight;
  }

  /** Weight of a class; 0 beyond the largest label. */
  public double classWeight(int label) {
    return label < classWeights.length ? classWeights[label] : 0;
  }
}
