/**
 * Estimators as stages of {@code spark.ml} pipelines, and what they offer while they train.
 *
 * <p>Depends on: org.stepless.examples, org.stepless.spark, org.stepless.spark.fit,
 * org.stepless.training
 */
package org.stepless.examples.pipeline;
