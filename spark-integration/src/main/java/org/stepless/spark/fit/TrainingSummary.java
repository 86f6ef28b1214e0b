package org.stepless.spark.fit;

import java.util.List;
import java.util.stream.DoubleStream;
import org.stepless.finish.Finished;
import org.stepless.spark.engine.TrainingResult;
import org.stepless.spark.placement.Trackers;
import org.stepless.training.EpochReport;
import org.stepless.training.FinishReport;

/**
 * What happened in a training run.
 *
 * @param objective mean weighted loss plus penalty of the final model over all rows trained on
 * @param epochs passes over the rows that were made
 * @param steps steps that were taken
 * @param seconds wall-clock time of the training, conversion of the rows included
 * @param stepSize effective step size of the last step
 * @param mode how the steps were spread over jobs, and why
 * @param stopReason why training ended
 * @param epochHistory one report per epoch
 * @param gradientNorms1 sum of absolute gradient entries of every step; empty for per-example
 *     rules, whose steps may be as many as rows
 * @param gradientNorms2 Euclidean gradient norm of every step; empty likewise
 * @param validationHistory mean weighted loss over the rows validated on after every epoch; empty
 *     if there are none
 * @param bestEpoch the epoch whose model was returned, from 1: that of the lowest validation loss,
 *     or the last
 * @param trackers of the rows trained on at the end of training; null unless the optimizer is a
 *     per-example rule that keeps them
 * @param backend what computed the gradients: plain Java, or ND4J with its devices, memory limits
 *     and threads
 * @param diverged whether the objective is NaN or clearly above the mean of the first epoch's
 *     batches: the optimizer does not suit the problem, or outliers carry it away, and the model is
 *     of no use
 * @param finish how the model was brought to its optimum after the passes: its steps, its passes,
 *     the norm of the gradient in the end and whether it converged; null if there was no finish.
 *     Epochs and steps of the other components are those of the passes before
 */
public record TrainingSummary(
    double objective,
    int epochs,
    long steps,
    double seconds,
    double stepSize,
    String mode,
    String stopReason,
    List<EpochReport> epochHistory,
    double[] gradientNorms1,
    double[] gradientNorms2,
    double[] validationHistory,
    int bestEpoch,
    Trackers trackers,
    String backend,
    boolean diverged,
    Finished finish) {
  /** The backend of gradients that this library computes itself. */
  public static final String PLAIN_JAVA = "plain Java";

  /** The summary of a run of the engine without validation. */
  public static TrainingSummary of(
      TrainingResult result, double seconds, String stopReason, String backend) {
    List<EpochReport> reports = result.reports();
    return new TrainingSummary(
        result.objective(),
        reports.size(),
        result.progress().state().step(),
        seconds,
        reports.isEmpty() ? 0 : reports.get(reports.size() - 1).stepSize(),
        result.description(),
        stopReason,
        reports,
        result.history().norms1(),
        result.history().norms2(),
        new double[0],
        reports.size(),
        result.trackers(),
        backend,
        result.diverged(),
        result.finish());
  }

  /** The summary of a fit that had nothing to train. */
  static TrainingSummary untrained(
      double objective, double seconds, String reason, String backend) {
    double[] none = {};
    return new TrainingSummary(
        objective,
        0,
        0,
        seconds,
        0,
        "no steps",
        reason,
        List.of(),
        none,
        none,
        none,
        0,
        null,
        backend,
        false,
        null);
  }

  TrainingSummary withValidation(double[] history, int best, String stopped) {
    return new TrainingSummary(
        objective,
        epochs,
        steps,
        seconds,
        stepSize,
        mode,
        stopped,
        epochHistory,
        gradientNorms1,
        gradientNorms2,
        history,
        best,
        trackers,
        backend,
        diverged,
        finish);
  }

  /**
   * Mean objective of the batches of every epoch, each before its step; behind them the objective
   * over all rows: at the start of the finish and after each of its steps or, without a finish, of
   * the final model. So many epochs and steps of the finish, and one more.
   */
  public double[] objectiveHistory() {
    DoubleStream ends =
        finish == null
            ? DoubleStream.of(objective)
            : finish.path().stream().mapToDouble(FinishReport::objective);
    DoubleStream passes = epochHistory.stream().mapToDouble(EpochReport::loss);
    return DoubleStream.concat(passes, ends).toArray();
  }

  /** Effective step size at the end of every epoch. */
  public double[] stepHistory() {
    return epochHistory.stream().mapToDouble(EpochReport::stepSize).toArray();
  }
}
