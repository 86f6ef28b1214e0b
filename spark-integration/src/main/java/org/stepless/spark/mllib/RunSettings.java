package org.stepless.spark.mllib;

import java.io.Serializable;
import org.apache.spark.api.java.JavaSparkContext;
import org.stepless.optimizer.ExampleRule;
import org.stepless.optimizer.Method;
import org.stepless.spark.checkpoint.CheckpointFolder;
import org.stepless.spark.engine.Checkpoints;
import org.stepless.spark.engine.Engine;
import org.stepless.spark.engine.Fingerprint;
import org.stepless.spark.engine.RoundMode;
import org.stepless.text.Check;

/** How a run of the optimiser is spread over jobs, and where it is saved. */
final class RunSettings implements Serializable {
  private static final long serialVersionUID = 1L;

  RoundMode mode;
  int syncInterval;
  private int aggregationDepth = Engine.DEFAULT_AGGREGATION_DEPTH;
  private String checkpointDir;
  private int checkpointInterval = Checkpoints.DEFAULT_INTERVAL;

  /** The mode that was set, or else the one that suits the method. */
  RoundMode mode(Method rule) {
    RoundMode byDefault = rule instanceof ExampleRule ? RoundMode.AUTO : RoundMode.SYNCHRONOUS;
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

  /** The folder for checkpoints, found writable; null if none is set. */
  CheckpointFolder openFolder(JavaSparkContext context) {
    return checkpointDir == null
        ? null
        : CheckpointFolder.open(checkpointDir, context.hadoopConfiguration());
  }

  /**
   * @param folder for checkpoints; null saves nothing
   * @param problem what the result depends on beside plan and rows
   */
  Engine engine(JavaSparkContext context, CheckpointFolder folder, Fingerprint problem) {
    Engine engine = new Engine(context).setAggregationDepth(aggregationDepth);
    return folder == null
        ? engine
        : engine.setCheckpoints(new Checkpoints(folder, checkpointInterval, problem));
  }
}
