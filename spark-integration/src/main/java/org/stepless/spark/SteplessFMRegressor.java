package org.stepless.spark;

import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.regression.FMRegressionModel;
import org.apache.spark.ml.regression.Regressor;
import org.apache.spark.ml.util.DefaultParamsReader;
import org.apache.spark.ml.util.DefaultParamsWritable;
import org.apache.spark.ml.util.Identifiable;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.sql.Dataset;
import org.stepless.losses.SquaredError;
import org.stepless.spark.fit.FitProblem;
import org.stepless.spark.models.FactorWeights;
import org.stepless.spark.models.FactorizationModels;
import org.stepless.spark.params.AnnouncedUid;
import org.stepless.spark.params.CheckpointParams;
import org.stepless.spark.params.EstimatorFit;
import org.stepless.spark.params.FactorizationParams;
import org.stepless.spark.params.InterceptParams;
import org.stepless.spark.params.IterationParams;
import org.stepless.spark.params.RunParams;
import org.stepless.spark.params.SolverParams;
import org.stepless.spark.params.SteplessParams;
import org.stepless.spark.rows.BlockData;

/**
 * Factorisation machine for regression without a learning rate. Fits Spark's own {@link
 * FMRegressionModel}, which evaluates, saves and serves without Stepless.
 *
 * <p>The margin of features v is {@code b + sum_j w_j v_j + sum_{i<j} <u_i, u_j> v_i v_j} with
 * factors u of length {@code factorSize}. Minimised is half the weighted mean squared error of the
 * margin plus {@code regParam/2} times the squares of factors and linear coefficients; the
 * intercept is never penalised. Factors start as normal draws of deviation {@code initStd} from
 * {@code seed}, all else at 0, the intercept at the mean label. Steps are taken in the coordinates
 * of the features as they are: scale features of very different size. Params are described in
 * {@link SteplessParams} and {@link FactorizationParams}.
 */
public class SteplessFMRegressor extends Regressor<Vector, SteplessFMRegressor, FMRegressionModel>
    implements FactorizationParams<SteplessFMRegressor, FMRegressionModel>,
        InterceptParams<SteplessFMRegressor, FMRegressionModel>,
        SteplessParams<SteplessFMRegressor, FMRegressionModel>,
        CheckpointParams<SteplessFMRegressor>,
        RunParams<SteplessFMRegressor>,
        IterationParams<SteplessFMRegressor>,
        SolverParams<SteplessFMRegressor>,
        DefaultParamsWritable {
  private static final long serialVersionUID = 1L;

  // Set by uid() while Spark's constructors run: an initialiser here would undo that.
  private String uid;
  private final FactorizationParams.Fields<FMRegressionModel> common;

  public SteplessFMRegressor() {
    this(Identifiable.randomUID("steplessFMRegressor"));
  }

  /** An estimator of this uid, as a saved stage is read. */
  public SteplessFMRegressor(String uid) {
    this(AnnouncedUid.announce(uid));
  }

  private SteplessFMRegressor(Void announced) {
    common = new FactorizationParams.Fields<>(this);
  }

  @Override
  public String uid() {
    if (uid == null) {
      uid = AnnouncedUid.take();
    }
    return uid;
  }

  @Override
  public FactorizationParams.Fields<FMRegressionModel> common() {
    return common;
  }

  @Override
  public FMRegressionModel fit(Dataset<?> data) {
    return EstimatorFit.fitted(this, data);
  }

  @Override
  public FMRegressionModel fit(Dataset<?> data, ParamMap params) {
    return EstimatorFit.fitted(this, data, params);
  }

  @Override
  public FMRegressionModel train(Dataset<?> data) {
    double[] model = EstimatorFit.run(this, data, label -> {}, this::setup);
    FactorWeights fitted = FactorWeights.of(model, this);
    return new FMRegressionModel(uid(), fitted.intercept(), fitted.linear(), fitted.factors());
  }

  private FitProblem setup(BlockData rows) {
    FMRegressionModel model = common.initialModel();
    return FactorizationModels.setup(
        this,
        rows,
        new SquaredError(),
        rows.labels().mean(),
        model == null
            ? null
            : new FactorWeights(model.factors(), model.linear(), model.intercept()));
  }

  @Override
  public SteplessFMRegressor copy(ParamMap extra) {
    return common.completing(defaultCopy(extra));
  }

  /** Reads a saved estimator. */
  public static MLReader<SteplessFMRegressor> read() {
    return new DefaultParamsReader<>();
  }

  /** Loads a saved estimator. */
  public static SteplessFMRegressor load(String path) {
    return read().load(path);
  }
}
