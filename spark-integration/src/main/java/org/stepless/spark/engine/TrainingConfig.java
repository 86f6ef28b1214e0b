package org.stepless.spark.engine;

import org.stepless.optimizer.Method;
import org.stepless.schedules.Schedule;
import org.stepless.text.Check;

/**
 * What a user asks for, before it meets data.
 *
 * @param rule the method
 * @param schedule of the step over the whole run
 * @param epochs passes over the rows; at least 1
 * @param batchSize rows a step (in local mode, a step of one partition); 0 chooses
 * @param seed of all random choices
 * @param tolerance relative change of an epoch's loss at which training ends; 0 never does
 * @param mode how steps are spread over jobs
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
