package org.stepless.examples.nd4j;

import org.stepless.data.RowBlock;

/** The loss sums and gradients of two example networks, written as loops over single rows. */
final class PlainNetworks {
  private PlainNetworks() {}

  /** Point: classBias, classWeight [72][10], filterBias, filters [3][3][1][8]; by name. */
  static double images(RowBlock block, double[] x, double[] gradient) {
    int k = DigitImages.CLASSES, f = DigitImages.FILTERS, side = 6, half = 3;
    int weight = k, bias = weight + f * half * half * k, filters = bias + f;
    double sum = 0;
    double[] image = new double[64];
    for (int r = 0; r < block.rows(); r++) {
      copy(block, r, image);
      double[] pooled = new double[f * half * half];
      int[] winner = new int[pooled.length];
      for (int c = 0; c < f; c++) {
        for (int i = 0; i < side; i++) {
          for (int j = 0; j < side; j++) {
            double value = x[bias + c];
            for (int di = 0; di < 3; di++) {
              for (int dj = 0; dj < 3; dj++) {
                value += x[filters + (di * 3 + dj) * f + c] * image[(i + di) * 8 + j + dj];
              }
            }
            int p = (c * half + i / 2) * half + j / 2;
            if (value > pooled[p]) { // rectified: the field's maximum is at least 0
              pooled[p] = value;
              winner[p] = 1 + i * 8 + j;
            }
          }
        }
      }
      double[] slopes = new double[k];
      double total = 0, target = 0;
      for (int c = 0; c < k; c++) {
        double margin = x[c];
        for (int p = 0; p < pooled.length; p++) {
          margin += pooled[p] * x[weight + p * k + c];
        }
        slopes[c] = Math.exp(margin);
        total += slopes[c];
        target = c == (int) block.label(r) ? margin : target;
      }
      sum += Math.log(total) - target;
      for (int c = 0; c < k; c++) {
        slopes[c] = slopes[c] / total - (c == (int) block.label(r) ? 1 : 0);
        gradient[c] += slopes[c];
      }
      for (int p = 0; p < pooled.length; p++) {
        double slope = 0;
        for (int c = 0; c < k; c++) {
          gradient[weight + p * k + c] += slopes[c] * pooled[p];
          slope += slopes[c] * x[weight + p * k + c];
        }
        int c = p / (half * half), at = winner[p] - 1;
        if (at >= 0) {
          gradient[bias + c] += slope;
          for (int di = 0; di < 3; di++) {
            for (int dj = 0; dj < 3; dj++) {
              gradient[filters + (di * 3 + dj) * f + c] += slope * image[at + di * 8 + dj];
            }
          }
        }
      }
    }
    return sum;
  }

  /** Point: bottomBias, bottomWeight [3][4], table [48][4], topBias, topWeight [29]; by name. */
  static double clicks(RowBlock block, double[] x, double[] gradient) {
    int d = ClickModel.DENSE, n = ClickModel.CATEGORICAL + 1, w = ClickModel.WIDTH;
    int bottom = w, table = bottom + d * w, topBias = table + (n - 1) * ClickModel.VALUES * w;
    int top = topBias + 1;
    double sum = 0;
    double[] row = new double[d + n - 1];
    for (int r = 0; r < block.rows(); r++) {
      copy(block, r, row);
      double[][] vectors = new double[n][w], slopes = new double[n][w];
      for (int a = 0; a < w; a++) {
        double value = x[a];
        for (int j = 0; j < d; j++) {
          value += row[j] * x[bottom + j * w + a];
        }
        vectors[0][a] = Math.tanh(value);
        for (int c = 1; c < n; c++) {
          vectors[c][a] = x[table + (int) row[d + c - 1] * w + a];
        }
      }
      double margin = x[topBias];
      for (int i = 0; i < n; i++) {
        for (int j = 0; j < n; j++) {
          margin += x[top + i * n + j] * dot(vectors[i], vectors[j]);
        }
      }
      for (int a = 0; a < w; a++) {
        margin += x[top + n * n + a] * vectors[0][a];
      }
      double label = block.label(r), slope = 1 / (1 + Math.exp(-margin)) - label;
      sum += Math.log1p(Math.exp(margin)) - label * margin;
      gradient[topBias] += slope;
      for (int i = 0; i < n; i++) {
        for (int j = 0; j < n; j++) {
          gradient[top + i * n + j] += slope * dot(vectors[i], vectors[j]);
          for (int a = 0; a < w; a++) {
            slopes[i][a] += slope * x[top + i * n + j] * vectors[j][a];
            slopes[j][a] += slope * x[top + i * n + j] * vectors[i][a];
          }
        }
      }
      for (int a = 0; a < w; a++) {
        gradient[top + n * n + a] += slope * vectors[0][a];
        slopes[0][a] += slope * x[top + n * n + a];
        double inner = slopes[0][a] * (1 - vectors[0][a] * vectors[0][a]);
        gradient[a] += inner;
        for (int j = 0; j < d; j++) {
          gradient[bottom + j * w + a] += inner * row[j];
        }
        for (int c = 1; c < n; c++) {
          gradient[table + (int) row[d + c - 1] * w + a] += slopes[c][a];
        }
      }
    }
    return sum;
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  private static void copy(RowBlock block, int row, double[] values) {
    java.util.Arrays.fill(values, 0);
    int[] indices = new int[values.length];
    double[] stored = new double[values.length];
    int count = block.copyRow(row, indices, stored);
    for (int i = 0; i < count; i++) {
      values[indices[i]] = stored[i];
    }
  }
}
