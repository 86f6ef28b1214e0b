package org.stepless.spark;

import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.regression.LinearRegressionModel;
import org.apache.spark.ml.regression.Regressor;
import org.apache.spark.ml.util.DefaultParamsReader;
import org.apache.spark.ml.util.DefaultParamsWritable;
import org.apache.spark.ml.util.Identifiable;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.sql.Dataset;
import org.stepless.losses.SquaredError;
import org.stepless.spark.engine.BlockData;
import org.stepless.spark.engine.LabelStatistics;

/**
 * Least squares without a learning rate. Fits Spark's own {@link LinearRegressionModel}, which
 * evaluates, saves and serves without Stepless.
 *
 * <p>Minimises half the weighted mean squared error plus {@code regParam / (2 sigma_y)} times the
 * squared coefficients, those of standardised features if {@code standardization}; sigma_y is the
 * labels' standard deviation, as in Spark's LinearRegression, so that the same {@code regParam}
 * gives the same model. The intercept is never penalised. Params are described in {@link
 * SteplessParams}.
 */
public class SteplessLinearRegression
    extends Regressor<Vector, SteplessLinearRegression, LinearRegressionModel>
    implements SteplessParams<SteplessLinearRegression>, DefaultParamsWritable {
  private static final long serialVersionUID = 1L;

  // Set by uid() while Spark's constructors run: an initialiser here would undo that.
  private String uid;
  private final CommonParams common;
  private transient TrainingListener listener;
  private transient TrainingSummary summary;

  public SteplessLinearRegression() {
    this(Identifiable.randomUID("steplessLinReg"));
  }

  public SteplessLinearRegression(String uid) {
    this(AnnouncedUid.announce(uid));
  }

  private SteplessLinearRegression(Void announced) {
    common = new CommonParams(this);
  }

  @Override
  public String uid() {
    if (uid == null) {
      uid = AnnouncedUid.take();
    }
    return uid;
  }

  @Override
  public CommonParams common() {
    return common;
  }

  @Override
  public SteplessLinearRegression self() {
    return this;
  }

  /** Sets who is told how training goes; not saved with the estimator. */
  public SteplessLinearRegression setListener(TrainingListener value) {
    listener = value;
    return this;
  }

  /** What happened in the last fit of this very instance; null before. */
  public TrainingSummary summary() {
    return summary;
  }

  @Override
  public LinearRegressionModel train(Dataset<?> data) {
    LinearModelTraining training = new LinearModelTraining(this, listener);
    LinearModelTraining.Fitted fitted =
        training.fit(
            data, getFeaturesCol(), getLabelCol(), label -> {}, SteplessLinearRegression::target);
    summary = training.summary();
    return new LinearRegressionModel(
        uid(), Vectors.dense(fitted.coefficients()), fitted.intercepts()[0]);
  }

  private static LinearModelTraining.Target target(BlockData rows) {
    LabelStatistics labels = rows.labels();
    double deviation = labels.deviation();
    return new LinearModelTraining.Target(
        new SquaredError(), new double[] {labels.mean()}, deviation > 0 ? 1 / deviation : 1);
  }

  @Override
  public SteplessLinearRegression copy(ParamMap extra) {
    SteplessLinearRegression copy = defaultCopy(extra);
    copy.listener = listener;
    return copy;
  }

  /** Reads a saved estimator. */
  public static MLReader<SteplessLinearRegression> read() {
    return new DefaultParamsReader<>();
  }

  /** Loads a saved estimator. */
  public static SteplessLinearRegression load(String path) {
    return read().load(path);
  }
}
