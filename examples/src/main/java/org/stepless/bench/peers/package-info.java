/**
 * Stepless, Spark's estimators and MLlib's optimisers on the same cached data: the time that each
 * {@link org.stepless.bench.peers.Solver} takes until its training objective is near the optimum.
 *
 * <p>Depends on: org.stepless.bench.common, org.stepless.cli.input, org.stepless.cli.options,
 * org.stepless.cli.report, org.stepless.data, org.stepless.finish, org.stepless.losses,
 * org.stepless.methods, org.stepless.spark, org.stepless.spark.engine, org.stepless.spark.params,
 * org.stepless.spark.rows, org.stepless.training
 */
package org.stepless.bench.peers;
