package org.stepless.spark.mllib;

import java.io.Serializable;
import org.stepless.optimizer.ExampleRule;
import org.stepless.optimizer.Method;
import org.stepless.plan.RunMode;
import org.stepless.plan.RunRequest;
import org.stepless.spark.checkpoint.Checkpoints;
import org.stepless.spark.checkpoint.Fingerprint;
import org.stepless.spark.engine.Engine;
import org.stepless.spark.fit.FitSettings;
import org.stepless.spark.fit.TrainingListener;
import org.stepless.text.Check;

/** How a run of the optimiser is spread over jobs, and where it is saved. */
final class RunSettings implements Serializable {
  private static final long serialVersionUID = 1L;

  RunMode mode;
  int syncInterval;
  private int aggregationDepth = Engine.DEFAULT_AGGREGATION_DEPTH;
  private String checkpointDir;
  private int checkpointInterval = Checkpoints.DEFAULT_INTERVAL;

  /** The mode that was set, or else the one that suits the method. */
  RunMode mode(Method rule) {
    RunMode byDefault = rule instanceof ExampleRule ? RunMode.AUTO : RunMode.SYNCHRONOUS;
    return mode == null ? byDefault : mode;
  }

  void setAggregationDepth(int value) {
    Check.atLeast("aggregationDepth", value, 1);
    aggregationDepth = value;
  }

  void setCheckpointDir(String value) {
    if (value != null && value.isBlank()) {
      throw new IllegalArgumentException(
          "checkpointDir is blank; name a folder, or null to save nothing");
    }
    checkpointDir = value;
  }

  void setCheckpointInterval(int value) {
    Check.atLeast("checkpointInterval", value, 1);
    checkpointInterval = value;
  }

  /**
   * @param problem what the result depends on beside request and rows
   */
  FitSettings of(RunRequest request, Fingerprint problem, TrainingListener listener) {
    return new FitSettings(
        request, aggregationDepth, checkpointDir, checkpointInterval, problem, 1, listener);
  }
}
