/**
 * The path of every fit, of estimators and of the MLlib optimizer alike, and what comes of it: the
 * summary, what listeners hear, the history file, clear errors.
 *
 * <p>Depends on: org.stepless.finish, org.stepless.losses, org.stepless.plan,
 * org.stepless.spark.checkpoint, org.stepless.spark.engine, org.stepless.spark.placement,
 * org.stepless.spark.rows, org.stepless.text, org.stepless.training
 */
package org.stepless.spark.fit;
