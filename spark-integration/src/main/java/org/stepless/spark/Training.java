package org.stepless.spark;

import java.util.Locale;
import java.util.function.Function;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.ml.PredictionModel;
import org.apache.spark.ml.Predictor;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Dataset;
import org.stepless.data.RowBlock;
import org.stepless.losses.Loss;
import org.stepless.spark.checkpoint.CheckpointFolder;
import org.stepless.spark.engine.BlockData;
import org.stepless.spark.engine.Checkpoints;
import org.stepless.spark.engine.Engine;
import org.stepless.spark.engine.Fingerprint;
import org.stepless.spark.engine.MemoryNeed;
import org.stepless.spark.engine.Rows.LabelCheck;
import org.stepless.spark.engine.TaskErrors;
import org.stepless.training.Problem;

/** What all estimators do: rows to blocks, rounds, validation, summary. */
public final class Training {

  /**
   * What to minimise, and where to start.
   *
   * @param loss of margins; null for a problem without margins
   * @param labels checks the labels of rows that were not seen when the problem was chosen
   * @param problem objective, coordinates of the features and mean weight of a row
   * @param start first model
   * @param backend what computes the gradients, for the summary
   */
  public record Setup(
      Loss loss, LabelCheck labels, Problem problem, double[] start, String backend) {
    /** A problem whose gradients this library computes itself. */
    Setup(Loss loss, Problem problem, double[] start) {
      this(loss, LabelCheck.of(loss), problem, start, TrainingSummary.PLAIN_JAVA);
    }

    /** A problem without margins. */
    public Setup(LabelCheck labels, Problem problem, double[] start, String backend) {
      this(null, labels, problem, start, backend);
    }
  }

  private final SteplessParams<?, ?> params;
  private final TrainingListener listener;
  private final JavaSparkContext context;
  private final CheckpointFolder folder;
  private final InputRows input;
  private final long start = System.nanoTime();

  /**
   * @param folder for checkpoints; null saves nothing
   */
  private Training(
      SteplessParams<?, ?> params,
      JavaSparkContext context,
      CheckpointFolder folder,
      InputRows input) {
    this.params = params;
    this.context = context;
    this.folder = folder;
    this.input = input;
    TrainingListener set = params.common().listener;
    listener = set == null ? new TrainingListener() {} : set;
  }

  /**
   * What {@code Predictor.fit} does, but on the frame itself instead of one with a cast label: a
   * new frame has to be planned anew in every fit.
   */
  static <M extends PredictionModel<Vector, M>> M fitted(
      Predictor<Vector, ?, M> estimator, Dataset<?> data) {
    estimator.transformSchema(data.schema());
    return estimator.copyValues(
        estimator.train(data).setParent(estimator), estimator.copyValues$default$2());
  }

  /**
   * Trains, and leaves the summary with the params.
   *
   * @param check of every label
   * @param setup chooses the problem from what the first pass found
   * @return the model
   */
  public static double[] fit(
      SteplessParams<?, ?> params,
      Dataset<?> data,
      LabelCheck check,
      Function<BlockData, Setup> setup) {
    JavaSparkContext context =
        JavaSparkContext.fromSparkContext(data.sparkSession().sparkContext());
    // First of all: work that cannot be saved must not begin.
    CheckpointFolder folder =
        params.isSet(params.checkpointDir())
            ? CheckpointFolder.open(params.getCheckpointDir(), context.hadoopConfiguration())
            : null;
    context.setJobDescription("Stepless: rows to blocks");
    try {
      InputRows input = new InputRows(params, data, check);
      return new Training(params, context, folder, input).fit(setup);
    } catch (Exception e) {
      throw TaskErrors.clear(e);
    } finally {
      context.setJobDescription(null);
    }
  }

  private double[] fit(Function<BlockData, Setup> setup) {
    try (BlockData rows = persist(input.training())) {
      requireWeight(rows, input.trainingName());
      Setup chosen = setup.apply(rows);
      MemoryNeed.require(context, params.trainingConfig(), rows, chosen.problem());
      Engine engine = new Engine(context).setAggregationDepth(params.getAggregationDepth());
      if (!input.hasValidation()) {
        return train(engine.setCheckpoints(checkpoints(null)), rows, chosen, null);
      }
      JavaRDD<RowBlock> held = input.validation(chosen.labels());
      try (BlockData validation = BlockData.persist(held, input.validationName())) {
        requireWeight(validation, input.validationName());
        requireColumns(rows, validation);
        return train(
            engine.setCheckpoints(checkpoints(validation)),
            rows,
            chosen,
            new Validation(
                model -> engine.meanLoss(validation, chosen.problem().objective(), model),
                params.getPatience(),
                listener));
      }
    }
  }

  private Checkpoints checkpoints(BlockData validation) {
    if (folder == null) {
      return null;
    }
    Fingerprint print = ParamFingerprint.of(params);
    if (validation != null) {
      print.withRows("validation", validation);
    }
    return new Checkpoints(folder, params.getCheckpointInterval(), print);
  }

  private BlockData persist(JavaRDD<RowBlock> blocks) {
    if (params.getNumPartitions() == 0) {
      return BlockData.persist(blocks, input.trainingName(), input.trainingTasks());
    }
    try (RowRanges ranges = RowRanges.of(blocks, params.getNumPartitions())) {
      return BlockData.persist(ranges.blocks(), input.trainingName());
    }
  }

  private void requireWeight(BlockData rows, String name) {
    double sum = rows.statistics().weightSum();
    if (!(sum > 0)) {
      throw new IllegalArgumentException(
          "column '%s' gives all rows of %s together the weight %s; it must be positive"
              .formatted(input.weightName(), name, sum));
    }
  }

  private void requireColumns(BlockData rows, BlockData validation) {
    if (rows.columns() != validation.columns()) {
      throw new IllegalArgumentException(
          "column '%s' holds vectors of %d features to train on and of %d to validate on"
              .formatted(params.getFeaturesCol(), rows.columns(), validation.columns()));
    }
  }

  private double[] train(Engine engine, BlockData rows, Setup setup, Validation validation) {
    Engine.Result result =
        engine
            .setMonitor(validation)
            .train(params.trainingConfig(), rows, setup.problem(), setup.start(), listener);
    double seconds = (System.nanoTime() - start) * 1e-9;
    TrainingSummary summary =
        TrainingSummary.of(result, seconds, stopReason(result, validation))
            .withBackend(setup.backend());
    if (validation != null) {
      summary = summary.withValidation(validation.losses(), validation.bestEpoch());
    }
    params.common().summary = summary;
    listener.onEnd(summary);
    return result.model();
  }

  private String stopReason(Engine.Result result, Validation validation) {
    if (validation != null && validation.stopReason() != null) {
      return validation.stopReason();
    }
    return result.progress().converged()
        ? String.format(Locale.ROOT, "loss changed by at most %s of itself", params.getTol())
        : "all %d epochs done".formatted(params.getMaxEpochs());
  }
}
