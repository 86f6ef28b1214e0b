/**
 * Stepless on Spark: ML estimators that need no step size and return Spark's own models. The
 * engine below them is in {@code engine}.
 */
package org.stepless.spark;
