package org.stepless.spark;

import org.apache.spark.ml.classification.LogisticRegressionModel;
import org.apache.spark.ml.classification.ProbabilisticClassifier;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.util.DefaultParamsReader;
import org.apache.spark.ml.util.DefaultParamsWritable;
import org.apache.spark.ml.util.Identifiable;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.types.StructType;
import org.stepless.spark.fit.FitProblem;
import org.stepless.spark.models.ClassLabels;
import org.stepless.spark.models.ElasticNets;
import org.stepless.spark.models.LinearWeights;
import org.stepless.spark.models.LogisticModels;
import org.stepless.spark.params.AnnouncedUid;
import org.stepless.spark.params.BoundParams;
import org.stepless.spark.params.CheckpointParams;
import org.stepless.spark.params.ChoiceParam;
import org.stepless.spark.params.ClassMetadata;
import org.stepless.spark.params.ClassWeightParams;
import org.stepless.spark.params.EstimatorFit;
import org.stepless.spark.params.InterceptParams;
import org.stepless.spark.params.IterationParams;
import org.stepless.spark.params.LinearModelParams;
import org.stepless.spark.params.ModelSize;
import org.stepless.spark.params.RunParams;
import org.stepless.spark.params.SteplessParams;
import org.stepless.spark.params.ThresholdParams;
import org.stepless.spark.params.Thresholds;
import org.stepless.spark.rows.BlockData;
import org.stepless.spark.summaries.Summaries;

/**
 * Logistic regression without a learning rate, binary and multinomial. Fits Spark's own {@link
 * LogisticRegressionModel}, which evaluates, saves and serves without Stepless.
 *
 * <p>Minimises the weighted mean log loss plus {@code regParam} times the elastic net, half the
 * squared coefficients by default, with Spark's meaning of {@code elasticNetParam} and {@code
 * standardization}; intercepts are never penalised. Labels are the whole numbers 0 .. K-1. Params
 * beside Spark's own are described in {@link SteplessParams}, {@link LinearModelParams}, {@link
 * BoundParams} and {@link ClassWeightParams}.
 */
public class SteplessLogisticRegression
    extends ProbabilisticClassifier<Vector, SteplessLogisticRegression, LogisticRegressionModel>
    implements BoundParams<SteplessLogisticRegression, LogisticRegressionModel>,
        ClassWeightParams<SteplessLogisticRegression>,
        InterceptParams<SteplessLogisticRegression, LogisticRegressionModel>,
        SteplessParams<SteplessLogisticRegression, LogisticRegressionModel>,
        CheckpointParams<SteplessLogisticRegression>,
        RunParams<SteplessLogisticRegression>,
        IterationParams<SteplessLogisticRegression>,
        ThresholdParams<SteplessLogisticRegression>,
        DefaultParamsWritable {
  private static final long serialVersionUID = 1L;
  private static final String AUTO = "auto", BINOMIAL = "binomial", MULTINOMIAL = "multinomial";

  // Set by uid() while Spark's constructors run: an initialiser here would undo that.
  private String uid;
  private final BoundParams.Fields<LogisticRegressionModel> common;
  private final Param<String> classWeights;
  private final Param<String> family;
  private final DoubleParam threshold;

  public SteplessLogisticRegression() {
    this(Identifiable.randomUID("steplessLogReg"));
  }

  /** An estimator of this uid, as a saved stage is read. */
  public SteplessLogisticRegression(String uid) {
    this(AnnouncedUid.announce(uid));
  }

  private SteplessLogisticRegression(Void announced) {
    common = new BoundParams.Fields<>(this);
    classWeights = ClassWeightParams.param(this);
    family =
        ChoiceParam.of(
            this,
            "family",
            "auto (binomial for two classes), binomial or multinomial",
            AUTO,
            BINOMIAL,
            MULTINOMIAL);
    threshold = ThresholdParams.ofProbability(this);
  }

  @Override
  public String uid() {
    if (uid == null) {
      uid = AnnouncedUid.take();
    }
    return uid;
  }

  @Override
  public BoundParams.Fields<LogisticRegressionModel> common() {
    return common;
  }

  @Override
  public Param<String> classWeights() {
    return classWeights;
  }

  /** {@code auto} (default: binomial for two classes), {@code binomial}, {@code multinomial}. */
  public Param<String> family() {
    return family;
  }

  /** Value of family. */
  public String getFamily() {
    return getOrDefault(family);
  }

  /**
   * Sets family. {@code auto} (default: binomial for two classes), {@code binomial}, {@code
   * multinomial}.
   */
  public SteplessLogisticRegression setFamily(String value) {
    set(family, value);
    return this;
  }

  /** With two classes, the probability above which class 1 is predicted; default 0.5. */
  @Override
  public DoubleParam threshold() {
    return threshold;
  }

  /** Value of threshold, or what a pair of thresholds means as one. */
  @Override
  public double getThreshold() {
    return Thresholds.one(this);
  }

  /** Sets threshold, and clears thresholds. */
  @Override
  public SteplessLogisticRegression setThreshold(double value) {
    clear(thresholds());
    set(threshold, value);
    return this;
  }

  /** Value of thresholds, or what a threshold that is set means as two. */
  @Override
  public double[] getThresholds() {
    return Thresholds.oneAClass(this);
  }

  /** Sets thresholds, one a class, and clears threshold. */
  @Override
  public SteplessLogisticRegression setThresholds(double[] value) {
    clear(threshold);
    return super.setThresholds(value);
  }

  @Override
  public StructType transformSchema(StructType schema) {
    Thresholds.requireSame(this);
    return super.transformSchema(schema);
  }

  @Override
  public LogisticRegressionModel fit(Dataset<?> data) {
    return EstimatorFit.fitted(this, data);
  }

  @Override
  public LogisticRegressionModel fit(Dataset<?> data, ParamMap params) {
    return EstimatorFit.fitted(this, data, params);
  }

  @Override
  public LogisticRegressionModel train(Dataset<?> data) {
    ElasticNets.check(this);
    int declared = ClassMetadata.declaredClasses(data, getLabelCol());
    if (declared > 0) {
      Thresholds.check(this, Math.max(2, declared));
    }
    int[] outputs = new int[1]; // known when the rows are
    double[] model =
        EstimatorFit.run(
            this,
            data,
            ClassLabels::check,
            rows -> {
              FitProblem setup = setup(rows, declared);
              int inputs = rows.columns() + (getFitIntercept() ? 1 : 0);
              outputs[0] = setup.problem().dimension() / inputs;
              return setup;
            });
    LogisticRegressionModel result =
        LogisticModels.of(
            uid(),
            LinearWeights.of(model, outputs[0], getFitIntercept()),
            isMultinomial() || outputs[0] > 1,
            getRegParam() > 0,
            boundsSet());
    return Summaries.with(this, result, data);
  }

  private boolean isMultinomial() {
    return getFamily().equalsIgnoreCase(MULTINOMIAL);
  }

  private FitProblem setup(BlockData rows, int declared) {
    int found = ClassLabels.count(rows, declared, getLabelCol());
    int classes = isMultinomial() ? found : Math.max(2, found);
    if (getFamily().equalsIgnoreCase(BINOMIAL) && classes > 2) {
      throw new IllegalArgumentException(
          "family is binomial, but column '%s' holds %d classes; use auto or multinomial"
              .formatted(getLabelCol(), classes));
    }
    Thresholds.check(this, classes);
    boolean softmax = classes > 2 || isMultinomial() && classes > 1;
    return LogisticModels.setup(this, rows, classes, softmax, common.initialModel());
  }

  /** Bytes of the model, as Spark asks since version 4.1. */
  public long estimateModelSize(Dataset<?> data) {
    int classes = ModelSize.classes(data, getLabelCol());
    return ModelSize.of(this, data, isMultinomial() || classes > 2 ? classes : 1);
  }

  @Override
  public SteplessLogisticRegression copy(ParamMap extra) {
    return common.completing(defaultCopy(extra));
  }

  /** Reads a saved estimator. */
  public static MLReader<SteplessLogisticRegression> read() {
    return new DefaultParamsReader<>();
  }

  /** Loads a saved estimator. */
  public static SteplessLogisticRegression load(String path) {
    return read().load(path);
  }
}
