package org.stepless.training;

/** Is told on the driver how a run goes. Exceptions end the run. */
public interface RunListener {
  /** Hears nothing. */
  RunListener NONE = new RunListener() {};

  /** Called before the first step with the decisions of the run in one line. */
  default void onStart(String description) {}

  /** Called after every round, before the epochs that it ended. */
  default void onRound(RoundReport report) {}

  /** Called after every pass over the rows; several reports may come at once after a round. */
  default void onEpoch(EpochReport report) {}

  /**
   * Called at the start of a finish, if there is one, and after each of its steps; where one task
   * makes the whole finish, all reports come at its end.
   */
  default void onFinish(FinishReport report) {}
}
