/**
 * The training summaries of Spark's models, as its own estimators give them. {@link
 * org.stepless.spark.summaries.Summaries} explains the whole.
 *
 * <p>Depends on: org.stepless.finish, org.stepless.spark.fit, org.stepless.spark.params,
 * org.stepless.training
 */
package org.stepless.spark.summaries;
