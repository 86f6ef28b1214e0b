/**
 * The command {@code stepless}: {@link org.stepless.cli.Main}, its subcommands and how their errors
 * are reported. Nothing depends on it; of the benchmarks and examples it knows only what it lists
 * and starts.
 *
 * <p>Depends on: org.stepless.bench, org.stepless.cli.input, org.stepless.cli.options,
 * org.stepless.cli.replay, org.stepless.cli.report, org.stepless.examples.custom,
 * org.stepless.examples.mllib, org.stepless.examples.pipeline, org.stepless.examples.trackers,
 * org.stepless.finish, org.stepless.methods, org.stepless.plan, org.stepless.schedules,
 * org.stepless.spark, org.stepless.spark.checkpoint, org.stepless.spark.engine,
 * org.stepless.spark.fit, org.stepless.spark.params, org.stepless.spark.placement,
 * org.stepless.spark.rows, org.stepless.text, org.stepless.training
 */
package org.stepless.cli;
