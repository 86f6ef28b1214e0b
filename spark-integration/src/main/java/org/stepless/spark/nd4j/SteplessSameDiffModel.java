package org.stepless.spark.nd4j;

import org.apache.spark.ml.Model;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.util.DefaultParamsReader;
import org.apache.spark.ml.util.DefaultParamsWritable;
import org.apache.spark.ml.util.Identifiable;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.nd4j.autodiff.samediff.SameDiff;
import org.stepless.nd4j.Device;
import org.stepless.nd4j.Nd4jLibrary;
import org.stepless.nd4j.SameDiffPredictor;
import org.stepless.spark.params.AnnouncedUid;

/**
 * A trained SameDiff graph, which runs inference on the executors. {@link #getGraph()} is the graph
 * with the trained variables, for ND4J itself. Params are described in {@link InferenceParams}.
 */
public class SteplessSameDiffModel extends Model<SteplessSameDiffModel>
    implements InferenceParams<SteplessSameDiffModel>, DefaultParamsWritable {
  private static final long serialVersionUID = 1L;

  private static final String VECTOR = "stepless feature vector";

  // Set by uid() while Spark's constructors run: an initialiser here would undo that.
  private String uid;
  private final InferenceParams.Fields inference;

  public SteplessSameDiffModel() {
    this(Identifiable.randomUID("steplessSameDiffModel"));
  }

  /** A model of this uid, as a saved stage is read. */
  public SteplessSameDiffModel(String uid) {
    this(announce(uid));
  }

  private SteplessSameDiffModel(Void announced) {
    inference = new InferenceParams.Fields(this);
  }

  /** First of all: without ND4J not even Spark's look at the params would work. */
  private static Void announce(String uid) {
    Nd4jLibrary.require();
    return AnnouncedUid.announce(uid);
  }

  @Override
  public String uid() {
    if (uid == null) {
      uid = AnnouncedUid.take();
    }
    return uid;
  }

  @Override
  public InferenceParams.Fields inference() {
    return inference;
  }

  @Override
  public SteplessSameDiffModel self() {
    return this;
  }

  @Override
  public Dataset<Row> transform(Dataset<?> data) {
    StructType schema = transformSchema(data.schema());
    if (!isSet(outputVariable())) {
      throw new IllegalArgumentException(
          "outputVariable is not set; name the variable that inference is to compute");
    }
    SameDiff instance = getGraph().open();
    SameDiffPredictor predictor =
        new SameDiffPredictor(
            getGraph(),
            Placeholders.inputs(getFeaturePlaceholders(), instance),
            getOutputVariable(),
            TaskHardware.of(
                data.sparkSession().sparkContext().getConf(), Device.parse(getDevice())));
    String features = getFeaturesCol();
    return data.withColumn(VECTOR, Columns.vectors(features, data.schema()))
        .mapPartitions(
            (org.apache.spark.api.java.function.MapPartitionsFunction<Row, Row>)
                rows -> new Predictions(rows, predictor, features),
            Encoders.row(schema));
  }

  @Override
  public StructType transformSchema(StructType schema) {
    return outputSchema(this, schema);
  }

  static StructType outputSchema(InferenceParams<?> stage, StructType schema) {
    Columns.require("featuresCol", stage.getFeaturesCol(), schema);
    StructType output =
        Columns.with(schema, "outputCol", stage.getOutputCol(), SQLDataTypes.VectorType());
    return Columns.with(output, "predictionCol", stage.getPredictionCol(), DataTypes.DoubleType);
  }

  @Override
  public SteplessSameDiffModel copy(ParamMap extra) {
    return copyValues(new SteplessSameDiffModel(uid()), extra).setParent(parent());
  }

  /** Reads a saved model. */
  public static MLReader<SteplessSameDiffModel> read() {
    return new DefaultParamsReader<>();
  }

  /** Loads a saved model. */
  public static SteplessSameDiffModel load(String path) {
    return read().load(path);
  }
}
