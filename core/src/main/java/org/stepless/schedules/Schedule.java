package org.stepless.schedules;

import java.io.Serializable;

/**
 * The factor by which each step of a run is multiplied, whatever the rule that takes it. Immutable;
 * its text form is made and read by {@link Schedules}.
 */
public interface Schedule extends Serializable {
  /**
   * The multiplier of one step: finite, at least 0. Nothing is allocated.
   *
   * @param step number of the step, from 0; below {@code totalSteps}
   * @param totalSteps planned number of steps of the run, at least 1
   * @throws IllegalArgumentException if the step is outside the run
   */
  double multiplier(long step, long totalSteps);
}
