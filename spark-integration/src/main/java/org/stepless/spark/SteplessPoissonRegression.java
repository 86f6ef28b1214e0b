package org.stepless.spark;

import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.regression.GeneralizedLinearRegressionModel;
import org.apache.spark.ml.regression.Regressor;
import org.apache.spark.ml.util.DefaultParamsReader;
import org.apache.spark.ml.util.DefaultParamsWritable;
import org.apache.spark.ml.util.Identifiable;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.sql.Dataset;
import org.stepless.losses.Poisson;
import org.stepless.spark.fit.FitProblem;
import org.stepless.spark.models.LinearModels;
import org.stepless.spark.models.LinearWeights;
import org.stepless.spark.params.AnnouncedUid;
import org.stepless.spark.params.CheckpointParams;
import org.stepless.spark.params.EstimatorFit;
import org.stepless.spark.params.InterceptParams;
import org.stepless.spark.params.IterationParams;
import org.stepless.spark.params.LinearModelParams;
import org.stepless.spark.params.RunParams;
import org.stepless.spark.params.SteplessParams;
import org.stepless.spark.rows.BlockData;
import org.stepless.spark.rows.LabelCheck;
import org.stepless.spark.rows.LabelStatistics;
import org.stepless.spark.summaries.Summaries;
import org.stepless.training.Units;

/**
 * Poisson regression with log link, for counts and rates, without a learning rate. Fits Spark's own
 * {@link GeneralizedLinearRegressionModel} with family poisson and link log, which evaluates, saves
 * and serves without Stepless; its training summary (deviance, standard errors) is not filled, but
 * its {@code evaluate} gives the deviance on any rows.
 *
 * <p>Minimises the weighted mean of {@code exp(m) - y m}, the negative log likelihood less its
 * constant, plus {@code regParam/2} times the squared coefficients, those of standardised features
 * if {@code standardization}; the intercept is never penalised. Labels are at least 0. Spark's
 * GeneralizedLinearRegression divides the loss by the sum of the predicted means instead of that of
 * the weights and knows no standardised penalty: with an intercept, its model for {@code regParam}
 * r is the one for {@code regParam} r times the mean label with {@code standardization} false here.
 * Params are described in {@link SteplessParams} and {@link LinearModelParams}.
 */
public class SteplessPoissonRegression
    extends Regressor<Vector, SteplessPoissonRegression, GeneralizedLinearRegressionModel>
    implements LinearModelParams<SteplessPoissonRegression, GeneralizedLinearRegressionModel>,
        InterceptParams<SteplessPoissonRegression, GeneralizedLinearRegressionModel>,
        SteplessParams<SteplessPoissonRegression, GeneralizedLinearRegressionModel>,
        CheckpointParams<SteplessPoissonRegression>,
        RunParams<SteplessPoissonRegression>,
        IterationParams<SteplessPoissonRegression>,
        DefaultParamsWritable {
  private static final long serialVersionUID = 1L;

  /** Predicted means beyond so many times the largest label count as these in steps. */
  private static final double MANY = 10;

  // Set by uid() while Spark's constructors run: an initialiser here would undo that.
  private String uid;
  private final LinearModelParams.Fields<GeneralizedLinearRegressionModel> common;

  public SteplessPoissonRegression() {
    this(Identifiable.randomUID("steplessPoisson"));
  }

  /** An estimator of this uid, as a saved stage is read. */
  public SteplessPoissonRegression(String uid) {
    this(AnnouncedUid.announce(uid));
  }

  private SteplessPoissonRegression(Void announced) {
    common = new LinearModelParams.Fields<>(this);
  }

  @Override
  public String uid() {
    if (uid == null) {
      uid = AnnouncedUid.take();
    }
    return uid;
  }

  @Override
  public LinearModelParams.Fields<GeneralizedLinearRegressionModel> common() {
    return common;
  }

  @Override
  public GeneralizedLinearRegressionModel fit(Dataset<?> data) {
    return EstimatorFit.fitted(this, data);
  }

  @Override
  public GeneralizedLinearRegressionModel fit(Dataset<?> data, ParamMap params) {
    return EstimatorFit.fitted(this, data, params);
  }

  @Override
  public GeneralizedLinearRegressionModel train(Dataset<?> data) {
    double[] model = EstimatorFit.run(this, data, LabelCheck.of(new Poisson()), this::setup);
    LinearWeights fitted = LinearWeights.of(model, 1, getFitIntercept());
    GeneralizedLinearRegressionModel result =
        new GeneralizedLinearRegressionModel(
            uid(), Vectors.dense(fitted.coefficients()), fitted.intercepts()[0]);
    result.set(result.family(), "poisson");
    result.set(result.link(), "log");
    return Summaries.with(this, result, data);
  }

  private FitProblem setup(BlockData rows) {
    GeneralizedLinearRegressionModel model = common.initialModel();
    return LinearModels.setup(
        this,
        rows,
        new LinearModels.Target(
            loss(rows),
            new double[] {logMean(rows.labels())},
            1,
            new Units(1, Units.near(rows.labels().mean()))), // coefficients have no unit
        model == null ? null : LinearWeights.of(model.coefficients(), model.intercept()));
  }

  /** No model is good that predicts many times more than was ever seen. */
  private static Poisson loss(BlockData rows) {
    double most = rows.statistics().labelMax();
    return most > 0 ? new Poisson(MANY * most) : new Poisson();
  }

  /** The best intercept without features; labels that are all 0 count as one event in all. */
  private static double logMean(LabelStatistics labels) {
    return Math.log(labels.mean() > 0 ? labels.mean() : 1 / (1 + labels.weight()));
  }

  @Override
  public SteplessPoissonRegression copy(ParamMap extra) {
    return common.completing(defaultCopy(extra));
  }

  /** Reads a saved estimator. */
  public static MLReader<SteplessPoissonRegression> read() {
    return new DefaultParamsReader<>();
  }

  /** Loads a saved estimator. */
  public static SteplessPoissonRegression load(String path) {
    return read().load(path);
  }
}
