/**
 * The params that estimators share, with their defaults and checks; and the fit of an estimator:
 * what its params say and the rows of its data frame, put on the path of every fit.
 *
 * <p>Depends on: org.stepless.data, org.stepless.finish, org.stepless.methods, org.stepless.models,
 * org.stepless.nd4j, org.stepless.optimizer, org.stepless.plan, org.stepless.schedules,
 * org.stepless.spark.checkpoint, org.stepless.spark.engine, org.stepless.spark.fit,
 * org.stepless.spark.placement, org.stepless.spark.rows, org.stepless.text
 */
package org.stepless.spark.params;
