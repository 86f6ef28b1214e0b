/**
 * Replay of recorded trajectories: a rule is fed the recorded losses, gradients and multipliers and
 * must reproduce every recorded point and scalar. The files come from the methods' authors' own
 * code, so they decide whether a rule is right. {@link org.stepless.cli.replay.Replay} is the entry
 * point; it uses only the public API of the core.
 *
 * <p>Depends on: org.stepless.methods, org.stepless.optimizer, org.stepless.schedules
 */
package org.stepless.cli.replay;
