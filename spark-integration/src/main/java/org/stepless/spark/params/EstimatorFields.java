package org.stepless.spark.params;

import java.io.Serializable;
import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.LongParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamValidators;
import org.apache.spark.ml.param.Params;
import org.stepless.methods.Methods;
import org.stepless.plan.RunLength;
import org.stepless.plan.RunMode;
import org.stepless.plan.RunRequest;
import org.stepless.schedules.Schedules;
import org.stepless.spark.checkpoint.Checkpoints;
import org.stepless.spark.engine.Engine;
import org.stepless.spark.fit.TrainingListener;
import org.stepless.spark.fit.TrainingSummary;
import org.stepless.text.Choice;

/**
 * The param objects and defaults that all estimators share, and what else an estimator holds; see
 * {@link SteplessParams}.
 *
 * @param <M> the model
 */
public class EstimatorFields<M> implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final int UNBOUNDED = Integer.MAX_VALUE;

  /** As in Spark. */
  private static final int MAX_ITER = 100;

  final Param<String> optimizer;
  final Param<String> schedule;
  final IntParam maxEpochs;
  final IntParam maxIter;
  final IntParam batchSize;
  final LongParam seed;
  final DoubleParam tol;
  final Param<String> mode;
  final IntParam syncInterval;
  final IntParam numPartitions;
  final IntParam aggregationDepth;
  final Param<String> checkpointDir;
  final IntParam checkpointInterval;
  final DoubleParam regParam;
  final Param<String> weightCol;
  final Param<String> validationIndicatorCol;
  final IntParam patience;

  /** The model that training starts from; null starts from scratch. Not saved with the stage. */
  transient M initialModel;

  transient TrainingListener listener;
  transient TrainingSummary summary;

  /** Throws an IllegalArgumentException that says what is allowed. */
  public interface TextCheck extends Serializable {
    /**
     * Accepts a text or throws.
     *
     * @throws IllegalArgumentException naming the text and what is allowed
     */
    void check(String value);
  }

  /** Params of a stage, at their defaults. */
  protected EstimatorFields(Params stage) {
    optimizer =
        text(
            stage,
            "optimizer",
            "update rule as text, such as prodigy or mechanic(adamw); known: "
                + String.join(", ", Methods.names()),
            Methods::method);
    schedule =
        text(
            stage,
            "schedule",
            "multiplier of the step over the run, such as linear or file:PATH; known: "
                + String.join(", ", Schedules.CATALOG.names()),
            Schedules::parse);
    maxEpochs =
        count(
            stage,
            "maxEpochs",
            "passes over the rows (>= 0; 0 chooses: %d, or few where a finish follows)"
                .formatted(RunLength.DEFAULT_EPOCHS),
            0,
            0);
    maxIter =
        count(
            stage,
            "maxIter",
            "iterations at most: passes over the rows and, after them, steps of the finish"
                + " (>= 0; 0 leaves the model that training would start from)",
            0,
            MAX_ITER);
    batchSize = count(stage, "batchSize", "rows per step (>= 0; 0 chooses)", 0, 0);
    seed =
        new LongParam(stage, "seed", "seed of all random choices, such as the order of the rows");
    tol =
        new DoubleParam(
            stage,
            "tol",
            "with a finish, the norm of the objective's gradient at which it ends, relative to that"
                + " of the model without coefficients; without, passes stop when the mean loss of"
                + " an epoch changes by at most this, relatively, if it is set (>= 0; 0 never"
                + " stops early)",
            ParamValidators.gtEq(0));
    String[] modes = Choice.names(RunMode.class);
    mode =
        ChoiceParam.of(
            stage,
            "mode",
            "how steps are spread over Spark jobs: " + String.join(", ", modes),
            modes);
    syncInterval =
        count(
            stage,
            "syncInterval",
            "in local mode, steps of a partition between two averagings (>= 0; 0 chooses)",
            0,
            0);
    numPartitions =
        count(
            stage,
            "numPartitions",
            "blocks into which the rows are cut in their order (>= 0; 0 keeps the data frame's"
                + " partitions)",
            0,
            0);
    aggregationDepth =
        count(
            stage,
            "aggregationDepth",
            "in synchronous mode, levels of the tree in which gradients are added (>= 1)",
            1,
            Engine.DEFAULT_AGGREGATION_DEPTH);
    checkpointDir =
        text(
            stage,
            "checkpointDir",
            "folder for checkpoints of this fit on any Hadoop file system; none if not set",
            EstimatorFields::checkFolder);
    checkpointInterval =
        count(
            stage,
            "checkpointInterval",
            "epochs between two checkpoints (>= 1)",
            1,
            Checkpoints.DEFAULT_INTERVAL);
    regParam =
        new DoubleParam(
            stage, "regParam", "strength of the L2 penalty (>= 0)", ParamValidators.gtEq(0));
    weightCol =
        text(
            stage,
            "weightCol",
            "weight column; all rows weigh 1 if not set or empty",
            EstimatorFields::acceptAny);
    validationIndicatorCol =
        text(
            stage,
            "validationIndicatorCol",
            "boolean column that is true for the rows to validate on, which are not trained on;"
                + " none if not set or empty",
            EstimatorFields::acceptAny);
    patience =
        count(
            stage,
            "patience",
            "epochs without a new best validation loss after which training stops (>= 1)",
            1,
            5);
    stage.setDefault(optimizer, RunRequest.DEFAULT_RULE);
    stage.setDefault(schedule, RunRequest.DEFAULT_SCHEDULE);
    stage.setDefault(seed, RunRequest.DEFAULT_SEED);
    stage.setDefault(tol, 0.0);
    stage.setDefault(regParam, 0.0);
  }

  private static void checkFolder(String path) {
    if (path.isBlank()) {
      throw new IllegalArgumentException(
          "checkpointDir is blank; name a folder, or leave it unset to save nothing");
    }
  }

  private static void acceptAny(String value) {}

  private static IntParam count(Params stage, String name, String doc, int least, int byDefault) {
    IntParam param = new IntParam(stage, name, doc, ParamValidators.gtEq(least));
    stage.setDefault(param, byDefault);
    return param;
  }

  /** A param whose values are checked wherever they are set, in setters, grids and saved stages. */
  public static Param<String> text(Params stage, String name, String doc, TextCheck check) {
    return new Param<>(
        stage,
        name,
        doc,
        (scala.Function1<String, Object> & Serializable)
            value -> {
              requireValue(name, value);
              check.check(value);
              return true;
            });
  }

  /** Refuses null for a param. */
  static void requireValue(String name, Object value) {
    if (value == null) {
      throw new IllegalArgumentException(
          "%s must not be null; leave it unset, or clear it, to have its default".formatted(name));
    }
  }

  /**
   * Passes over the rows. Where nothing follows them they are what Spark calls iterations, so that
   * a maxIter that is set stands for a maxEpochs that is not.
   */
  RunLength length(Params stage) {
    int epochs = (int) stage.getOrDefault(maxEpochs), most = mostIterations(stage);
    int batch = (int) stage.getOrDefault(batchSize);
    return epochs > 0
        ? new RunLength.Epochs(Math.min(epochs, most), batch)
        : most < UNBOUNDED
            ? new RunLength.Epochs(most, batch)
            : new RunLength.Automatic(most, batch);
  }

  /** The bound that is set on passes. */
  final int mostIterations(Params stage) {
    return stage.isSet(maxIter) ? Math.max(1, (int) stage.getOrDefault(maxIter)) : UNBOUNDED;
  }

  /** The model that training starts from; null starts from scratch. */
  public final M initialModel() {
    return initialModel;
  }

  /** Gives a copy of the stage what its params do not hold. */
  public <E extends SteplessParams<E, M>> E completing(E copy) {
    copy.setInitialModel(initialModel);
    return copy.setListener(listener);
  }
}
