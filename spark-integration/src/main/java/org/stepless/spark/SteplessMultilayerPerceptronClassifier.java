package org.stepless.spark;

import java.util.Arrays;
import org.apache.spark.ml.classification.MultilayerPerceptronClassificationModel;
import org.apache.spark.ml.classification.ProbabilisticClassifier;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.util.DefaultParamsReader;
import org.apache.spark.ml.util.DefaultParamsWritable;
import org.apache.spark.ml.util.Identifiable;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.sql.Dataset;
import org.stepless.models.Activation;
import org.stepless.spark.models.PerceptronModels;
import org.stepless.spark.params.AnnouncedUid;
import org.stepless.spark.params.CheckpointParams;
import org.stepless.spark.params.ClassMetadata;
import org.stepless.spark.params.ClassWeightParams;
import org.stepless.spark.params.DeviceParams;
import org.stepless.spark.params.EstimatorFit;
import org.stepless.spark.params.IterationParams;
import org.stepless.spark.params.PerceptronParams;
import org.stepless.spark.params.RunParams;
import org.stepless.spark.params.SolverParams;
import org.stepless.spark.params.SteplessParams;
import org.stepless.spark.params.Thresholds;
import org.stepless.spark.summaries.Summaries;

/**
 * Multilayer perceptron for classes without a learning rate. Fits Spark's own {@link
 * MultilayerPerceptronClassificationModel}, which evaluates, saves and serves without Stepless; if
 * {@code hiddenActivation} is not {@code sigmoid}, its subclass {@link SteplessPerceptronModel}:
 * Spark's computes only sigmoids, and an estimator that names another type could not return
 * Spark's.
 *
 * <p>Minimises the weighted mean log loss of a softmax output, plus {@code regParam/2} times the
 * squares of the model's weights; biases are never penalised. {@code layers} must be set: number of
 * features, units of hidden layers, number of classes. Labels are 0 to classes - 1; not every class
 * must occur. Weights start as random draws from {@code seed}, or from {@code initialModel}.
 *
 * <p>The model is that of the raw features, but steps are taken, and the first weights drawn, in
 * coordinates of features that are centred and divided by their spread, which for features that are
 * mostly 0 is that of the values beside the zeros. So features may have any unit; sparse ones stay
 * sparse. With {@code backend} nd4j the layers are computed by ND4J, on GPUs where its backend is
 * one of these; it takes features with their zeros. Params are described in {@link SteplessParams},
 * {@link PerceptronParams} and {@link ClassWeightParams}.
 */
public class SteplessMultilayerPerceptronClassifier
    extends ProbabilisticClassifier<
        Vector, SteplessMultilayerPerceptronClassifier, MultilayerPerceptronClassificationModel>
    implements PerceptronParams<
            SteplessMultilayerPerceptronClassifier, MultilayerPerceptronClassificationModel>,
        ClassWeightParams<SteplessMultilayerPerceptronClassifier>,
        SteplessParams<
            SteplessMultilayerPerceptronClassifier, MultilayerPerceptronClassificationModel>,
        CheckpointParams<SteplessMultilayerPerceptronClassifier>,
        RunParams<SteplessMultilayerPerceptronClassifier>,
        IterationParams<SteplessMultilayerPerceptronClassifier>,
        DeviceParams<SteplessMultilayerPerceptronClassifier>,
        SolverParams<SteplessMultilayerPerceptronClassifier>,
        DefaultParamsWritable {
  private static final long serialVersionUID = 1L;

  // Set by uid() while Spark's constructors run: an initialiser here would undo that.
  private String uid;
  private final PerceptronParams.Fields<MultilayerPerceptronClassificationModel> common;
  private final Param<String> classWeights;

  public SteplessMultilayerPerceptronClassifier() {
    this(Identifiable.randomUID("steplessPerceptron"));
  }

  /** An estimator of this uid, as a saved stage is read. */
  public SteplessMultilayerPerceptronClassifier(String uid) {
    this(AnnouncedUid.announce(uid));
  }

  private SteplessMultilayerPerceptronClassifier(Void announced) {
    common = new PerceptronParams.Fields<>(this);
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
  public PerceptronParams.Fields<MultilayerPerceptronClassificationModel> common() {
    return common;
  }

  @Override
  public Param<String> classWeights() {
    return classWeights;
  }

  @Override
  public MultilayerPerceptronClassificationModel fit(Dataset<?> data) {
    return EstimatorFit.fitted(this, data);
  }

  @Override
  public MultilayerPerceptronClassificationModel fit(Dataset<?> data, ParamMap params) {
    return EstimatorFit.fitted(this, data, params);
  }

  @Override
  public MultilayerPerceptronClassificationModel train(Dataset<?> data) {
    if (!isDefined(layers())) {
      throw new IllegalArgumentException(
          "layers is not set; give the number of features, the units of hidden layers and the"
              + " number of classes, such as setLayers(64, 128, 10)");
    }
    PerceptronModels.checkBackend(this);
    int[] layers = getLayers();
    requireClasses(ClassMetadata.declaredClasses(data, getLabelCol()), layers);
    Thresholds.check(this, layers[layers.length - 1]);
    double[] fitted =
        EstimatorFit.run(
            this,
            data,
            label -> checkLabel(label, layers),
            rows ->
                PerceptronModels.setup(
                    this, rows, common.initialModel(), activation(common.initialModel())));
    Vector weights = Vectors.dense(fitted);
    boolean sparks =
        layers.length == 2 || getHiddenActivation().equalsIgnoreCase(Activation.SIGMOID.text());
    return Summaries.with(
        this,
        sparks
            ? new MultilayerPerceptronClassificationModel(uid(), weights)
            : new SteplessPerceptronModel(uid(), weights),
        data);
  }

  private static String activation(MultilayerPerceptronClassificationModel model) {
    return model instanceof SteplessPerceptronModel own
        ? own.getHiddenActivation()
        : Activation.SIGMOID.text();
  }

  private void requireClasses(int declared, int[] layers) {
    if (declared > layers[layers.length - 1]) {
      throw new IllegalArgumentException(
          "layers %s ends with %d classes, but the metadata of column '%s' declare %d"
              .formatted(
                  Arrays.toString(layers), layers[layers.length - 1], getLabelCol(), declared));
    }
  }

  private static void checkLabel(double label, int[] layers) {
    int classes = layers[layers.length - 1];
    if (!(label >= 0 && label < classes && label == Math.rint(label))) {
      throw new IllegalArgumentException(
          ("label %s is no class: layers %s allows the whole numbers from 0 to %d;"
                  + " a StringIndexer makes them from other values")
              .formatted(label, Arrays.toString(layers), classes - 1));
    }
  }

  @Override
  public SteplessMultilayerPerceptronClassifier copy(ParamMap extra) {
    return common.completing(defaultCopy(extra));
  }

  /** Reads a saved estimator. */
  public static MLReader<SteplessMultilayerPerceptronClassifier> read() {
    return new DefaultParamsReader<>();
  }

  /** Loads a saved estimator. */
  public static SteplessMultilayerPerceptronClassifier load(String path) {
    return read().load(path);
  }
}
