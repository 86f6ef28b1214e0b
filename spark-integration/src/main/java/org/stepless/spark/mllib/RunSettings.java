package org.stepless.spark.mllib;

import java.io.Serializable;
import org.stepless.methods.Methods;
import org.stepless.optimizer.ExampleRule;
import org.stepless.optimizer.Method;
import org.stepless.plan.RunLength;
import org.stepless.plan.RunMode;
import org.stepless.plan.RunRequest;
import org.stepless.schedules.Schedule;
import org.stepless.schedules.Schedules;
import org.stepless.spark.checkpoint.Checkpoints;
import org.stepless.spark.checkpoint.Fingerprint;
import org.stepless.spark.engine.Engine;
import org.stepless.spark.fit.FitSettings;
import org.stepless.spark.fit.TrainingListener;
import org.stepless.text.Check;

/** How the optimiser trains, how a run is spread over jobs, and where it is saved. */
final class RunSettings implements Serializable {
  private static final long serialVersionUID = 1L;

  Method rule = Methods.parse(RunRequest.DEFAULT_RULE);
  Schedule schedule = Schedules.parse(RunRequest.DEFAULT_SCHEDULE);
  int numIterations = 100;
  double miniBatchFraction = 1;
  double convergenceTol;
  long seed = RunRequest.DEFAULT_SEED;
  RunMode mode; // null chooses the one that suits the rule
  int syncInterval;
  private int aggregationDepth = Engine.DEFAULT_AGGREGATION_DEPTH;
  private String checkpointDir;
  private int checkpointInterval = Checkpoints.DEFAULT_INTERVAL;

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
  FitSettings of(Fingerprint problem, TrainingListener listener) {
    RunMode byDefault = rule instanceof ExampleRule ? RunMode.AUTO : RunMode.SYNCHRONOUS;
    RunRequest request =
        new RunRequest(
            rule,
            schedule,
            new RunLength.Iterations(numIterations, miniBatchFraction),
            seed,
            convergenceTol,
            mode == null ? byDefault : mode,
            syncInterval);
    return new FitSettings(
        request, aggregationDepth, checkpointDir, checkpointInterval, problem, 1, listener);
  }
}
