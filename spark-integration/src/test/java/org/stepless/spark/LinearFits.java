package org.stepless.spark;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.spark.ml.classification.LinearSVC;
import org.apache.spark.ml.classification.LinearSVCModel;
import org.apache.spark.ml.classification.LogisticRegression;
import org.apache.spark.ml.classification.LogisticRegressionModel;
import org.apache.spark.ml.linalg.DenseMatrix;
import org.apache.spark.ml.linalg.Matrix;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.ml.regression.GeneralizedLinearRegression;
import org.apache.spark.ml.regression.GeneralizedLinearRegressionModel;
import org.apache.spark.ml.regression.LinearRegression;
import org.apache.spark.ml.regression.LinearRegressionModel;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/** The estimators of linear models and Spark's, on the same rows, with the objective of both. */
enum LinearFits {
  SQUARED_ERROR,
  HUBER,
  LOGISTIC,
  MULTINOMIAL,
  SVC,
  POISSON;

  static final int COLUMNS = 3;
  private static final int ROWS = 240, EPOCHS = 100, WIDE = 20;

  /** A model, with Huber's scale; 1 for other losses. */
  record Fit(Matrix coefficients, Vector intercepts, double scale) {
    Fit(Vector coefficients, double intercept, double scale) {
      this(
          new DenseMatrix(1, coefficients.size(), coefficients.toArray()),
          Vectors.dense(intercept),
          scale);
    }

    double[] margins(double[] row) {
      double[] margins = intercepts.toArray().clone();
      for (int k = 0; k < margins.length; k++) {
        for (int j = 0; j < row.length; j++) {
          margins[k] += coefficients.apply(k, j) * row[j];
        }
      }
      return margins;
    }
  }

  /** What becomes of a row of standard normal draws. */
  interface Features {
    double[] of(double[] z);
  }

  /**
   * Labels that a model of the draws makes, times a unit, plus a shift in that unit.
   *
   * @param sparse adds columns that are 0 in all rows
   */
  Dataset<Row> rows(Features features, double unit, double shift, boolean sparse) {
    Random random = new Random(11);
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < ROWS; i++) {
      double[] z = new double[COLUMNS];
      for (int j = 0; j < COLUMNS; j++) {
        z[j] = random.nextGaussian();
      }
      double m = 1 + 2 * z[0] - z[1] + 1.5 * z[2];
      double u = random.nextDouble(), noise = random.nextGaussian();
      double label =
          switch (this) {
            case SQUARED_ERROR -> m + 0.5 * noise;
            case HUBER -> m + 0.3 * noise + (i % 12 == 0 ? 20 : 0);
            case LOGISTIC, SVC -> u < 1 / (1 + Math.exp(-m)) ? 1 : 0;
            case MULTINOMIAL -> u < 1 / (1 + Math.exp(-m)) ? 1 : noise > z[2] ? 2 : 0;
            case POISSON -> Math.floor(Math.exp(m / 3) + u);
          };
      double[] values = features.of(z);
      Vector vector =
          sparse ? Vectors.sparse(WIDE, new int[] {0, 1, 2}, values) : Vectors.dense(values);
      rows.add(RowFactory.create(vector, (label + shift) * unit, 1.0 + i % 2));
    }
    return Samples.frame(rows);
  }

  /** The mean loss of a fit, as it would be for labels divided by their unit. */
  double objective(Dataset<Row> rows, Fit fit, double unit) {
    double sum = 0, weights = 0;
    for (Row row : rows.collectAsList()) {
      double[] margins = fit.margins(row.<Vector>getAs("features").toArray());
      double weight = row.<Double>getAs("weight");
      sum += weight * loss(margins, row.<Double>getAs("label"), fit.scale(), unit);
      weights += weight;
    }
    return sum / weights;
  }

  private double loss(double[] margins, double label, double scale, double unit) {
    double m = margins[0], z = (2 * label - 1) * m, error = (m - label) / unit;
    return switch (this) {
      case SQUARED_ERROR -> error * error / 2;
      case HUBER -> {
        double sigma = scale / unit, r = Math.abs(error / sigma);
        yield sigma * (1 + (r <= 1.35 ? r * r : 1.35 * (2 * r - 1.35))) / 2;
      }
      case LOGISTIC -> Math.max(-z, 0) + Math.log1p(Math.exp(-Math.abs(z)));
      case MULTINOMIAL -> {
        double largest = Math.max(m, Math.max(margins[1], margins[2])), sum = 0;
        for (double margin : margins) {
          sum += Math.exp(margin - largest);
        }
        yield largest + Math.log(sum) - margins[(int) label];
      }
      case SVC -> Math.max(0, 1 - z);
      // Half the deviance, which is never negative.
      case POISSON ->
          (Math.exp(m) - label * m + (label > 0 ? label * Math.log(label) : 0) - label) / unit;
    };
  }

  Fit stepless(Dataset<Row> rows, boolean intercept) {
    return switch (this) {
      case SQUARED_ERROR, HUBER ->
          of(
              new SteplessLinearRegression()
                  .setLoss(this == HUBER ? "huber" : "squaredError")
                  .setFitIntercept(intercept)
                  .setWeightCol("weight")
                  .setMaxEpochs(EPOCHS)
                  .fit(rows));
      case LOGISTIC, MULTINOMIAL ->
          of(
              new SteplessLogisticRegression()
                  .setFitIntercept(intercept)
                  .setWeightCol("weight")
                  .setMaxEpochs(EPOCHS)
                  .fit(rows));
      case SVC ->
          of(
              new SteplessLinearSVC()
                  .setFitIntercept(intercept)
                  .setWeightCol("weight")
                  .setMaxEpochs(EPOCHS)
                  .fit(rows));
      case POISSON ->
          of(
              new SteplessGeneralizedLinearRegression()
                  .setFamily("poisson")
                  .setFitIntercept(intercept)
                  .setWeightCol("weight")
                  .setMaxEpochs(EPOCHS)
                  .fit(rows));
    };
  }

  Fit spark(Dataset<Row> rows, boolean intercept) {
    return switch (this) {
      case SQUARED_ERROR, HUBER ->
          of(
              new LinearRegression()
                  .setLoss(this == HUBER ? "huber" : "squaredError")
                  .setFitIntercept(intercept)
                  .setWeightCol("weight")
                  .fit(rows));
      case LOGISTIC, MULTINOMIAL ->
          of(new LogisticRegression().setFitIntercept(intercept).setWeightCol("weight").fit(rows));
      case SVC -> of(new LinearSVC().setFitIntercept(intercept).setWeightCol("weight").fit(rows));
      case POISSON ->
          of(
              new GeneralizedLinearRegression()
                  .setFamily("poisson")
                  .setFitIntercept(intercept)
                  .setWeightCol("weight")
                  .fit(rows));
    };
  }

  private static Fit of(LinearRegressionModel model) {
    return new Fit(model.coefficients(), model.intercept(), model.scale());
  }

  private static Fit of(LogisticRegressionModel model) {
    return new Fit(model.coefficientMatrix(), model.interceptVector(), 1);
  }

  private static Fit of(LinearSVCModel model) {
    return new Fit(model.coefficients(), model.intercept(), 1);
  }

  private static Fit of(GeneralizedLinearRegressionModel model) {
    return new Fit(model.coefficients(), model.intercept(), 1);
  }
}
