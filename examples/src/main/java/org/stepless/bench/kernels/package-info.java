/**
 * Gradient passes and steps of rules in memory, by the bytes they move, beside a loop that copies
 * an array.
 *
 * <p>Depends on: org.stepless.bench.common, org.stepless.cli.input, org.stepless.cli.options,
 * org.stepless.cli.report, org.stepless.data, org.stepless.losses, org.stepless.methods,
 * org.stepless.optimizer
 */
package org.stepless.bench.kernels;
