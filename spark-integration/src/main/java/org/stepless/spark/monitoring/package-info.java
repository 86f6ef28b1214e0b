/**
 * What Spark's metrics system shows of training.
 *
 * <p>Depends on: org.stepless.training
 */
package org.stepless.spark.monitoring;
