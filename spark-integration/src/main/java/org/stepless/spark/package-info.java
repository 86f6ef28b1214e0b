/**
 * Stepless on Spark: ML estimators that need no step size and return Spark's own models. What they
 * share is in the packages below, which know no estimator.
 *
 * <p>Depends on: org.stepless.losses, org.stepless.models, org.stepless.plan,
 * org.stepless.spark.fit, org.stepless.spark.models, org.stepless.spark.params,
 * org.stepless.spark.rows, org.stepless.spark.summaries, org.stepless.training
 */
package org.stepless.spark;
