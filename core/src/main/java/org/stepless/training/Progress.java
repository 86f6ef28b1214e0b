package org.stepless.training;

import java.io.Serializable;
import org.stepless.optimizer.OptimizerState;

/**
 * Where a run stands between two steps: the rule's state, the loss of the epoch under way and
 * whether training has converged. A run that is cut at any step and goes on from here takes the
 * same steps as one that was never cut.
 */
public final class Progress implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Few steps tell little: a pass of a single step must not end a run that is warming up. */
  private static final int QUIET_STEPS = 20;

  private final OptimizerState state;
  private double lossSum;
  private long lossRows;
  private double secondsInEpoch;
  private double lastEpochLoss = Double.NaN;
  private double lastStepSize;
  private long quietSteps;
  private boolean converged;
  private double firstLoss = Double.NaN;

  /** A run that is about to start from this state, which is not copied. */
  public Progress(OptimizerState state) {
    this.state = state;
  }

  /** The rule's state: point, vectors, scalars and step number. */
  public OptimizerState state() {
    return state;
  }

  /** A copy that shares nothing with this one. */
  public Progress copy() {
    return withState(state.copy());
  }

  /** This progress with another state: the losses counted so far stay. */
  public Progress withState(OptimizerState other) {
    Progress next = new Progress(other);
    next.lossSum = lossSum;
    next.lossRows = lossRows;
    next.secondsInEpoch = secondsInEpoch;
    next.lastEpochLoss = lastEpochLoss;
    next.lastStepSize = lastStepSize;
    next.quietSteps = quietSteps;
    next.converged = converged;
    next.firstLoss = firstLoss;
    return next;
  }

  /** Sum over the rows of the epoch under way of the objective of their batch. */
  public double lossSum() {
    return lossSum;
  }

  /** Rows of the epoch under way. */
  public long lossRows() {
    return lossRows;
  }

  /** Computing time of the epoch under way. */
  public double secondsInEpoch() {
    return secondsInEpoch;
  }

  /**
   * The losses counted so far, for {@link #restore}: loss sum, rows and seconds of the epoch under
   * way, loss and step size of the last epoch, quiet steps, 1 if training has converged, and the
   * objective of the first batch.
   */
  public double[] counters() {
    return new double[] {
      lossSum,
      lossRows,
      secondsInEpoch,
      lastEpochLoss,
      lastStepSize,
      quietSteps,
      converged ? 1 : 0,
      firstLoss
    };
  }

  /** The progress that had this state and gave these {@link #counters}. */
  public static Progress restore(OptimizerState state, double[] counters) {
    if (counters.length != 8) {
      throw new IllegalArgumentException("expected 8 counters, got " + counters.length);
    }
    Progress progress = new Progress(state);
    progress.lossSum = counters[0];
    progress.lossRows = (long) counters[1];
    progress.secondsInEpoch = counters[2];
    progress.lastEpochLoss = counters[3];
    progress.lastStepSize = counters[4];
    progress.quietSteps = (long) counters[5];
    progress.converged = counters[6] != 0;
    progress.firstLoss = counters[7];
    return progress;
  }

  /** Whether no further step is to be taken: all are taken, or the tolerance was met. */
  public boolean finished(TrainingPlan plan) {
    return converged || state.step() >= plan.totalSteps();
  }

  /**
   * Whether training ended early: in passes of together at least 20 steps the loss changed by less
   * than the tolerance from pass to pass while the step size did not grow. A method that starts
   * from tiny steps changes the loss as little as one that has arrived, but its steps grow.
   */
  public boolean converged() {
    return converged;
  }

  /** Objective of the first batch that had rows, before any step; NaN before. */
  public double firstLoss() {
    return firstLoss;
  }

  /** Tells the objective of a batch; the first one told is kept. */
  public void tellLoss(double loss) {
    if (Double.isNaN(firstLoss)) {
      firstLoss = loss;
    }
  }

  /** Mean objective over the batches of the last full epoch; NaN before its end. */
  public double lastEpochLoss() {
    return lastEpochLoss;
  }

  /**
   * Counts batches of the epoch under way.
   *
   * @param loss sum over the rows of the objective of their batch
   */
  public void count(double loss, long rows, double seconds) {
    lossSum += loss;
    lossRows += rows;
    secondsInEpoch += seconds;
  }

  /** Whether the state stands at the end of a pass. */
  public boolean atEpochEnd(TrainingPlan plan) {
    return state.step() % plan.stepsPerEpoch() == 0;
  }

  /** Closes the epoch whose last step was just taken. */
  public EpochReport endEpoch(TrainingPlan plan, double gradientNorm) {
    double loss = lossSum / Math.max(1, lossRows);
    double stepSize = plan.rule().stepSize(state.scalars());
    boolean quiet = plan.converged(lastEpochLoss, loss) && stepSize <= lastStepSize;
    quietSteps = quiet ? quietSteps + plan.stepsPerEpoch() : 0;
    converged = quietSteps >= QUIET_STEPS;
    lastEpochLoss = loss;
    lastStepSize = stepSize;
    EpochReport report =
        new EpochReport(
            (int) (state.step() / plan.stepsPerEpoch()),
            plan.epochs(),
            state.step(),
            loss,
            stepSize,
            gradientNorm,
            secondsInEpoch > 0 ? lossRows / secondsInEpoch : 0);
    lossSum = 0;
    lossRows = 0;
    secondsInEpoch = 0;
    return report;
  }
}
