/**
 * Stepless for users of MLlib's RDD API: {@link org.stepless.spark.mllib.SteplessOptimizer} in the
 * place of {@code GradientDescent} or {@code LBFGS}, and {@link
 * org.stepless.spark.mllib.RuleUpdater}, which runs a rule inside Spark's own {@code
 * GradientDescent}. Depends on {@code engine} and on {@code org.stepless.spark} for listener and
 * summary.
 */
package org.stepless.spark.mllib;
