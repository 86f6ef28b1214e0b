/**
 * Data files: LIBSVM, CSV and Parquet become rows with a label and features, checked before any
 * training, with the line or row of every problem. {@link org.stepless.cli.input.UserError} is what
 * the user can put right, here and in all commands.
 *
 * <p>Depends on: org.stepless.spark.jobs, org.stepless.text
 */
package org.stepless.cli.input;
