/** Estimators as stages of {@code spark.ml} pipelines, and what they offer while they train. */
package org.stepless.examples.pipeline;
