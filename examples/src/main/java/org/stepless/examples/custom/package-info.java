/**
 * Update rules and losses of one's own.
 *
 * <p>Depends on: org.stepless.examples, org.stepless.losses, org.stepless.methods,
 * org.stepless.optimizer, org.stepless.plan, org.stepless.schedules, org.stepless.spark,
 * org.stepless.spark.engine, org.stepless.spark.rows, org.stepless.text, org.stepless.training
 */
package org.stepless.examples.custom;
