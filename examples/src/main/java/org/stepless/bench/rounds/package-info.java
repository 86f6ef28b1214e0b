/**
 * What a round costs on Spark: synchronous steps and passes beside Spark's, local rounds beside one
 * partition, and trackers.
 *
 * <p>Depends on: org.stepless.bench.common, org.stepless.cli.input, org.stepless.cli.options,
 * org.stepless.cli.report, org.stepless.data, org.stepless.losses, org.stepless.methods,
 * org.stepless.plan, org.stepless.schedules, org.stepless.spark, org.stepless.spark.engine,
 * org.stepless.spark.placement, org.stepless.spark.rows, org.stepless.training
 */
package org.stepless.bench.rounds;
