/**
 * What Spark's metrics system shows of training. Depends on {@code stepless-core} and Spark's
 * plugin interface.
 */
package org.stepless.spark.monitoring;
