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
   * @param classes of the labels; 1 if the model shall know no other
   * @param outputs of the model: 1 for up to two classes, or one a class
   */
  public static FitProblem classes(
      FitProblem problem,
      LinearModelParams<?, ?> params,
      LabelStatistics labels,
      int classes,
      int outputs) {
    int[] present = IntStream.range(0, classes).filter(c -> labels.classWeight(c) > 0).toArray();
    boolean intercept = params.getFitIntercept();
    if (classes > 1 && !(intercept && present.length == 1)) {
      return problem;
    }
    double[] model = new double[problem.start().length];
    if (intercept) {
      boolean other = outputs == 1 && classes == 2 && present[0] == 0;
      model[model.length - outputs + (outputs == 1 ? 0 : present[0])] =
          other ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
    }
    String reason =
        "all rows with a weight are of class %d, which the model predicts".formatted(present[0]);
    return problem.solvedBy(new FitProblem.Known(model, 0, reason));
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
