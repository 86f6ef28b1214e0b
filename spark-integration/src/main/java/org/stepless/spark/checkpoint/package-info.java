/**
 * Checkpoints of a training run: a documented, versioned, checksummed file format that needs no
 * Java deserialisation, and the folder that holds the newest ones on any Hadoop file system.
 * Depends on {@code stepless-core} and Hadoop's file systems.
 */
package org.stepless.spark.checkpoint;
