package org.stepless.spark;

import org.apache.spark.ml.classification.FMClassificationModel;
import org.apache.spark.ml.classification.ProbabilisticClassifier;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.util.DefaultParamsReader;
import org.apache.spark.ml.util.DefaultParamsWritable;
import org.apache.spark.ml.util.Identifiable;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.sql.Dataset;
import org.stepless.losses.Logistic;
import org.stepless.spark.fit.FitProblem;
import org.stepless.spark.models.BinaryLabels;
import org.stepless.spark.models.FactorWeights;
import org.stepless.spark.models.FactorizationModels;
import org.stepless.spark.params.AnnouncedUid;
import org.stepless.spark.params.CheckpointParams;
import org.stepless.spark.params.ClassWeightParams;
import org.stepless.spark.params.EstimatorFit;
import org.stepless.spark.params.FactorizationParams;
import org.stepless.spark.params.InterceptParams;
import org.stepless.spark.params.IterationParams;
import org.stepless.spark.params.RunParams;
import org.stepless.spark.params.SolverParams;
import org.stepless.spark.params.SteplessParams;
import org.stepless.spark.params.Thresholds;
import org.stepless.spark.rows.BlockData;
import org.stepless.spark.summaries.Summaries;

/**
 * Factorisation machine for two classes without a learning rate. Fits Spark's own {@link
 * FMClassificationModel}, which evaluates, saves and serves without Stepless.
 *
 * <p>The margin of features v is {@code b + sum_j w_j v_j + sum_{i<j} <u_i, u_j> v_i v_j} with
 * factors u of length {@code factorSize}. Minimised is the weighted mean log loss of the margin
 * plus {@code regParam/2} times the squares of factors and linear coefficients; the intercept is
 * never penalised. Labels are 0 and 1. Factors start as normal draws of deviation {@code initStd}
 * from {@code seed}, all else at 0. Steps are taken in the coordinates of the features as they are:
 * scale features of very different size. Params are described in {@link SteplessParams}, {@link
 * FactorizationParams} and {@link ClassWeightParams}.
 */
public class SteplessFMClassifier
    extends ProbabilisticClassifier<Vector, SteplessFMClassifier, FMClassificationModel>
    implements FactorizationParams<SteplessFMClassifier, FMClassificationModel>,
        ClassWeightParams<SteplessFMClassifier>,
        InterceptParams<SteplessFMClassifier, FMClassificationModel>,
        SteplessParams<SteplessFMClassifier, FMClassificationModel>,
        CheckpointParams<SteplessFMClassifier>,
        RunParams<SteplessFMClassifier>,
        IterationParams<SteplessFMClassifier>,
        SolverParams<SteplessFMClassifier>,
        DefaultParamsWritable {
  private static final long serialVersionUID = 1L;

  // Set by uid() while Spark's constructors run: an initialiser here would undo that.
  private String uid;
  private final FactorizationParams.Fields<FMClassificationModel> common;
  private final Param<String> classWeights;

  public SteplessFMClassifier() {
    this(Identifiable.randomUID("steplessFMClassifier"));
  }

  /** An estimator of this uid, as a saved stage is read. */
  public SteplessFMClassifier(String uid) {
    this(AnnouncedUid.announce(uid));
  }

  private SteplessFMClassifier(Void announced) {
    common = new FactorizationParams.Fields<>(this);
    classWeights = ClassWeightParams.param(this);
  }

  @Override
  public String uid() {
    if (uid == null) {
      uid = AnnouncedUid.take();
    }
    return uid;
  }

  @Override
  public FactorizationParams.Fields<FMClassificationModel> common() {
    return common;
  }

  @Override
  public Param<String> classWeights() {
    return classWeights;
  }

  @Override
  public FMClassificationModel fit(Dataset<?> data) {
    return EstimatorFit.fitted(this, data);
  }

  @Override
  public FMClassificationModel fit(Dataset<?> data, ParamMap params) {
    return EstimatorFit.fitted(this, data, params);
  }

  @Override
  public FMClassificationModel train(Dataset<?> data) {
    Thresholds.check(this, 2);
    double[] model = EstimatorFit.run(this, data, BinaryLabels::check, this::setup);
    FactorWeights fitted = FactorWeights.of(model, this);
    FMClassificationModel result =
        new FMClassificationModel(uid(), fitted.intercept(), fitted.linear(), fitted.factors());
    return Summaries.with(this, result, data);
  }

  private FitProblem setup(BlockData rows) {
    FMClassificationModel model = common.initialModel();
    return FactorizationModels.setup(
        this,
        rows,
        new Logistic(),
        0,
        model == null
            ? null
            : new FactorWeights(model.factors(), model.linear(), model.intercept()));
  }

  @Override
  public SteplessFMClassifier copy(ParamMap extra) {
    return common.completing(defaultCopy(extra));
  }

  /** Reads a saved estimator. */
  public static MLReader<SteplessFMClassifier> read() {
    return new DefaultParamsReader<>();
  }

  /** Loads a saved estimator. */
  public static SteplessFMClassifier load(String path) {
    return read().load(path);
  }
}
