package org.stepless.plan;

import java.io.Serializable;
import org.stepless.optimizer.Method;
import org.stepless.schedules.Schedule;
import org.stepless.text.Check;

/**
 * What a user asks for, before it meets data.
 *
 * @param rule the method
 * @param schedule of the step over the whole run
 * @param length passes or steps, and how many rows a step takes
 * @param seed of all random choices
 * @param tolerance relative change of an epoch's loss at which training ends; 0 never does
 * @param mode how steps are spread over jobs
 * @param syncInterval local steps per round in local mode; 0 chooses
 */
public record RunRequest(
    Method rule,
    Schedule schedule,
    RunLength length,
    long seed,
    double tolerance,
    RunMode mode,
    int syncInterval)
    implements Serializable {
  /** The method when nothing is said, as text. */
  public static final String DEFAULT_RULE = "prodigy";

  /** The schedule when nothing is said, as text. */
  public static final String DEFAULT_SCHEDULE = "linear";

  /** The seed when nothing is said. */
  public static final long DEFAULT_SEED = 42;

  public RunRequest {
    Check.notNegative("tolerance", tolerance);
    Check.atLeast("syncInterval", syncInterval, 0);
  }

  /** This request for another length. */
  public RunRequest with(RunLength other) {
    return new RunRequest(rule, schedule, other, seed, tolerance, mode, syncInterval);
  }
}
