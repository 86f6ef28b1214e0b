package org.stepless.spark.models;

import java.util.stream.IntStream;
import org.stepless.spark.fit.FitProblem;
import org.stepless.spark.params.LinearModelParams;
import org.stepless.spark.rows.LabelStatistics;

/** The linear models of labels that are all the same, which are known without training. */
public final class ConstantLabels {
  private ConstantLabels() {}

  /**
   * A problem of classes. With rows of one class alone and an intercept, no feature says anything,
   * and the intercept that fits best is infinite: the model predicts that class with probability 1.
   *
   * @param classes of the labels
   * @param outputs of the model: 1 for two classes, or one a class
   */
  public static FitProblem classes(
      FitProblem problem,
      LinearModelParams<?, ?> params,
      LabelStatistics labels,
      int classes,
      int outputs) {
    int[] present = IntStream.range(0, classes).filter(c -> labels.classWeight(c) > 0).toArray();
    if (!params.getFitIntercept() || present.length != 1) {
      return problem;
    }
    int only = present[0];
    double[] model = new double[problem.start().length];
    int first = model.length - outputs;
    if (outputs == 1) {
      model[first] = only == 1 ? Double.POSITIVE_INFINITY : Double.NEGATIVE_INFINITY;
    } else {
      model[first + only] = Double.POSITIVE_INFINITY;
    }
    return problem.solvedBy(
        new FitProblem.Known(
            model,
            0,
            "all rows with a weight are of class %d, so that the intercept is infinite and all coefficients are 0"
                .formatted(only)));
  }

  /**
   * A problem of least squares. The intercept fits labels that are all the same without error.
   *
   * @throws IllegalArgumentException if there is a penalty but no intercept: its strength is
   *     relative to the deviation of the labels, which is 0
   */
  public static FitProblem numbers(
      FitProblem problem, LinearModelParams<?, ?> params, LabelStatistics labels) {
    double mean = labels.mean();
    if (labels.deviation() > 0) {
      return problem;
    }
    if (!params.getFitIntercept() && mean != 0) {
      if (params.getRegParam() > 0) {
        throw new IllegalArgumentException(
            "all labels of column '%s' are %s: regParam %s is relative to their deviation, which is 0; set regParam to 0 or fitIntercept to true"
                .formatted(params.getLabelCol(), mean, params.getRegParam()));
      }
      return problem;
    }
    double[] model = new double[problem.start().length];
    if (params.getFitIntercept()) {
      model[model.length - 1] = mean;
    }
    return problem.solvedBy(
        new FitProblem.Known(
            model, 0, "all labels are %s, so that all coefficients are 0".formatted(mean)));
  }
}
