/**
 * Checkpoints of a training run: when they are due, what a run must have in common with one, a
 * documented, versioned, checksummed file format that needs no Java deserialisation, and the folder
 * that holds the newest ones on any Hadoop file system.
 *
 * <p>Depends on: org.stepless.methods, org.stepless.optimizer, org.stepless.plan,
 * org.stepless.schedules, org.stepless.spark.rows, org.stepless.text, org.stepless.training
 */
package org.stepless.spark.checkpoint;
