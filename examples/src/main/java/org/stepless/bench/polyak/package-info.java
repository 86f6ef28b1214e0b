/**
 * The experiment of the papers on stochastic Polyak steps: suboptimality per pass of steps of
 * single rows.
 *
 * <p>Depends on: org.stepless.bench.common, org.stepless.cli.input, org.stepless.cli.options,
 * org.stepless.cli.report, org.stepless.data, org.stepless.losses, org.stepless.methods,
 * org.stepless.optimizer, org.stepless.plan, org.stepless.schedules, org.stepless.spark.engine,
 * org.stepless.spark.rows, org.stepless.training
 */
package org.stepless.bench.polyak;
