package org.stepless.spark;

import java.util.List;
import org.apache.spark.ml.classification.MultilayerPerceptronClassificationModel;
import org.apache.spark.ml.linalg.DenseVector;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.SparseVector;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.util.DefaultParamsReader;
import org.apache.spark.ml.util.DefaultParamsWriter;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.ml.util.MLWriter;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;
import org.stepless.models.Activation;
import org.stepless.models.Perceptron;
import org.stepless.spark.params.PerceptronParams;

/**
 * A perceptron whose hidden units are not Spark's sigmoids. It is a {@link
 * MultilayerPerceptronClassificationModel} with the same layout of weights, so that an estimator
 * can return either; everything that computes or saves is its own. Serving it needs Stepless.
 */
public class SteplessPerceptronModel extends MultilayerPerceptronClassificationModel {
  private static final long serialVersionUID = 1L;
  private static final String DATA = "/data", WEIGHTS = "weights";

  private final Param<String> hiddenActivation;

  /**
   * For {@link #read}: a model without weights.
   *
   * @param uid of the model
   */
  public SteplessPerceptronModel(String uid) {
    this(uid, Vectors.zeros(0));
  }

  SteplessPerceptronModel(String uid, Vector weights) {
    super(uid, weights);
    hiddenActivation = PerceptronParams.Fields.hiddenActivation(this);
  }

  /** Activation of hidden units. */
  public Param<String> hiddenActivation() {
    return hiddenActivation;
  }

  /** Value of hiddenActivation. */
  public String getHiddenActivation() {
    return getOrDefault(hiddenActivation);
  }

  /** The margins of the classes. */
  @Override
  public Vector predictRaw(Vector features) {
    if (features.size() != numFeatures()) {
      throw new IllegalArgumentException(
          "the model has %d features, a row has %d".formatted(numFeatures(), features.size()));
    }
    Perceptron perceptron = new Perceptron(getLayers(), Activation.parse(getHiddenActivation()), 0);
    double[] weights = weights().toArray();
    return Vectors.dense(
        features instanceof SparseVector sparse
            ? perceptron.margins(sparse.indices(), sparse.values(), weights)
            : perceptron.margins(null, features.toArray(), weights));
  }

  @Override
  public Vector raw2probabilityInPlace(Vector raw) {
    double[] values = ((DenseVector) raw).values();
    double max = values[raw.argmax()], sum = 0;
    for (int k = 0; k < values.length; k++) {
      values[k] = Math.exp(values[k] - max);
      sum += values[k];
    }
    for (int k = 0; k < values.length; k++) {
      values[k] /= sum;
    }
    return raw;
  }

  @Override
  public double predict(Vector features) {
    return raw2prediction(predictRaw(features));
  }

  @Override
  public SteplessPerceptronModel copy(ParamMap extra) {
    SteplessPerceptronModel copy = new SteplessPerceptronModel(uid(), weights());
    copy.setParent(parent());
    return copyValues(copy, extra);
  }

  @Override
  public String toString() {
    return "SteplessPerceptronModel: uid=%s, numLayers=%d, numClasses=%d, numFeatures=%d, hiddenActivation=%s"
        .formatted(uid(), getLayers().length, numClasses(), numFeatures(), getHiddenActivation());
  }

  /** Saves params as Spark's stages do, and the weights as a table of one row beside them. */
  @Override
  public MLWriter write() {
    SteplessPerceptronModel model = this;
    return new DefaultParamsWriter(model) {
      @Override
      public void saveImpl(String path) {
        super.saveImpl(path);
        sparkSession()
            .createDataFrame(
                List.of(RowFactory.create(model.weights())),
                new StructType().add(WEIGHTS, SQLDataTypes.VectorType(), false))
            .write()
            .parquet(path + DATA);
      }
    };
  }

  /** Reads a saved model. Its type is that of Spark's reader, which this method hides. */
  public static MLReader<MultilayerPerceptronClassificationModel> read() {
    return new DefaultParamsReader<>() {
      @Override
      public SteplessPerceptronModel load(String path) {
        SteplessPerceptronModel params = (SteplessPerceptronModel) super.load(path);
        Vector weights = sparkSession().read().parquet(path + DATA).first().getAs(WEIGHTS);
        return params.copyValues(
            new SteplessPerceptronModel(params.uid(), weights), ParamMap.empty());
      }
    };
  }

  /** Loads a saved model. */
  public static SteplessPerceptronModel load(String path) {
    return (SteplessPerceptronModel) read().load(path);
  }
}
