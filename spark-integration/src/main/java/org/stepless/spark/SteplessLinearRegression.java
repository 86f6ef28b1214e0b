package org.stepless.spark;

import java.util.Arrays;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.param.ParamValidators;
import org.apache.spark.ml.regression.LinearRegressionModel;
import org.apache.spark.ml.regression.Regressor;
import org.apache.spark.ml.util.DefaultParamsReader;
import org.apache.spark.ml.util.DefaultParamsWritable;
import org.apache.spark.ml.util.Identifiable;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.sql.Dataset;
import org.stepless.models.ScaledHuber;
import org.stepless.spark.fit.FitProblem;
import org.stepless.spark.models.ConstantLabels;
import org.stepless.spark.models.HuberModels;
import org.stepless.spark.models.LinearModels;
import org.stepless.spark.models.LinearWeights;
import org.stepless.spark.models.SquaredErrors;
import org.stepless.spark.params.AnnouncedUid;
import org.stepless.spark.params.CheckpointParams;
import org.stepless.spark.params.ChoiceParam;
import org.stepless.spark.params.ElasticNetParams;
import org.stepless.spark.params.EstimatorFit;
import org.stepless.spark.params.InterceptParams;
import org.stepless.spark.params.IterationParams;
import org.stepless.spark.params.LeastSquaresSolver;
import org.stepless.spark.params.LinearModelParams;
import org.stepless.spark.params.LossChoiceParams;
import org.stepless.spark.params.ModelSize;
import org.stepless.spark.params.RunParams;
import org.stepless.spark.params.SolverParams;
import org.stepless.spark.params.SteplessParams;
import org.stepless.spark.rows.BlockData;
import org.stepless.spark.summaries.Summaries;
import org.stepless.training.Units;

/**
 * Linear regression without a learning rate: least squares, or Huber's robust loss. Fits Spark's
 * own {@link LinearRegressionModel}, which evaluates, saves and serves without Stepless.
 *
 * <p>With {@code loss} squaredError, the default, minimises half the weighted mean squared error
 * plus {@code regParam / (2 sigma_y)} times the squared coefficients, those of standardised
 * features if {@code standardization}; sigma_y is the labels' standard deviation, as in Spark's
 * LinearRegression with the same {@link #solver}, so that the same {@code regParam} gives the same
 * model. With {@code elasticNetParam} a, that times 1 - a, and {@code regParam a} times the
 * coefficients' magnitudes. The intercept is never penalised.
 *
 * <p>With {@code loss} huber, minimises like Spark the weighted mean of {@code (sigma + sigma H((m
 * - y) / sigma)) / 2} over model and sigma, with H(z) = z^2 where |z| is at most {@code epsilon},
 * and {@code 2 epsilon |z| - epsilon^2} beyond, plus {@code regParam/2} times the squared
 * coefficients. The model's {@code scale} is sigma. See {@link ScaledHuber}. Params are described
 * in {@link SteplessParams}, {@link LinearModelParams} and {@link ElasticNetParams}.
 */
public class SteplessLinearRegression
    extends Regressor<Vector, SteplessLinearRegression, LinearRegressionModel>
    implements ElasticNetParams<SteplessLinearRegression, LinearRegressionModel>,
        LinearModelParams<SteplessLinearRegression, LinearRegressionModel>,
        InterceptParams<SteplessLinearRegression, LinearRegressionModel>,
        SteplessParams<SteplessLinearRegression, LinearRegressionModel>,
        CheckpointParams<SteplessLinearRegression>,
        RunParams<SteplessLinearRegression>,
        IterationParams<SteplessLinearRegression>,
        LossChoiceParams<SteplessLinearRegression>,
        SolverParams<SteplessLinearRegression>,
        DefaultParamsWritable {
  private static final long serialVersionUID = 1L;
  private static final String SQUARED_ERROR = "squaredError", HUBER = "huber";

  // Set by uid() while Spark's constructors run: an initialiser here would undo that.
  private String uid;
  private final ElasticNetParams.Fields<LinearRegressionModel> common;
  private final Param<String> loss;
  private final Param<String> solver;
  private final DoubleParam epsilon;

  public SteplessLinearRegression() {
    this(Identifiable.randomUID("steplessLinReg"));
  }

  /** An estimator of this uid, as a saved stage is read. */
  public SteplessLinearRegression(String uid) {
    this(AnnouncedUid.announce(uid));
  }

  private SteplessLinearRegression(Void announced) {
    common = new ElasticNetParams.Fields<>(this);
    loss = ChoiceParam.of(this, "loss", "squaredError or huber", SQUARED_ERROR, HUBER);
    solver = LeastSquaresSolver.param(this);
    epsilon =
        new DoubleParam(
            this,
            "epsilon",
            "with loss huber, errors of more than this many sigma count linearly (> 1)",
            ParamValidators.gt(1));
    setDefault(epsilon, 1.35);
  }

  @Override
  public String uid() {
    if (uid == null) {
      uid = AnnouncedUid.take();
    }
    return uid;
  }

  @Override
  public ElasticNetParams.Fields<LinearRegressionModel> common() {
    return common;
  }

  /** {@code squaredError} (default) or {@code huber}. */
  @Override
  public Param<String> loss() {
    return loss;
  }

  /**
   * {@code auto} (default), {@code l-bfgs} or {@code normal}. As in Spark, the penalties of l-bfgs
   * (and of auto with more than 4096 features) are by unbiased deviations of features and labels,
   * others by those of the rows themselves. Normal refuses what Spark's normal equations cannot do:
   * loss huber, and more than 4096 features.
   */
  @Override
  public Param<String> solver() {
    return solver;
  }

  /** With loss huber, errors of more than this many sigma count linearly; above 1, default 1.35. */
  public DoubleParam epsilon() {
    return epsilon;
  }

  /** Value of epsilon. */
  public double getEpsilon() {
    return (double) getOrDefault(epsilon);
  }

  /** Sets epsilon; above 1, default 1.35. */
  public SteplessLinearRegression setEpsilon(double value) {
    set(epsilon, value);
    return this;
  }

  @Override
  public LinearRegressionModel fit(Dataset<?> data) {
    return EstimatorFit.fitted(this, data);
  }

  @Override
  public LinearRegressionModel fit(Dataset<?> data, ParamMap params) {
    return EstimatorFit.fitted(this, data, params);
  }

  @Override
  public LinearRegressionModel train(Dataset<?> data) {
    if (getLoss().equalsIgnoreCase(HUBER)) {
      return trainHuber(data);
    }
    double[] model = EstimatorFit.run(this, data, label -> {}, this::squaredError);
    LinearWeights fitted = LinearWeights.of(model, 1, getFitIntercept());
    LinearRegressionModel result =
        new LinearRegressionModel(
            uid(), Vectors.dense(fitted.coefficients()).compressed(), fitted.intercepts()[0]);
    return Summaries.with(this, result, data, true);
  }

  private LinearRegressionModel trainHuber(Dataset<?> data) {
    if (getElasticNetParam() != 0) {
      throw new IllegalArgumentException(
          "loss huber has an L2 penalty only, but elasticNetParam is %s; set it to 0"
              .formatted(getElasticNetParam()));
    }
    LeastSquaresSolver.requireNotNormal(this);
    // Chosen when the rows are known, and needed again to read the scale off the model.
    ScaledHuber[] objective = new ScaledHuber[1];
    double[] model =
        EstimatorFit.run(
            this,
            data,
            label -> {},
            rows -> {
              FitProblem setup = huber(rows);
              objective[0] = (ScaledHuber) setup.problem().objective();
              return setup;
            });
    double[] linear = Arrays.copyOf(model, model.length - 1);
    LinearWeights fitted = LinearWeights.of(linear, 1, getFitIntercept());
    LinearRegressionModel result =
        new LinearRegressionModel(
            uid(),
            Vectors.dense(fitted.coefficients()).compressed(),
            fitted.intercepts()[0],
            objective[0].scale(model));
    return Summaries.with(this, result, data, false);
  }

  private FitProblem squaredError(BlockData rows) {
    LeastSquaresSolver.require(this, rows.columns());
    boolean population = LeastSquaresSolver.takesPopulation(this, rows.columns());
    FitProblem problem = linear(rows, SquaredErrors.target(this, rows, population));
    return ConstantLabels.numbers(problem, this, rows.labels());
  }

  private FitProblem huber(BlockData rows) {
    double spread = LinearModels.spread(this, rows), unit = Units.near(spread);
    LinearModels.Target target = SquaredErrors.target(rows, new Units(unit, unit));
    LinearRegressionModel initial = common.initialModel();
    return HuberModels.setup(
        this, rows, linear(rows, target), getEpsilon(), initial == null ? spread : initial.scale());
  }

  private FitProblem linear(BlockData rows, LinearModels.Target target) {
    LinearRegressionModel model = common.initialModel();
    return LinearModels.setup(
        this,
        rows,
        target,
        model == null ? null : LinearWeights.of(model.coefficients(), model.intercept()));
  }

  /** Bytes of the model, as Spark asks since version 4.1. */
  public long estimateModelSize(Dataset<?> data) {
    return ModelSize.of(this, data, 1);
  }

  @Override
  public SteplessLinearRegression copy(ParamMap extra) {
    return common.completing(defaultCopy(extra));
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
