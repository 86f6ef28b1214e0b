package org.stepless.spark.engine;

import org.stepless.optimizer.Method;
import org.stepless.schedules.Schedule;
import org.stepless.text.Check;

/**
 * What a user asks for, before it meets data.
 *
 * @param batchSize rows a step (in local mode, a step of one partition); 0 chooses
 * @param syncInterval local steps a round in local mode; 0 chooses
 */
public record TrainingConfig(
    Method rule,
    Schedule schedule,
    int epochs,
    int batchSize,
    long seed,
    double tolerance,
    RoundMode mode,
    int syncInterval) {

  public TrainingConfig {
    Check.atLeast("epochs", epochs, 1);
    Check.atLeast("batchSize", batchSize, 0);
    Check.notNegative("tolerance", tolerance);
    Check.atLeast("syncInterval", syncInterval, 0);
  }
}
