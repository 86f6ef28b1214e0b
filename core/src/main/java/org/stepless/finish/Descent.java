package org.stepless.finish;

/**
 * Where a method ended.
 *
 * @param steps that were taken
 */
record Descent(PointFunction.Evaluation at, int steps, FinishEnd end) {}
