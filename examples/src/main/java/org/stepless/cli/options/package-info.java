/**
 * Options that commands and benchmarks share, and what they stand for: the Spark session and the
 * page of a report.
 *
 * <p>Depends on: org.stepless.cli.input, org.stepless.cli.report
 */
package org.stepless.cli.options;
