package org.stepless.spark;

import java.util.Locale;
import java.util.function.Function;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.stepless.data.RowBlock;
import org.stepless.losses.Loss;
import org.stepless.losses.Objective;
import org.stepless.spark.engine.BlockData;
import org.stepless.spark.engine.Engine;
import org.stepless.spark.engine.Rows;
import org.stepless.spark.engine.TaskErrors;
import org.stepless.training.Coordinates;
import org.stepless.training.Problem;

/**
 * What all estimators of linear models do: rows to blocks, statistics, coordinates and penalty,
 * rounds, and the weights of the features as they came.
 */
final class LinearModelTraining {

  /**
   * A loss that fits the labels, and the intercepts to start from.
   *
   * @param intercepts one an output, as if all features were at their mean
   * @param penaltyScale factor on regParam
   */
  record Target(Loss loss, double[] intercepts, double penaltyScale) {}

  /**
   * The fitted weights.
   *
   * @param weights coefficient of column j for output k at {@code j*K+k}, then K intercepts
   */
  record Fitted(double[] weights, int columns, int outputs, boolean intercept) {
    double[] coefficients() {
      return java.util.Arrays.copyOf(weights, columns * outputs);
    }

    double[] intercepts() {
      return intercept
          ? java.util.Arrays.copyOfRange(weights, columns * outputs, weights.length)
          : new double[outputs];
    }
  }

  private final SteplessParams<?> params;
  private final TrainingListener listener;
  private TrainingSummary summary;

  LinearModelTraining(SteplessParams<?> params, TrainingListener listener) {
    this.params = params;
    this.listener = listener == null ? new TrainingListener() {} : listener;
  }

  TrainingSummary summary() {
    return summary;
  }

  /**
   * @param target chooses the loss from what the first pass found
   */
  Fitted fit(
      Dataset<?> data,
      String features,
      String label,
      Rows.LabelCheck check,
      Function<BlockData, Target> target) {
    long start = System.nanoTime();
    String weight = params.isSet(params.weightCol()) ? params.getWeightCol() : null;
    JavaSparkContext context =
        JavaSparkContext.fromSparkContext(data.sparkSession().sparkContext());
    context.setJobDescription("Stepless: rows to blocks");
    JavaRDD<RowBlock> blocks = Rows.blocks(data, features, label, weight, check);
    String what = "columns '%s' and '%s'".formatted(features, label);
    try (BlockData rows = BlockData.persist(blocks, what)) {
      if (!(rows.statistics().weightSum() > 0)) {
        throw new IllegalArgumentException(
            "column '%s' gives all rows together the weight %s; it must be positive"
                .formatted(weight, rows.statistics().weightSum()));
      }
      return train(context, rows, target.apply(rows), start);
    } catch (Exception e) {
      throw TaskErrors.clear(e);
    } finally {
      context.setJobDescription(null);
    }
  }

  private Fitted train(JavaSparkContext context, BlockData rows, Target target, long start) {
    int columns = rows.columns();
    int outputs = target.loss().outputs();
    boolean intercept = params.getFitIntercept();
    double[] deviations = rows.statistics().standardDeviations();
    Objective objective =
        new Objective(
            target.loss(),
            columns,
            intercept,
            Objective.l2(
                params.getRegParam() * target.penaltyScale(),
                deviations,
                params.getStandardization()));
    Coordinates coordinates =
        params.getCoordinates().equals(SteplessParams.RAW)
            ? null
            : new Coordinates(outputs, deviations, intercept ? rows.statistics().means() : null);
    Problem problem = new Problem(objective, coordinates, rows.meanWeight());
    double[] first = new double[problem.dimension()];
    if (intercept) {
      System.arraycopy(target.intercepts(), 0, first, columns * outputs, outputs);
    }
    Engine.Result result =
        new Engine(context)
            .train(
                params.trainingConfig(),
                rows,
                problem,
                first,
                listener::onStart,
                listener::onEpoch);
    summary = summary(result, (System.nanoTime() - start) * 1e-9);
    listener.onEnd(summary);
    return new Fitted(result.model(), columns, outputs, intercept);
  }

  private TrainingSummary summary(Engine.Result result, double seconds) {
    return TrainingSummary.of(
        result,
        seconds,
        result.progress().converged()
            ? String.format(Locale.ROOT, "loss changed by at most %s of itself", params.getTol())
            : "all %d epochs done".formatted(params.getMaxEpochs()));
  }
}
