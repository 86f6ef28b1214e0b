/**
 * What benchmarks share: their session and tail ({@link org.stepless.bench.common.Benchmark}),
 * options, data sets and drawn rows, times and means.
 *
 * <p>Depends on: org.stepless.cli.input, org.stepless.cli.options, org.stepless.cli.report,
 * org.stepless.data, org.stepless.losses, org.stepless.spark.rows
 */
package org.stepless.bench.common;
