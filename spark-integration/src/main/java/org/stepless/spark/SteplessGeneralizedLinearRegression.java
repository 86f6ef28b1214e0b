package org.stepless.spark;

import java.util.Arrays;
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
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StructType;
import org.stepless.plan.RunLength;
import org.stepless.plan.RunRequest;
import org.stepless.spark.models.FamilyModels;
import org.stepless.spark.models.Likelihoods;
import org.stepless.spark.models.LinearWeights;
import org.stepless.spark.params.AnnouncedUid;
import org.stepless.spark.params.CheckpointParams;
import org.stepless.spark.params.EstimatorFit;
import org.stepless.spark.params.FamilyParams;
import org.stepless.spark.params.InterceptParams;
import org.stepless.spark.params.IterationParams;
import org.stepless.spark.params.LinearModelParams;
import org.stepless.spark.params.ModelSize;
import org.stepless.spark.params.RunParams;
import org.stepless.spark.params.SolverParams;
import org.stepless.spark.params.SteplessParams;
import org.stepless.spark.rows.LabelCheck;
import org.stepless.spark.summaries.Summaries;

/**
 * Generalized linear models without a learning rate: for measurements, shares of successes, counts,
 * positive amounts and claims that are often 0. In place of Spark's GeneralizedLinearRegression:
 * the same families and links, the same params, the same coefficients. Fits Spark's own {@link
 * GeneralizedLinearRegressionModel}, which evaluates, saves and serves without Stepless.
 *
 * <p>Minimises the weighted mean of the negative log likelihood plus a penalty, which {@code
 * regParam} scales as it does in Spark's reweighted least squares: half the squared coefficients
 * times {@code regParam} times the mean weight of a row there, that is, its information on the
 * margin at the optimum. With family gaussian and link identity it is that of Spark's linear
 * regression: on the coefficients of standardised features, over the deviation of the labels. The
 * intercept is never penalised.
 *
 * <p>Passes without a learning rate are made for gaussian with identity, poisson with log and
 * binomial with logit, unless there is a penalty whose scale only the optimum tells. In all other
 * cases there are none, {@code maxEpochs} counts nothing, and the {@code finish} starts at once:
 * Newton's method, or Fisher scoring where the likelihood is not concave. Then {@code finish}
 * cannot be none. Params are described in {@link SteplessParams}, {@link LinearModelParams} and
 * {@link FamilyParams}.
 */
public class SteplessGeneralizedLinearRegression
    extends Regressor<Vector, SteplessGeneralizedLinearRegression, GeneralizedLinearRegressionModel>
    implements FamilyParams<SteplessGeneralizedLinearRegression, GeneralizedLinearRegressionModel>,
        LinearModelParams<SteplessGeneralizedLinearRegression, GeneralizedLinearRegressionModel>,
        InterceptParams<SteplessGeneralizedLinearRegression, GeneralizedLinearRegressionModel>,
        SteplessParams<SteplessGeneralizedLinearRegression, GeneralizedLinearRegressionModel>,
        CheckpointParams<SteplessGeneralizedLinearRegression>,
        RunParams<SteplessGeneralizedLinearRegression>,
        IterationParams<SteplessGeneralizedLinearRegression>,
        SolverParams<SteplessGeneralizedLinearRegression>,
        DefaultParamsWritable {
  private static final long serialVersionUID = 1L;

  // Set by uid() while Spark's constructors run: an initialiser here would undo that.
  private String uid;
  private final FamilyParams.Fields<GeneralizedLinearRegressionModel> common;

  public SteplessGeneralizedLinearRegression() {
    this(Identifiable.randomUID("steplessGlm"));
  }

  /** An estimator of this uid, as a saved stage is read. */
  public SteplessGeneralizedLinearRegression(String uid) {
    this(AnnouncedUid.announce(uid));
  }

  private SteplessGeneralizedLinearRegression(Void announced) {
    common = new FamilyParams.Fields<>(this);
  }

  @Override
  public String uid() {
    if (uid == null) {
      uid = AnnouncedUid.take();
    }
    return uid;
  }

  @Override
  public FamilyParams.Fields<GeneralizedLinearRegressionModel> common() {
    return common;
  }

  /**
   * Value of standardization; unless it is set, that of Spark's estimator, which standardises with
   * family gaussian and link identity only.
   */
  @Override
  public boolean getStandardization() {
    return isSet(standardization())
        ? (boolean) getOrDefault(standardization())
        : Likelihoods.of(this).quadratic();
  }

  /** No epochs where passes do not suit family, link and penalty. */
  @Override
  public RunRequest runRequest() {
    RunRequest asked = FamilyParams.super.runRequest();
    return FamilyModels.withoutPasses(this)
        ? asked.with(new RunLength.Epochs(0, getBatchSize()))
        : asked;
  }

  @Override
  public StructType transformSchema(StructType schema) {
    Likelihoods.of(this); // refuses a link that the family has not
    StructType transformed = super.transformSchema(schema);
    String offset = offsetOrNull();
    if (offset != null && !(schema.apply(offset).dataType() instanceof NumericType)) {
      throw new IllegalArgumentException(
          "offsetCol '%s' must be a column of numbers, was %s"
              .formatted(offset, schema.apply(offset).dataType().simpleString()));
    }
    if (!isSet(linkPredictionCol()) || getLinkPredictionCol().isEmpty()) {
      return transformed;
    }
    if (Arrays.asList(transformed.fieldNames()).contains(getLinkPredictionCol())) {
      throw new IllegalArgumentException(
          "column '%s' exists already; set linkPredictionCol to another name"
              .formatted(getLinkPredictionCol()));
    }
    return transformed.add(getLinkPredictionCol(), DataTypes.DoubleType, false);
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
    FamilyModels.check(this);
    Likelihoods.warnOfUnused(this);
    GeneralizedLinearRegressionModel initial = common.initialModel();
    double[] model =
        EstimatorFit.run(
            this,
            data,
            LabelCheck.of(Likelihoods.of(this)),
            rows ->
                FamilyModels.setup(
                    this,
                    rows,
                    initial == null
                        ? null
                        : LinearWeights.of(initial.coefficients(), initial.intercept())));
    LinearWeights fitted = LinearWeights.of(model, 1, getFitIntercept());
    GeneralizedLinearRegressionModel result =
        new GeneralizedLinearRegressionModel(
            uid(), Vectors.dense(fitted.coefficients()), fitted.intercepts()[0]);
    if (Likelihoods.link(this) != null) {
      result.set(result.link(), Likelihoods.link(this)); // the model's text names it
    }
    return Summaries.with(this, result, data);
  }

  /** Bytes of the model, as Spark asks since version 4.1. */
  public long estimateModelSize(Dataset<?> data) {
    return ModelSize.of(this, data, 1);
  }

  @Override
  public SteplessGeneralizedLinearRegression copy(ParamMap extra) {
    return common.completing(defaultCopy(extra));
  }

  /** Reads a saved estimator. */
  public static MLReader<SteplessGeneralizedLinearRegression> read() {
    return new DefaultParamsReader<>();
  }

  /** Loads a saved estimator. */
  public static SteplessGeneralizedLinearRegression load(String path) {
    return read().load(path);
  }
}
