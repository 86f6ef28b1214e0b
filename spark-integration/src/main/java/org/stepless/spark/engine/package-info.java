/**
 * Rounds on Spark: a plan, a placement of the rows and a rule become a model, round by round.
 * {@link org.stepless.spark.engine.Engine} explains the whole. Knows no estimator.
 *
 * <p>Depends on: org.stepless.data, org.stepless.finish, org.stepless.losses, org.stepless.methods,
 * org.stepless.optimizer, org.stepless.plan, org.stepless.spark.checkpoint,
 * org.stepless.spark.jobs, org.stepless.spark.monitoring, org.stepless.spark.placement,
 * org.stepless.spark.rows, org.stepless.text, org.stepless.training
 */
package org.stepless.spark.engine;
