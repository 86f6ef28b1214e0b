package org.stepless.plan;

import org.stepless.text.Choice;

/** How the steps of a run are spread over Spark jobs. */
public enum RunMode implements Choice {
  /** Chosen from size and layout of the data. */
  AUTO,
  /**
   * All rows on the driver; the steps of {@link #SINGLE} without a job, for data that are read and
   * learnt faster than Spark starts a task.
   */
  DRIVER,
  /** All rows in one partition; exact sequential mini-batch training at memory speed. */
  SINGLE,
  /** One job a step: the exact mini-batch gradient over all partitions. */
  SYNCHRONOUS,
  /** Every partition takes several steps, then their states are averaged. */
  LOCAL;

  /**
   * The mode of this name.
   *
   * @throws IllegalArgumentException naming the text and the modes there are
   */
  public static RunMode parse(String text) {
    return Choice.parse(RunMode.class, "mode", text);
  }
}
