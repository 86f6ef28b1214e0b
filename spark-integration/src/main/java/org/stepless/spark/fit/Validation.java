package org.stepless.spark.fit;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import org.stepless.spark.checkpoint.Checkpoint;
import org.stepless.spark.engine.EpochMonitor;
import org.stepless.training.EpochReport;

/** Keeps the model of the epoch with the lowest validation loss, and stops when that grows old. */
final class Validation implements EpochMonitor {
  private final ToDoubleFunction<double[]> loss;
  private final int patience;
  private final TrainingListener listener;
  private final List<Double> losses = new ArrayList<>();
  private double[] best;
  private int bestEpoch;

  /**
   * @param loss of a model over the rows validated on
   */
  Validation(ToDoubleFunction<double[]> loss, int patience, TrainingListener listener) {
    this.loss = loss;
    this.patience = patience;
    this.listener = listener;
  }

  @Override
  public boolean watches() {
    return true;
  }

  @Override
  public void see(EpochReport report, Supplier<double[]> model) {
    double[] now = model.get();
    double value = loss.applyAsDouble(now);
    if (add(value)) {
      best = now;
    }
    listener.onValidation(report.epoch(), value);
  }

  /** Adds an epoch's loss; whether it is the best so far. */
  private boolean add(double value) {
    losses.add(value);
    // Negated, so that a first loss of NaN is kept until a number comes.
    boolean better = bestEpoch == 0 || !(value >= losses.get(bestEpoch - 1));
    if (better) {
      bestEpoch = losses.size();
    }
    return better;
  }

  @Override
  public boolean done() {
    return losses.size() - bestEpoch >= patience;
  }

  @Override
  public double[] choose(double[] last) {
    return best == null ? last : best;
  }

  @Override
  public Checkpoint.Validated seen() {
    return best == null ? Checkpoint.Validated.NOTHING : new Checkpoint.Validated(losses(), best);
  }

  @Override
  public void restore(Checkpoint.Validated seen) {
    for (double value : seen.losses()) {
      add(value);
    }
    best = bestEpoch == 0 ? null : seen.best();
  }

  private double[] losses() {
    return losses.stream().mapToDouble(Double::doubleValue).toArray();
  }

  /** A run's summary with what was seen, and why it ended if that was for lack of improvement. */
  TrainingSummary completing(TrainingSummary summary) {
    String reason =
        done()
            ? String.format(
                Locale.ROOT,
                "validation loss no better than %.6g of epoch %d for %d epochs",
                losses.get(bestEpoch - 1),
                bestEpoch,
                patience)
            : summary.stopReason();
    return summary.withValidation(losses(), bestEpoch, reason);
  }
}
