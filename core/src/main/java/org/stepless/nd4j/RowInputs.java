package org.stepless.nd4j;

import java.util.List;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Arrays for placeholders from the columns of rows. */
final class RowInputs {
  private RowInputs() {}

  /**
   * Fills the placeholders of features.
   *
   * @param values rows of {@code columns} numbers each
   * @param n number of rows
   * @return the first column that is left
   */
  static int features(
      Evaluator evaluator,
      List<Input> features,
      double[] values,
      int n,
      int columns,
      Map<String, INDArray> inputs) {
    int at = 0;
    for (Input input : features) {
      double[] part = columns(values, n, columns, at, input.size());
      inputs.put(input.placeholder(), evaluator.input(input.placeholder(), part, input.shape(n)));
      at += input.size();
    }
    return at;
  }

  /**
   * Fills the placeholder of the labels, if there is one.
   *
   * @param at first column of labels that are columns
   */
  static void target(
      Evaluator evaluator,
      Target target,
      double[] values,
      double[] labels,
      int at,
      int columns,
      Map<String, INDArray> inputs) {
    if (target == null) {
      return;
    }
    Input input = target.input();
    double[] part =
        switch (target.kind()) {
          case NUMBER -> labels;
          case ONE_HOT -> oneHot(labels, target);
          case COLUMNS -> columns(values, labels.length, columns, at, input.size());
        };
    inputs.put(
        input.placeholder(),
        evaluator.input(input.placeholder(), part, input.shape(labels.length)));
  }

  private static double[] oneHot(double[] labels, Target target) {
    int classes = target.input().size();
    double[] values = new double[labels.length * classes];
    for (int r = 0; r < labels.length; r++) {
      target.checkLabel(labels[r]);
      values[r * classes + (int) labels[r]] = 1;
    }
    return values;
  }

  private static double[] columns(double[] values, int n, int columns, int at, int width) {
    if (width == columns) {
      return values;
    }
    double[] part = new double[n * width];
    for (int r = 0; r < n; r++) {
      System.arraycopy(values, r * columns + at, part, r * width, width);
    }
    return part;
  }
}
