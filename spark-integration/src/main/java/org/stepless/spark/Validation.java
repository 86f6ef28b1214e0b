package org.stepless.spark;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
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
  public boolean goOn(EpochReport report, double[] model) {
    double value = loss.applyAsDouble(model);
    losses.add(value);
    listener.onValidation(report.epoch(), value);
    // Negated, so that a first loss of NaN is kept until a number comes.
    if (best == null || !(value >= losses.get(bestEpoch - 1))) {
      best = model;
      bestEpoch = losses.size();
    }
    return !outOfPatience();
  }

  private boolean outOfPatience() {
    return losses.size() - bestEpoch >= patience;
  }

  @Override
  public double[] model() {
    return best;
  }

  double[] losses() {
    return losses.stream().mapToDouble(Double::doubleValue).toArray();
  }

  /** The epoch whose model is kept, from 1. */
  int bestEpoch() {
    return bestEpoch;
  }

  /** Why training stopped early; null if it did not for lack of improvement. */
  String stopReason() {
    return outOfPatience()
        ? String.format(
            Locale.ROOT,
            "validation loss no better than %.6g of epoch %d for %d epochs",
            losses.get(bestEpoch - 1),
            bestEpoch,
            patience)
        : null;
  }
}
