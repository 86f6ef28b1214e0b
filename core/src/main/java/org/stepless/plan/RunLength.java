package org.stepless.plan;

import java.io.Serializable;
import org.stepless.text.Check;

/** How long a run is to be, as its user says it. */
public sealed interface RunLength extends Serializable {
  /** Passes over the rows when nothing is said. */
  int DEFAULT_EPOCHS = 30;

  /** How it is said that the whole run was made. */
  String done();

  /**
   * As the estimators say it.
   *
   * @param epochs passes over the rows; 0 makes none, for a finish that starts at once
   * @param batchSize rows per step (in local mode, per step of one partition); 0 chooses
   */
  record Epochs(int epochs, int batchSize) implements RunLength {
    public Epochs {
      Check.atLeast("epochs", epochs, 0);
      Check.atLeast("batchSize", batchSize, 0);
    }

    @Override
    public String done() {
      return epochs == 0 ? "no epochs wanted" : "all %d epochs done".formatted(epochs);
    }
  }

  /**
   * As MLlib's optimizers say it.
   *
   * @param iterations steps; at least 1
   * @param miniBatchFraction share of the rows that a step takes, in (0, 1]; becomes 1/n with n the
   *     nearest whole number, but no more than the largest partition has rows
   */
  record Iterations(int iterations, double miniBatchFraction) implements RunLength {
    public Iterations {
      Check.atLeast("iterations", iterations, 1);
      Check.require(
          miniBatchFraction > 0 && miniBatchFraction <= 1,
          "miniBatchFraction",
          "in (0, 1]",
          miniBatchFraction);
    }

    @Override
    public String done() {
      return "all %d iterations done".formatted(iterations);
    }

    /** Batches per pass: more than rows would leave some without any. */
    int batches(int largestPartition) {
      return (int) Math.max(1, Math.min(largestPartition, Math.round(1 / miniBatchFraction)));
    }

    /** Passes that begin. */
    int passes(int batches) {
      return (iterations - 1) / batches + 1;
    }
  }
}
