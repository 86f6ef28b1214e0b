/**
 * Stepless for users of MLlib's RDD API: {@link org.stepless.spark.mllib.SteplessOptimizer} in the
 * place of {@code GradientDescent} or {@code LBFGS}, and {@link
 * org.stepless.spark.mllib.RuleUpdater}, which runs a rule inside Spark's own {@code
 * GradientDescent}.
 *
 * <p>Depends on: org.stepless.data, org.stepless.losses, org.stepless.methods,
 * org.stepless.optimizer, org.stepless.plan, org.stepless.schedules, org.stepless.spark.checkpoint,
 * org.stepless.spark.engine, org.stepless.spark.fit, org.stepless.spark.placement,
 * org.stepless.spark.rows, org.stepless.text, org.stepless.training
 */
package org.stepless.spark.mllib;
