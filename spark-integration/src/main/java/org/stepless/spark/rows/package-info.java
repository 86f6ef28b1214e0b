/**
 * Rows: read from data frames, cut and persisted as blocks, with what is known about them.
 *
 * <p>Depends on: org.stepless.data, org.stepless.losses, org.stepless.methods,
 * org.stepless.optimizer, org.stepless.plan, org.stepless.spark.jobs, org.stepless.text,
 * org.stepless.training
 */
package org.stepless.spark.rows;
