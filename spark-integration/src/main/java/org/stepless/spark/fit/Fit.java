package org.stepless.spark.fit;

import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.spark.api.java.JavaSparkContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.stepless.losses.BatchObjective;
import org.stepless.spark.checkpoint.CheckpointFolder;
import org.stepless.spark.checkpoint.Fingerprint;
import org.stepless.spark.engine.Engine;
import org.stepless.spark.engine.TrainingResult;
import org.stepless.spark.rows.BlockData;
import org.stepless.text.Catalog;

/**
 * The path of every fit, of estimators and of the MLlib optimizer: folder for checkpoints, rows to
 * blocks, rounds, validation, summary, clear errors.
 */
public final class Fit {
  /**
   * What came out.
   *
   * @param model as the problem's objective lays it out
   * @param summary of the run
   */
  public record Fitted(double[] model, TrainingSummary summary) {}

  private static final Logger LOG = LoggerFactory.getLogger(Fit.class);

  private final JavaSparkContext context;
  private final FitSettings settings;
  private final CheckpointFolder folder;
  private final long start = System.nanoTime();

  private Fit(JavaSparkContext context, FitSettings settings, CheckpointFolder folder) {
    this.context = context;
    this.settings = settings;
    this.folder = folder;
  }

  /**
   * Trains.
   *
   * @param rows what to train and validate on; asked for within the fit
   * @param choose chooses the problem from what the first pass over the rows found
   * @throws IllegalArgumentException if rows, labels, sizes or settings do not fit; names them
   * @throws ArithmeticException if loss or gradient become infinite, naming the step
   * @throws UnsupportedOperationException on a version of Spark that does not work, naming it
   */
  public static Fitted run(
      JavaSparkContext context,
      FitSettings settings,
      Supplier<FitRows> rows,
      Function<BlockData, FitProblem> choose) {
    SparkVersion.check(context.version());
    // First of all: work that cannot be saved must not begin.
    CheckpointFolder folder = settings.openFolder(context.hadoopConfiguration());
    context.setJobDescription("Stepless: rows to blocks");
    try {
      return new Fit(context, settings, folder).run(rows.get(), choose);
    } catch (Exception e) {
      throw TaskErrors.clear(e);
    } catch (NoSuchMethodError | NoSuchFieldError | AbstractMethodError e) {
      throw SparkVersion.unlinked(context.version(), e);
    } finally {
      context.setJobDescription(null);
    }
  }

  private Fitted run(FitRows source, Function<BlockData, FitProblem> choose) {
    try (BlockData rows = source.training()) {
      FitProblem problem = choose.apply(rows);
      Engine engine = new Engine(context).setAggregationDepth(settings.aggregationDepth());
      Fingerprint print = settings.fingerprint();
      Optional<BlockData> held = source.validation(problem.labels(), rows);
      if (problem.known() != null) {
        held.ifPresent(BlockData::close);
        return known(engine, rows, problem);
      }
      if (held.isEmpty()) {
        engine.setCheckpoints(settings.checkpoints(folder, print));
        TrainingResult result = train(engine, rows, problem);
        return told(result.model(), summary(result, problem));
      }
      try (BlockData validated = held.get()) {
        engine.setCheckpoints(
            settings.checkpoints(folder, print.withRows("validation", validated)));
        Validation validation =
            new Validation(
                model -> engine.meanLoss(validated, problem.problem().objective(), model),
                settings.patience(),
                settings.listener());
        TrainingResult result = train(engine.setMonitor(validation), rows, problem);
        return told(result.model(), validation.completing(summary(result, problem)));
      }
    }
  }

  /** What a fit gives that has nothing to train. */
  private Fitted known(Engine engine, BlockData rows, FitProblem problem) {
    FitProblem.Known known = problem.known();
    BatchObjective objective = problem.problem().objective();
    double value =
        Double.isNaN(known.objective())
            ? engine.meanLoss(rows, objective, known.model()) + objective.penalty(known.model())
            : known.objective();
    LOG.warn("nothing to train: {}", known.reason());
    settings.listener().onStart("no steps, " + known.reason());
    return told(
        known.model(),
        TrainingSummary.untrained(value, seconds(), known.reason(), problem.backend()));
  }

  private TrainingResult train(Engine engine, BlockData rows, FitProblem problem) {
    engine.setFinish(problem.finish());
    return engine.train(
        settings.request(), rows, problem.problem(), problem.start(), settings.listener());
  }

  private TrainingSummary summary(TrainingResult result, FitProblem problem) {
    return TrainingSummary.of(result, seconds(), stopReason(result), problem.backend());
  }

  private double seconds() {
    return (System.nanoTime() - start) * 1e-9;
  }

  private String stopReason(TrainingResult result) {
    return result.progress().converged()
        ? "loss changed by at most %s of itself"
            .formatted(Catalog.number(settings.request().tolerance()))
        : settings.request().length().done(result.reports().size());
  }

  private Fitted told(double[] model, TrainingSummary summary) {
    settings.listener().onEnd(summary);
    return new Fitted(model, summary);
  }
}
