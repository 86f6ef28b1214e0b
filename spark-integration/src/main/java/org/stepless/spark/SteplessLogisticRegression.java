package org.stepless.spark;

import java.util.Arrays;
import org.apache.spark.ml.classification.LogisticRegressionModel;
import org.apache.spark.ml.classification.ProbabilisticClassifier;
import org.apache.spark.ml.linalg.DenseMatrix;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.util.DefaultParamsReader;
import org.apache.spark.ml.util.DefaultParamsWritable;
import org.apache.spark.ml.util.Identifiable;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.sql.Dataset;
import org.stepless.losses.Logistic;
import org.stepless.losses.Loss;
import org.stepless.losses.Softmax;
import org.stepless.spark.fit.FitProblem;
import org.stepless.spark.models.ElasticNets;
import org.stepless.spark.models.LinearModels;
import org.stepless.spark.models.LinearWeights;
import org.stepless.spark.params.AnnouncedUid;
import org.stepless.spark.params.BoundParams;
import org.stepless.spark.params.ClassMetadata;
import org.stepless.spark.params.ClassWeightParams;
import org.stepless.spark.params.EstimatorFields;
import org.stepless.spark.params.EstimatorFit;
import org.stepless.spark.params.LinearModelParams;
import org.stepless.spark.params.SteplessParams;
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
        DefaultParamsWritable {
  private static final long serialVersionUID = 1L;
  private static final String AUTO = "auto", BINOMIAL = "binomial", MULTINOMIAL = "multinomial";

  /** A multinomial model this large is more likely a label column that holds something else. */
  private static final int MOST_CLASSES = 10_000;

  // Set by uid() while Spark's constructors run: an initialiser here would undo that.
  private String uid;
  private final BoundParams.Fields<LogisticRegressionModel> common;
  private final Param<String> classWeights;
  private final Param<String> family;

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
        EstimatorFields.choice(
            this,
            "family",
            "auto (binomial for two classes), binomial or multinomial",
            AUTO,
            BINOMIAL,
            MULTINOMIAL);
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

  @Override
  public LogisticRegressionModel fit(Dataset<?> data) {
    return EstimatorFit.fitted(this, data);
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
            SteplessLogisticRegression::checkClass,
            rows -> {
              FitProblem setup = setup(rows, declared);
              int inputs = rows.columns() + (getFitIntercept() ? 1 : 0);
              outputs[0] = setup.problem().dimension() / inputs;
              return setup;
            });
    LinearWeights fitted = LinearWeights.of(model, outputs[0], getFitIntercept());
    boolean multinomial = fitted.outputs() > 1;
    double[] coefficients = fitted.coefficients();
    double[] intercepts = fitted.intercepts();
    if (multinomial && !boundsSet()) {
      centre(intercepts, 0, intercepts.length);
      if (getRegParam() == 0) {
        for (int j = 0; j < fitted.columns(); j++) {
          centre(coefficients, j * fitted.outputs(), fitted.outputs());
        }
      }
    }
    LogisticRegressionModel result =
        new LogisticRegressionModel(
            uid(),
            // Spark wants the binomial model's one row as a row-major matrix of the same entries.
            new DenseMatrix(fitted.outputs(), fitted.columns(), coefficients, !multinomial)
                .compressed(),
            Vectors.dense(intercepts).compressed(),
            multinomial ? fitted.outputs() : 2,
            multinomial);
    return Summaries.with(this, result, data);
  }

  /** Adding a number to all classes changes no prediction; like Spark, choose the mean 0. */
  private static void centre(double[] values, int from, int count) {
    double mean = Arrays.stream(values, from, from + count).average().orElse(0);
    for (int k = from; k < from + count; k++) {
      values[k] -= mean;
    }
  }

  private static void checkClass(double label) {
    if (!(label >= 0 && label < MOST_CLASSES && label == Math.rint(label))) {
      throw new IllegalArgumentException(
          ("label %s is no class: classes are the whole numbers from 0, at most %d of them;"
                  + " a StringIndexer makes them from other values")
              .formatted(label, MOST_CLASSES));
    }
  }

  private FitProblem setup(BlockData rows, int declared) {
    int found = (int) rows.statistics().labelMax() + 1;
    int classes = Math.max(2, Math.max(found, declared));
    if (declared > 0 && found > declared) {
      throw new IllegalArgumentException(
          "label %d of column '%s' is out of range: its metadata declare %d classes"
              .formatted(found - 1, getLabelCol(), declared));
    }
    if (getFamily().equals(BINOMIAL) && classes > 2) {
      throw new IllegalArgumentException(
          "family is binomial, but column '%s' holds %d classes; use auto or multinomial"
              .formatted(getLabelCol(), classes));
    }
    Thresholds.check(this, classes);
    boolean multinomial = classes > 2 || getFamily().equals(MULTINOMIAL);
    Loss loss = multinomial ? new Softmax(classes) : new Logistic();
    LogisticRegressionModel model = common.initialModel();
    return LinearModels.setup(
        this,
        rows,
        new LinearModels.Target(loss, rows.labels().intercepts(classes, loss.outputs())),
        model == null
            ? null
            : LinearWeights.of(model.coefficientMatrix(), model.interceptVector()));
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
