package org.stepless.spark.nd4j;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.spark.ml.Estimator;
import org.apache.spark.ml.feature.VectorAssembler;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.util.DefaultParamsReader;
import org.apache.spark.ml.util.DefaultParamsWritable;
import org.apache.spark.ml.util.Identifiable;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.StructType;
import org.nd4j.autodiff.samediff.SameDiff;
import org.stepless.nd4j.Device;
import org.stepless.nd4j.Hardware;
import org.stepless.nd4j.Input;
import org.stepless.nd4j.Nd4jLibrary;
import org.stepless.nd4j.Reduction;
import org.stepless.nd4j.RowLayout;
import org.stepless.nd4j.SameDiffGraph;
import org.stepless.nd4j.SameDiffObjective;
import org.stepless.nd4j.Target;
import org.stepless.spark.fit.FitProblem;
import org.stepless.spark.params.AnnouncedUid;
import org.stepless.spark.params.EstimatorFit;
import org.stepless.spark.params.OptionalColumn;
import org.stepless.spark.params.SteplessParams;
import org.stepless.spark.rows.LabelCheck;
import org.stepless.training.Problem;

/**
 * Trains any SameDiff graph of ND4J without a learning rate. The graph and its variables come from
 * the user; all of type VARIABLE are trained, from the values that they have.
 *
 * <p>Minimised is the mean of the loss variable over the rows plus {@code regParam / 2} times the
 * squares of all variables. The loss of a row must not depend on the other rows of its batch.
 * Inference of the fitted model runs on the executors. ND4J must be on their class path, and on the
 * driver's. Params are described in {@link InferenceParams}, {@link LossParams} and {@link
 * SteplessParams}.
 */
public class SteplessSameDiff extends Estimator<SteplessSameDiffModel>
    implements SteplessParams<SteplessSameDiff, SteplessSameDiffModel>,
        InferenceParams<SteplessSameDiff>,
        LossParams<SteplessSameDiff>,
        DefaultParamsWritable {
  private static final long serialVersionUID = 1L;

  private static final String LABEL_VECTOR = "stepless label vector";
  private static final String FEATURE_VECTOR = "stepless feature vector";

  // Set by uid() while Spark's constructors run: an initialiser here would undo that.
  private String uid;
  private final SameDiffParams common;

  public SteplessSameDiff() {
    this(Identifiable.randomUID("steplessSameDiff"));
  }

  /** An estimator of this uid, as a saved stage is read. */
  public SteplessSameDiff(String uid) {
    this(announce(uid));
  }

  private SteplessSameDiff(Void announced) {
    common = new SameDiffParams(this);
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
  public SameDiffParams common() {
    return common;
  }

  @Override
  public InferenceParams.Fields inference() {
    return common.inference;
  }

  @Override
  public SteplessSameDiff self() {
    return this;
  }

  @Override
  public String getFeaturesCol() {
    return InferenceParams.super.getFeaturesCol();
  }

  @Override
  public String getLabelCol() {
    return LossParams.super.getLabelCol();
  }

  @Override
  public SteplessSameDiffModel fit(Dataset<?> data) {
    transformSchema(data.schema());
    SameDiffGraph graph = getGraph();
    SameDiff instance = graph.open();
    RowLayout rows = rows(instance);
    Hardware hardware =
        TaskHardware.of(data.sparkSession().sparkContext().getConf(), Device.parse(getDevice()));
    SameDiffObjective objective =
        new SameDiffObjective(
            graph,
            rows,
            isSet(lossVariable()) ? getLossVariable() : Placeholders.onlyLoss(instance),
            Reduction.parse(getLossReduction()),
            getRegParam(),
            hardware);
    Target target = rows.target();
    LabelCheck check = label -> check(target, label);
    double[] fitted =
        EstimatorFit.run(
            this,
            vectors(data),
            check,
            blocks ->
                new FitProblem(
                    check,
                    new Problem(objective, null, blocks.meanWeight()),
                    start(graph),
                    TaskHardware.describe(hardware, blocks)));
    SteplessSameDiffModel model = copyValues(new SteplessSameDiffModel(uid()), ParamMap.empty());
    model.setGraph(SameDiffGraph.of(graph.open(fitted)));
    model.setFeaturePlaceholders(
        rows.features().stream().map(Placeholders::text).toArray(String[]::new));
    return model.setParent(this);
  }

  private RowLayout rows(SameDiff graph) {
    Target target = isSet(labelPlaceholder()) ? target(graph) : null;
    String weights = isSet(weightPlaceholder()) ? getWeightPlaceholder() : null;
    if ((OptionalColumn.name(this, weightCol()) != null) != (weights != null)) {
      throw new IllegalArgumentException(
          "weightCol and weightPlaceholder must be set together: the graph weighs the rows' losses");
    }
    if (isSet(featurePlaceholders())) {
      return new RowLayout(Placeholders.inputs(getFeaturePlaceholders(), graph), target, weights);
    }
    List<String> others = new ArrayList<>(graph.inputs());
    others.remove(weights);
    if (target != null) {
      others.remove(target.input().placeholder());
    }
    if (others.size() != 1) {
      throw new IllegalArgumentException(
          "the graph has placeholders %s for features; set featurePlaceholders to their order"
              .formatted(others));
    }
    return new RowLayout(
        Placeholders.inputs(others.toArray(String[]::new), graph), target, weights);
  }

  private Target target(SameDiff graph) {
    Input input = Placeholders.input(getLabelPlaceholder(), graph);
    return new Target(
        input,
        switch (getLabelKind().toLowerCase(Locale.ROOT)) {
          case SameDiffParams.NUMBER -> Target.Kind.NUMBER;
          case SameDiffParams.ONE_HOT -> Target.Kind.ONE_HOT;
          default -> Target.Kind.COLUMNS;
        });
  }

  private static void check(Target target, double label) {
    if (target != null) {
      target.checkLabel(label);
    }
  }

  private double[] start(SameDiffGraph graph) {
    SteplessSameDiffModel initial = common.initialModel();
    if (initial == null) {
      return graph.start();
    }
    SameDiffGraph other = initial.getGraph();
    if (!other.variables().equals(graph.variables())) {
      throw new IllegalArgumentException(
          "the initial model has variables %s, the graph %s"
              .formatted(other.variables(), graph.variables()));
    }
    return other.start();
  }

  /** The frame with vectors as features, followed by the labels where these are vectors too. */
  private Dataset<Row> vectors(Dataset<?> data) {
    StructType schema = data.schema();
    Dataset<Row> rows =
        data.withColumn(getFeaturesCol(), Columns.vectors(getFeaturesCol(), schema));
    if (!isSet(labelPlaceholder())) {
      return rows.withColumn(getLabelCol(), functions.lit(0.0));
    }
    if (!getLabelKind().equalsIgnoreCase(SameDiffParams.VECTOR)) {
      return rows;
    }
    Dataset<Row> both =
        rows.withColumnRenamed(getFeaturesCol(), FEATURE_VECTOR)
            .withColumn(LABEL_VECTOR, Columns.vectors(getLabelCol(), schema));
    return new VectorAssembler()
        .setInputCols(new String[] {FEATURE_VECTOR, LABEL_VECTOR})
        .setOutputCol(getFeaturesCol())
        .transform(both)
        .withColumn(getLabelCol(), functions.lit(0.0));
  }

  @Override
  public StructType transformSchema(StructType schema) {
    if (isSet(labelPlaceholder()) && getLabelKind().equalsIgnoreCase(SameDiffParams.VECTOR)) {
      Columns.require("labelCol", getLabelCol(), schema);
    }
    return SteplessSameDiffModel.outputSchema(this, schema);
  }

  @Override
  public SteplessSameDiff copy(ParamMap extra) {
    return common.completing(defaultCopy(extra));
  }

  /** Reads a saved estimator. */
  public static MLReader<SteplessSameDiff> read() {
    return new DefaultParamsReader<>();
  }

  /** Loads a saved estimator. */
  public static SteplessSameDiff load(String path) {
    return read().load(path);
  }
}
