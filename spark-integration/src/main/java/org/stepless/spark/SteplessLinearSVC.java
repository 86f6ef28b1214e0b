package org.stepless.spark;

import org.apache.spark.ml.classification.Classifier;
import org.apache.spark.ml.classification.LinearSVCModel;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.util.DefaultParamsReader;
import org.apache.spark.ml.util.DefaultParamsWritable;
import org.apache.spark.ml.util.Identifiable;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.sql.Dataset;
import org.stepless.losses.Hinge;
import org.stepless.losses.Loss;
import org.stepless.losses.SquaredHinge;
import org.stepless.spark.fit.FitProblem;
import org.stepless.spark.models.BinaryLabels;
import org.stepless.spark.models.LinearModels;
import org.stepless.spark.models.LinearWeights;
import org.stepless.spark.params.AnnouncedUid;
import org.stepless.spark.params.CheckpointParams;
import org.stepless.spark.params.ChoiceParam;
import org.stepless.spark.params.ClassMetadata;
import org.stepless.spark.params.ClassWeightParams;
import org.stepless.spark.params.EstimatorFit;
import org.stepless.spark.params.InterceptParams;
import org.stepless.spark.params.IterationParams;
import org.stepless.spark.params.LinearModelParams;
import org.stepless.spark.params.LossChoiceParams;
import org.stepless.spark.params.ModelSize;
import org.stepless.spark.params.RunParams;
import org.stepless.spark.params.SteplessParams;
import org.stepless.spark.params.ThresholdParams;
import org.stepless.spark.rows.BlockData;
import org.stepless.spark.rows.LabelStatistics;
import org.stepless.spark.summaries.Summaries;

/**
 * Linear support vector machine without a learning rate. Fits Spark's own {@link LinearSVCModel},
 * which evaluates, saves and serves without Stepless; OneVsRest makes several classes of it.
 *
 * <p>Minimises the weighted mean loss plus {@code regParam/2} times the squared coefficients, with
 * Spark's meaning of {@code standardization}; the intercept is never penalised. For margin m and z
 * = m for label 1, z = -m for label 0, the loss is {@code max(0, 1 - z)} if {@code loss} is hinge,
 * the default, which is the objective of Spark's LinearSVC; {@code max(0, 1 - z)^2} if it is
 * squaredHinge. Labels are 0 and 1. Params are described in {@link SteplessParams}, {@link
 * LinearModelParams} and {@link ClassWeightParams}.
 */
public class SteplessLinearSVC extends Classifier<Vector, SteplessLinearSVC, LinearSVCModel>
    implements LinearModelParams<SteplessLinearSVC, LinearSVCModel>,
        ClassWeightParams<SteplessLinearSVC>,
        InterceptParams<SteplessLinearSVC, LinearSVCModel>,
        SteplessParams<SteplessLinearSVC, LinearSVCModel>,
        CheckpointParams<SteplessLinearSVC>,
        RunParams<SteplessLinearSVC>,
        IterationParams<SteplessLinearSVC>,
        ThresholdParams<SteplessLinearSVC>,
        LossChoiceParams<SteplessLinearSVC>,
        DefaultParamsWritable {
  private static final long serialVersionUID = 1L;
  private static final String HINGE = "hinge", SQUARED_HINGE = "squaredHinge";

  // Set by uid() while Spark's constructors run: an initialiser here would undo that.
  private String uid;
  private final LinearModelParams.Fields<LinearSVCModel> common;
  private final Param<String> classWeights;
  private final Param<String> loss;
  private final DoubleParam threshold;

  public SteplessLinearSVC() {
    this(Identifiable.randomUID("steplessLinearSVC"));
  }

  /** An estimator of this uid, as a saved stage is read. */
  public SteplessLinearSVC(String uid) {
    this(AnnouncedUid.announce(uid));
  }

  private SteplessLinearSVC(Void announced) {
    common = new LinearModelParams.Fields<>(this);
    classWeights = ClassWeightParams.param(this);
    loss = ChoiceParam.of(this, "loss", "hinge or squaredHinge", HINGE, SQUARED_HINGE);
    threshold = ThresholdParams.ofMargin(this);
  }

  @Override
  public String uid() {
    if (uid == null) {
      uid = AnnouncedUid.take();
    }
    return uid;
  }

  @Override
  public LinearModelParams.Fields<LinearSVCModel> common() {
    return common;
  }

  @Override
  public Param<String> classWeights() {
    return classWeights;
  }

  /** {@code hinge} (default) or {@code squaredHinge}. */
  @Override
  public Param<String> loss() {
    return loss;
  }

  /** The margin, any number, above which class 1 is predicted; default 0. */
  @Override
  public DoubleParam threshold() {
    return threshold;
  }

  @Override
  public LinearSVCModel fit(Dataset<?> data) {
    return EstimatorFit.fitted(this, data);
  }

  @Override
  public LinearSVCModel fit(Dataset<?> data, ParamMap params) {
    return EstimatorFit.fitted(this, data, params);
  }

  @Override
  public LinearSVCModel train(Dataset<?> data) {
    int declared = ClassMetadata.declaredClasses(data, getLabelCol());
    requireTwoClasses(declared > 0 ? declared : 2);
    double[] model =
        EstimatorFit.run(this, data, BinaryLabels::check, rows -> setup(rows, declared));
    LinearWeights fitted = LinearWeights.of(model, 1, getFitIntercept());
    LinearSVCModel result =
        new LinearSVCModel(
            uid(), Vectors.dense(fitted.coefficients()).compressed(), fitted.intercepts()[0]);
    return Summaries.with(this, result, data);
  }

  private void requireTwoClasses(int classes) {
    if (classes != 2) {
      throw new IllegalArgumentException(
          "a support vector machine separates two classes, but column '%s' has %d; %s"
              .formatted(
                  getLabelCol(),
                  classes,
                  classes < 2
                      ? "if rows of class 1 may be missing, declare both in the column's metadata"
                      : "OneVsRest handles more"));
    }
  }

  private FitProblem setup(BlockData rows, int declared) {
    requireTwoClasses(declared == 2 || rows.labels().classWeight(1) > 0 ? 2 : 1);
    Loss chosen = getLoss().equalsIgnoreCase(HINGE) ? new Hinge() : new SquaredHinge();
    LinearSVCModel model = common.initialModel();
    return LinearModels.setup(
        this,
        rows,
        new LinearModels.Target(chosen, new double[] {intercept(rows.labels())}),
        model == null ? null : LinearWeights.of(model.coefficients(), model.intercept()));
  }

  /**
   * Where rows of both classes start; rows of one have their optimum, like Spark's, where an
   * intercept without features gives each the margin that it asks for.
   */
  private static double intercept(LabelStatistics labels) {
    boolean zeros = labels.classWeight(0) > 0, ones = labels.classWeight(1) > 0;
    return zeros == ones ? 0 : ones ? 1 : -1;
  }

  /** Bytes of the model, as Spark asks since version 4.1. */
  public long estimateModelSize(Dataset<?> data) {
    return ModelSize.of(this, data, 1);
  }

  @Override
  public SteplessLinearSVC copy(ParamMap extra) {
    return common.completing(defaultCopy(extra));
  }

  /** Reads a saved estimator. */
  public static MLReader<SteplessLinearSVC> read() {
    return new DefaultParamsReader<>();
  }

  /** Loads a saved estimator. */
  public static SteplessLinearSVC load(String path) {
    return read().load(path);
  }
}
