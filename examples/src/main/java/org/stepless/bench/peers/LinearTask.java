package org.stepless.bench.peers;

import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;
import org.apache.spark.ml.classification.LinearSVC;
import org.apache.spark.ml.classification.LinearSVCModel;
import org.apache.spark.ml.classification.LogisticRegression;
import org.apache.spark.ml.classification.LogisticRegressionModel;
import org.apache.spark.ml.linalg.Matrix;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.regression.LinearRegression;
import org.apache.spark.ml.regression.LinearRegressionModel;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.stepless.bench.peers.Solver.Fitted;
import org.stepless.finish.FinishEnd;
import org.stepless.finish.Finished;
import org.stepless.losses.Hinge;
import org.stepless.losses.Logistic;
import org.stepless.losses.Loss;
import org.stepless.losses.Softmax;
import org.stepless.losses.SquaredError;
import org.stepless.spark.SteplessLinearRegression;
import org.stepless.spark.SteplessLinearSVC;
import org.stepless.spark.SteplessLogisticRegression;
import org.stepless.spark.params.LinearModelParams;

/** A kind of linear model, and who fits it with spark.ml. */
public enum LinearTask {
  /** Log loss of two or more classes. */
  LOGISTIC("logistic regression"),
  /** Squared error of the class number. */
  LINEAR("linear regression"),
  /** Hinge loss of two classes. */
  SVC("support vector classifier");

  private static final double SPARK_TOLERANCE = 1e-12;

  private final String text;

  LinearTask(String text) {
    this.text = text;
  }

  public String text() {
    return text;
  }

  /** Whether labels of so many classes suit. */
  public boolean fits(int classes) {
    return this != SVC || classes == 2;
  }

  /** The loss that all solvers minimise the mean of. */
  public Loss loss(int classes) {
    return switch (this) {
      case LOGISTIC -> classes == 2 ? new Logistic() : new Softmax(classes);
      case LINEAR -> new SquaredError();
      case SVC -> new Hinge();
    };
  }

  /** A Stepless estimator: passes alone, unless the penalty needs a finish; or at its defaults. */
  Solver stepless(Dataset<Row> rows, String optimizer, int mostEpochs, Penalty penalty) {
    return new Solver() {
      @Override
      public String name() {
        return "Stepless";
      }

      @Override
      public int largestBudget() {
        return mostEpochs;
      }

      @Override
      public boolean finishes() {
        return true;
      }

      @Override
      public Fitted fit(int budget) {
        return fitted(rows, optimizer, budget, penalty);
      }
    };
  }

  private Fitted fitted(Dataset<Row> rows, String optimizer, int budget, Penalty penalty) {
    switch (this) {
      case LOGISTIC -> {
        SteplessLogisticRegression estimator =
            set(new SteplessLogisticRegression(), optimizer, budget)
                .setRegParam(penalty.reg())
                .setElasticNetParam(penalty.share());
        if (penalty.share() > 0) {
          estimator.clear(estimator.finish());
        }
        return bounded(fitted(estimator.fit(rows), null), estimator);
      }
      case LINEAR -> {
        SteplessLinearRegression estimator = set(new SteplessLinearRegression(), optimizer, budget);
        return bounded(fitted(estimator.fit(rows), null), estimator);
      }
      default -> {
        return fitted(set(new SteplessLinearSVC(), optimizer, budget).fit(rows), null);
      }
    }
  }

  private static Fitted bounded(Fitted fitted, LinearModelParams<?, ?> estimator) {
    Finished finish = estimator.summary().finish();
    return new Fitted(fitted.model(), null, finish == null || finish.end() != FinishEnd.UNBOUNDED);
  }

  private static <E extends LinearModelParams<E, ?>> E set(E estimator, String rule, int budget) {
    estimator.setOptimizer(rule);
    return budget == Solver.FINISHED ? estimator : estimator.setMaxEpochs(budget).setFinish("none");
  }

  /** Whether it is compared with a penalty. */
  boolean takesPenalty() {
    return this == LOGISTIC;
  }

  /** Spark's estimators for the same model, with at most so many iterations. */
  List<Solver> spark(Dataset<Row> rows, int most, Penalty penalty) {
    return switch (this) {
      case LOGISTIC -> List.of(of("LogisticRegression", most, k -> logistic(rows, k, penalty)));
      case LINEAR ->
          List.of(
              of("LinearRegression, l-bfgs", most, k -> linear(rows, "l-bfgs", k)),
              of("LinearRegression, normal", 1, k -> linear(rows, "normal", k)));
      case SVC -> List.of(of("LinearSVC", most, k -> svc(rows, k)));
    };
  }

  private static Fitted logistic(Dataset<Row> rows, int iterations, Penalty penalty) {
    LogisticRegressionModel model =
        new LogisticRegression()
            .setTol(SPARK_TOLERANCE)
            .setMaxIter(iterations)
            .setRegParam(penalty.reg())
            .setElasticNetParam(penalty.share())
            .fit(rows);
    return fitted(model, afterStart(model.summary().objectiveHistory()));
  }

  private static Fitted linear(Dataset<Row> rows, String solver, int iterations) {
    // Its history is that of scaled labels.
    return fitted(
        new LinearRegression()
            .setSolver(solver)
            .setTol(SPARK_TOLERANCE)
            .setMaxIter(iterations)
            .fit(rows),
        null);
  }

  private static Fitted svc(Dataset<Row> rows, int iterations) {
    LinearSVCModel model = new LinearSVC().setTol(SPARK_TOLERANCE).setMaxIter(iterations).fit(rows);
    return fitted(model, afterStart(model.summary().objectiveHistory()));
  }

  /** Histories begin with the objective before the first iteration. */
  static double[] afterStart(double[] history) {
    return Arrays.copyOfRange(history, Math.min(1, history.length), history.length);
  }

  private static Fitted fitted(LogisticRegressionModel model, double[] history) {
    Matrix coefficients = model.coefficientMatrix();
    int outputs = coefficients.numRows(), columns = coefficients.numCols();
    double[] point = new double[(columns + 1) * outputs];
    for (int k = 0; k < outputs; k++) {
      for (int j = 0; j < columns; j++) {
        point[j * outputs + k] = coefficients.apply(k, j);
      }
      point[columns * outputs + k] = model.interceptVector().apply(k);
    }
    return new Fitted(point, history);
  }

  private static Fitted fitted(LinearRegressionModel model, double[] history) {
    return fitted(model.coefficients(), model.intercept(), history);
  }

  private static Fitted fitted(LinearSVCModel model, double[] history) {
    return fitted(model.coefficients(), model.intercept(), history);
  }

  private static Fitted fitted(Vector coefficients, double intercept, double[] history) {
    double[] point = Arrays.copyOf(coefficients.toArray(), coefficients.size() + 1);
    point[coefficients.size()] = intercept;
    return new Fitted(point, history);
  }

  /** A solver whose fit is a function of the budget. */
  static Solver of(String name, int largestBudget, IntFunction<Fitted> fit) {
    return new Solver() {
      @Override
      public String name() {
        return name;
      }

      @Override
      public int largestBudget() {
        return largestBudget;
      }

      @Override
      public Fitted fit(int budget) {
        return fit.apply(budget);
      }
    };
  }
}
