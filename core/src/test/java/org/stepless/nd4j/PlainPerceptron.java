package org.stepless.nd4j;

import org.stepless.data.RowBlock;

/** A perceptron with softmax output and log loss, written as loops over single rows. */
final class PlainPerceptron {
  private PlainPerceptron() {}

  /** Adds the gradient of the weighted loss sum of these rows; returns that sum. */
  static double addGradient(
      int[] layers, String activation, RowBlock block, int[] order, double[] x, double[] gradient) {
    double sum = 0;
    int[] indices = new int[layers[0]];
    double[] values = new double[layers[0]];
    for (int row : order) {
      double[][] units = new double[layers.length][];
      units[0] = new double[layers[0]];
      int count = block.copyRow(row, indices, values);
      for (int i = 0; i < count; i++) {
        units[0][indices[i]] = values[i];
      }
      int at = 0;
      int[] starts = new int[layers.length];
      for (int l = 1; l < layers.length; l++) {
        starts[l] = at;
        int in = layers[l - 1], out = layers[l];
        units[l] = new double[out];
        for (int o = 0; o < out; o++) {
          double z = x[at + in * out + o];
          for (int i = 0; i < in; i++) {
            z += x[at + o + out * i] * units[l - 1][i];
          }
          units[l][o] = l == layers.length - 1 ? z : apply(activation, z);
        }
        at += (in + 1) * out;
      }
      sum +=
          block.weight(row) * backward(layers, activation, units, starts, block, row, x, gradient);
    }
    return sum;
  }

  private static double backward(
      int[] layers,
      String activation,
      double[][] units,
      int[] starts,
      RowBlock block,
      int row,
      double[] x,
      double[] gradient) {
    int last = layers.length - 1, label = (int) block.label(row);
    double total = 0;
    for (double z : units[last]) {
      total += Math.exp(z);
    }
    double[] slopes = new double[layers[last]];
    for (int k = 0; k < slopes.length; k++) {
      slopes[k] = block.weight(row) * (Math.exp(units[last][k]) / total - (k == label ? 1 : 0));
    }
    for (int l = last; l >= 1; l--) {
      int in = layers[l - 1], out = layers[l], at = starts[l];
      double[] before = new double[in];
      for (int o = 0; o < out; o++) {
        gradient[at + in * out + o] += slopes[o];
        for (int i = 0; i < in; i++) {
          gradient[at + o + out * i] += slopes[o] * units[l - 1][i];
          before[i] += slopes[o] * x[at + o + out * i] * slope(activation, units[l - 1][i]);
        }
      }
      slopes = before;
    }
    return Math.log(total) - units[last][label];
  }

  private static double apply(String activation, double z) {
    return switch (activation) {
      case "sigmoid" -> 1 / (1 + Math.exp(-z));
      case "tanh" -> Math.tanh(z);
      default -> Math.max(0, z);
    };
  }

  private static double slope(String activation, double a) {
    return switch (activation) {
      case "sigmoid" -> a * (1 - a);
      case "tanh" -> 1 - a * a;
      default -> a > 0 ? 1 : 0;
    };
  }
}
