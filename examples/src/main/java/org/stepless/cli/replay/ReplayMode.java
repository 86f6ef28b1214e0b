package org.stepless.cli.replay;

/** How a trajectory is replayed; the result must be the same. */
public enum ReplayMode {
  /** All coordinates in one block; a pass over examples in one go. */
  WHOLE,
  /** Coordinates cut into blocks of {@value Replay#BLOCK_LENGTH}; a pass cut into pieces. */
  BLOCKS,
  /** Every measure, apply and pass done once in vain, as by a task that failed, then again. */
  RETRIED,
  /** Rule and state written and read back before every step. */
  SERIALIZED
}
