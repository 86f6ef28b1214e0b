/**
 * Data files: LIBSVM, CSV and Parquet become rows with a label and features, checked before any
 * training, with the line or row of every problem. Depends on Spark, not on the commands.
 */
package org.stepless.cli.input;
